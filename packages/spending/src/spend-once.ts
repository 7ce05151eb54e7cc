import { compareMoney, KamikitError, type Upstream } from '@kamikit/core';
import type { ExecutedEntry, ItemOfJob, JsonObject, Ledger, Wish } from '@kamikit/ledger';
import { beforeSending, cancelled } from './before-sending.ts';
import { type KindFacts, type KindTypes, parseWish, type Quoted } from './kind.ts';
import type { Parts } from './parts.ts';
import { type Confirm, goodsOf, type Quote, type QuotedFacts } from './quote.ts';
import { type Agreed, readQuote } from './read-quote.ts';
import { sendOnce } from './send-once.ts';

/** What every dealing takes beside its wish. */
export interface SpendOptions {
  /** The caller's name for one wish: repeating it never sends twice, but returns what became of the first call. */
  idempotencyKey: string;
  /** It is meant, although the same was wished for under another key within the last 10 minutes. */
  again?: boolean | undefined;
  /** Cancels anything before sending. What was sent is waited for, as its answer may hold what was paid for. */
  signal?: AbortSignal | undefined;
  /** Decides about the quote before anything is sent; without it nobody is asked. */
  confirm?: Confirm | undefined;
  /**
   * The owner has to allow it: what no mandate covers comes back as `awaiting_approval`, and nothing was sent. `confirm`, where
   * it is given, decides first.
   */
  approval?: 'owner' | undefined;
  /** The key has not been used, as far as its caller knows: whether that is so is looked up where it is written down. */
  isNewKey?: boolean | undefined;
  /** It is an item of a job, which this process has claimed. */
  item?: ItemOfJob | undefined;
  /** Throws where what is offered is not what was allowed beforehand. */
  assertOffer?: ((facts: QuotedFacts) => void) | undefined;
}

/**
 * The one path on which money leaves or a card is used: a known key is answered from the ledger; otherwise the price
 * is read, the budgets are checked, whoever decides is asked, and the ledger sends at most once.
 */
export async function spendOnce<T extends KindTypes>(
  kind: string,
  facts: KindFacts<T>,
  wish: T['wish'],
  {
    idempotencyKey,
    isNewKey = false,
    again = false,
    signal,
    confirm,
    approval,
    item,
    assertOffer,
  }: SpendOptions,
  parts: Parts,
): Promise<ExecutedEntry> {
  if (typeof idempotencyKey !== 'string' || idempotencyKey === '')
    throw new TypeError('idempotencyKey must be a text that is not empty');
  const asked = parseWish(kind, facts.wish, wish);
  const ledger = await parts.ledger();
  const { leftOpen } = facts;
  const named = { kind, idempotencyKey, request: asked, leftOpen, again, cards: facts.cards(asked) };
  const known = isNewKey ? null : await ledger.replay(named);
  if (known !== null) return known;

  let quoted: Agreed<T>;
  try {
    quoted = await agree(facts, named, { signal, confirm }, parts);
    assertOffer?.(quoted.facts);
  } catch (refusal) {
    // Another call may have used the key meanwhile, and with it the budget or the stock: then that is the answer.
    const meanwhile = await ledger.replay(named);
    if (meanwhile === null) throw refusal;
    return meanwhile;
  }
  const { request, amount, evidence, reference, formerAccount } = quoted;
  const goods = goodsOf(quoted.facts);
  const good = facts.good(request);
  const agreed = {
    ...named,
    request,
    asked,
    amount,
    goods,
    good,
    ...{ evidence, formerAccount },
    ...likenessOf(facts, request, evidence),
    item,
    ...(reference && { reference }),
    ...(approval && { approval: { quote: { ...(await quoteFor(quoted, facts.upstream, ledger)) } } }),
  };
  const sending = { account: evidence.account, person: parts.person?.name ?? null };
  return parts.atMostAtOnce(sending, () =>
    ledger.execute(agreed, async (entry) => {
      if (signal?.aborted) throw cancelled(kind);
      return sendOnce(facts, request, entry, parts);
    }),
  );
}

/** What is shown to whoever decides. */
async function quoteFor(
  { facts, evidence }: Agreed<KindTypes>,
  upstream: Upstream,
  ledger: Ledger,
): Promise<Quote> {
  return { ...facts, upstream, account: evidence.account, budget: await ledger.budget() };
}

function likenessOf<T extends KindTypes>(
  facts: KindFacts<T>,
  request: T['request'],
  evidence: JsonObject,
): Pick<Wish, 'likeness'> {
  return { likeness: facts.likeness(request, evidence) ?? undefined };
}

/** The price as it is read, within the budgets, and agreed to by whoever decides. */
async function agree<T extends KindTypes>(
  facts: KindFacts<T>,
  wish: Omit<Wish, 'amount' | 'likeness'> & { request: T['request'] },
  { signal, confirm }: Pick<SpendOptions, 'signal' | 'confirm'>,
  parts: Parts,
): Promise<Agreed<T>> {
  const { kind } = wish;
  const read = (request: T['request']) =>
    beforeSending(kind, signal, () => readQuote(facts, request, parts, signal));
  let quoted = await read(wish.request);
  if (confirm) {
    // Nobody is asked about what the ledger does not allow; that it does is decided where it is written down.
    const ledger = await parts.ledger();
    const { request, amount, evidence } = quoted;
    const { account } = evidence;
    const allowed = {
      ...{ ...wish, amount, evidence: { account }, formerAccount: quoted.formerAccount },
      ...likenessOf(facts, request, evidence),
    };
    const budget = await ledger.assertAllowed(allowed);
    const quote = { ...quoted.facts, upstream: facts.upstream, account, budget };
    const isYes = await beforeSending(kind, signal, async () => confirm(quote));
    if (isYes !== true) throw declined(kind);
    // What was agreed to, and not what the shop may make of the same words by now.
    quoted = notDearer(await read(quoted.request), quoted);
  }
  if (signal?.aborted) throw cancelled(kind);
  return quoted;
}

/** Deciding may take minutes: what was agreed to must still be true, and the readings must be current. */
function notDearer<Q extends Pick<Quoted, 'amount'>>(now: Q, agreed: Q): Q {
  if (now.amount === null || agreed.amount === null || compareMoney(now.amount, agreed.amount) <= 0)
    return now;
  throw new KamikitError(
    `The price rose from ${agreed.amount} to ${now.amount} yuan while the user was being asked; nothing was sent.`,
    { code: 'price_changed', outcome: 'not_committed', neverSent: true },
  );
}

function declined(kind: string): KamikitError {
  return new KamikitError(`This ${kind} was declined. Nothing was sent.`, {
    code: 'declined',
    outcome: 'not_committed',
    neverSent: true,
  });
}
