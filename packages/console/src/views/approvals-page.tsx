import { addMoney, compareMoney, type Money, subtractMoney } from '@kamikit/core';
import type { Budget, LedgerEntry } from '@kamikit/ledger';
import { type AskedQuote, numbersIn } from '@kamikit/spending';
import { wordFor } from '../messages/messages.ts';
import type { View } from '../view.ts';
import { type AskedJob, JobApproval } from './asked-job.tsx';
import { cardFacts, issueFacts } from './card-facts.tsx';
import { Decide } from './decide.tsx';
import { Hidden, Layout } from './layout.tsx';
import { MandateFields } from './mandate-fields.tsx';
import { Empty, Facts, Head, Panel, Picture, titleOf } from './parts.tsx';

interface Asked {
  entry: LedgerEntry;
  /** Null where it cannot be read. */
  quote: AskedQuote | null;
}

interface ApprovalsProps {
  view: View;
  asked: readonly Asked[];
  jobs: readonly AskedJob[];
  /** How many others wait that are not shown. */
  more: number;
  /** As it stands, with all that waits reserved. */
  budget: Budget;
}

export function ApprovalsPage({ view, asked, jobs, more, budget }: ApprovalsProps) {
  const { t } = view;
  return (
    <Layout view={view} title={t.approvals.title} page="approvals">
      <Head title={t.approvals.title} intro={t.approvals.intro} />
      <div id="asked" class="asked" data-live>
        {asked.length + jobs.length === 0 && (
          <Panel>
            <Empty title={t.approvals.empty} how={t.approvals.emptyHow} />
          </Panel>
        )}
        {jobs.map((each) => (
          <JobApproval view={view} asked={each} />
        ))}
        {asked.map(({ entry, quote }) => (
          <Approval view={view} entry={entry} quote={quote} budget={budget} />
        ))}
      </div>
      <p id="more" class="muted" data-live>
        {more > 0 && t.approvals.more(more)}
      </p>
    </Layout>
  );
}

function Approval({ view, entry, quote, budget }: Asked & { view: View; budget: Budget }) {
  const { t, at, money } = view;
  const [title, kind] = [titleOf(view, entry), wordFor(t.kinds, entry.kind)];
  const specification = view.clean(entry.goods?.specification ?? null, 120);
  const base = at(`approvals/${entry.id}`);
  const isPriced = quote !== null && 'total' in quote;
  return (
    <article id={entry.id} class="approval" aria-labelledby={`${entry.id}-title`} data-stays>
      <div class="approval-what">
        <Picture src={isPriced ? at(`pictures/of/${entry.id}`) : null} name={title} />
        <div>
          {title !== kind && <p class="kind">{kind}</p>}
          <h2 id={`${entry.id}-title`}>{title}</h2>
          {specification !== null && <p class="muted">{specification}</p>}
        </div>
        {isPriced && <p class="approval-total">{money(quote.total)}</p>}
      </div>
      <Facts
        facts={[[t.entry.person, view.clean(entry.person, 80)], ...factsOf(view, entry, quote, budget)]}
      />
      <Decide
        {...{ view, base, id: entry.id, total: isPriced ? quote.total : null }}
        {...{ askedAt: entry.created_at, until: entry.quote_until }}
      />
      {isPriced && (
        <details class="allow">
          <summary>{t.approvals.allowInFuture}</summary>
          <p class="muted">{t.approvals.allowIntro}</p>
          <form method="post" action={`${base}/allow`} class="mandate-form">
            <Hidden view={view} />
            <MandateFields
              view={view}
              id={entry.id}
              start={likeThis(entry, quote)}
              accounts={[quote.account]}
            />
            <button type="submit" class="primary">
              {t.approvals.approveAndAllow}
            </button>
          </form>
        </details>
      )}
    </article>
  );
}

/** A mandate for what is asked: this good, from this account, at this price once more today. */
function likeThis(entry: LedgerEntry, quote: Extract<AskedQuote, { total: Money }>) {
  const { goods_id, sub_id, sku_id } = numbersIn(entry.request);
  const good =
    sku_id ?? (goods_id === undefined || sub_id === undefined ? goods_id : `${goods_id}/${sub_id}`);
  return {
    ...{ max_order: quote.total, per_day: quote.total, per_week: '' },
    ...{ goods: good === undefined ? '' : String(good), account: quote.account, kind: quote.kind, until: '' },
  };
}

type FactList = Parameters<typeof Facts>[0]['facts'];

function factsOf(view: View, entry: LedgerEntry, quote: AskedQuote | null, budget: Budget): FactList {
  const { t, money, clean } = view;
  if (quote === null) return [[t.entry.request, <code>{clean(JSON.stringify(entry.request), 400)}</code>]];
  const account = `${t.upstreams[quote.upstream]} · ${clean(quote.account, 60) ?? ''}`;
  if ('total' in quote) {
    const { quantity, unit_price, total, balance, fields = {} } = quote;
    // What waits is reserved already.
    const after = budget.left_today;
    const left = after === null ? null : addMoney(after, total);
    return [
      [t.approvals.quantity, t.common.pieces(quantity)],
      [t.approvals.unitPrice, unit_price && money(unit_price)],
      [t.approvals.total, <strong>{money(total)}</strong>],
      [t.approvals.account, account],
      [
        t.approvals.balance,
        balance &&
          both(
            money(balance),
            t.approvals.balanceAfter(money(subtractMoney(balance, total)), view.time(entry.created_at)),
            compareMoney(balance, total) < 0,
          ),
      ],
      [
        t.approvals.budgetLeft,
        left && after && both(money(left), t.approvals.budgetAfter(money(after)), false),
      ],
      ...Object.entries(fields)
        .slice(0, 20)
        .map(([name, value]): FactList[number] => [clean(name, 40) ?? '', clean(value, 200)]),
    ];
  }
  if (quote.kind !== 'generate_cards')
    return [...cardFacts(view, entry, quote), [t.approvals.account, account]];
  const asIs: FactList = [[t.entry.request, <code>{clean(JSON.stringify(quote.cards), 400)}</code>]];
  return [...(issueFacts(view, entry.request) ?? asIs), [t.approvals.account, account]];
}

function both(now: string, after: string, isShort: boolean) {
  return (
    <>
      {now}
      {after !== '' && <span class={isShort ? 'after short' : 'after'}>{after}</span>}
    </>
  );
}
