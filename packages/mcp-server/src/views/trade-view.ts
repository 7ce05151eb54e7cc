import { stripInvisible } from '@kamikit/core/base';
import {
  contentsOf,
  type Followed,
  postedFields,
  type SpentEntry,
  type StoredTrade,
  tradeAdvice,
  tradeState,
} from '@kamikit/spending';
import * as z from 'zod';
import { cleanText, LONGEST_NUMBER } from './clean-text.ts';
import { decodeContents } from './decode-contents.ts';
import { overchargeWarning } from './overcharge.ts';
import { hideCards, type Reveal, revealCards, revealUnlessUnrecorded } from './reveal.ts';

const text = z.string().nullable();

/**
 * A trade as a model sees it; `trade_no` is ours, money in yuan. `contents` are goods once the state is completed, as they
 * came; a `notice` is not.
 */
export const tradeView = z.object({
  /** That more was charged than agreed. */
  warning: z.string().optional(),
  state: z.enum(['completed', 'pending', 'failed', 'refunded']),
  trade_no: text,
  shop_trade_no: text,
  status: z.int().nullable(),
  amount: text,
  trade_time: text,
  contents: text,
  /** The contents without HTML's escapes, where they hold any: likelier the goods. */
  contents_decoded: z.string().optional(),
  notice: text,
  /** Choices that were left open and posted as the shop's form has them, by the field's name. */
  defaults: z.record(z.string(), z.string()).optional(),
  entry_id: text,
  next: z.string(),
  /** Says that this answer exists nowhere else. */
  ledger_notice: z.string().optional(),
});

type TradeView = z.input<typeof tradeView>;

/** The trade that an entry holds; without an answer, as far as the entry knows it. */
export function viewTrade(entry: SpentEntry<'supplier_trade'>, reveal: Reveal): TradeView {
  const trade = entry.result ?? NOTHING_KNOWN;
  const defaults = defaultsOf(entry);
  return {
    ...overchargeWarning(entry),
    ...view(trade, stateOf(entry) ?? tradeState(trade), {
      ...{ tradeNo: entry.reference, entryId: entry.id, reveal: revealUnlessUnrecorded(entry, reveal) },
    }),
    ...(defaults !== null && { defaults }),
    ...(entry.notice !== null && { ledger_notice: entry.notice }),
  };
}

/** A trade that was asked for by its number. */
export function viewFollowedTrade(
  { settlement, entryId, charge, notice }: Followed<'supplier_trade'>,
  tradeNo: string,
  reveal: Reveal,
): TradeView {
  const shown = view(settlement.result, tradeState(settlement.result), {
    ...{ tradeNo, entryId, reveal: revealUnlessUnrecorded({ notice }, reveal) },
  });
  return { ...overchargeWarning(charge), ...shown, ...(notice !== null && { ledger_notice: notice }) };
}

const NOTHING_KNOWN: StoredTrade = {
  ...{ shop_trade_no: null, status: null, amount: null, trade_time: null, contents: null, notice: null },
};

/** How the entry stands: its owner may have settled what the shop does not tell. */
function stateOf({ state }: SpentEntry<'supplier_trade'>): TradeView['state'] | null {
  return tradeView.shape.state.safeParse(state).data ?? null;
}

function view(
  trade: StoredTrade,
  state: TradeView['state'],
  { tradeNo, entryId, reveal }: { tradeNo: string | null; entryId: string | null; reveal: Reveal },
): TradeView {
  const contents = contentsOf(trade);
  const decoded = contents === null ? null : decodeContents(contents);
  return {
    state,
    trade_no: tradeNo,
    ...trade,
    shop_trade_no: cleanText(
      hideCards(trade.shop_trade_no, contents ?? trade.notice, reveal),
      LONGEST_NUMBER,
    ),
    contents: revealCards(contents, entryId, reveal),
    ...(decoded !== null && { contents_decoded: revealCards(decoded, entryId, reveal) ?? '' }),
    notice: contents === null ? viewNotice(trade.notice, entryId, reveal) : null,
    entry_id: entryId,
    next: nextStep(trade, state, { tradeNo, entryId, isDecoded: decoded !== null }),
  };
}

/** A shop may write the goods where a notice should be. */
function viewNotice(notice: string | null, entryId: string | null, reveal: Reveal): string | null {
  return reveal === 'sealed' ? revealCards(notice, entryId, reveal) : cleanText(notice, 1_000);
}

/** What was posted beside what was given. */
function defaultsOf({ request, evidence }: SpentEntry<'supplier_trade'>): Record<string, string> | null {
  const given = Object(request.fields);
  const added = Object.entries(postedFields(evidence) ?? {}).filter(([name]) => !Object.hasOwn(given, name));
  const visible = added.map(([name, value]) => [stripInvisible(name), cleanText(value, 100) ?? '']);
  return visible.length > 0 ? Object.fromEntries(visible) : null;
}

function nextStep(
  trade: StoredTrade,
  state: TradeView['state'],
  { tradeNo, entryId, isDecoded }: { tradeNo: string | null; entryId: string | null; isDecoded: boolean },
): string {
  const advice = tradeAdvice(trade);
  switch (state) {
    case 'pending':
      if (advice === null)
        return `Not delivered yet; the notice is not the goods. Call supplier_query with trade_no ${tradeNo}; delivery by hand may take days. Do not buy again.`;
      return `${advice} The owner does that with \`kamikit ledger settle ${entryId ?? 'ENTRY'} --delivered\` or \`--failed\`. Do not buy again.`;
    case 'completed':
      return isDecoded
        ? 'Done. The contents hold HTML escapes, most likely added by the shop’s editor: contents_decoded is more likely what was sold. Give the user both, and say which is which.'
        : 'Done. Give the user the contents exactly as they are.';
    case 'failed':
      return advice ?? 'The shop could not deliver.';
    case 'refunded':
      return 'The shop refunded the money.';
  }
}
