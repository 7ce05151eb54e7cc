import { type Money, subtractMoney } from '@kamikit/core';
import type { Budget, LedgerEntry, SpentGroup, Suspension } from '@kamikit/ledger';
import type { Account } from '../parts.ts';
import type { View } from '../view.ts';
import { Bars, Gauge, Shares } from './charts.tsx';
import { EntryRows } from './entry-rows.tsx';
import { Icon } from './icons.tsx';
import { Hidden, Layout } from './layout.tsx';
import { Badge, Empty, Head, Panel } from './parts.tsx';

interface OverviewProps {
  view: View;
  budget: Budget;
  suspensions: readonly Suspension[];
  doubt: string | null;
  waiting: number;
  unknown: number;
  accounts: readonly Account[] | null;
  recent: readonly LedgerEntry[];
  days: ReadonlyArray<{ day: string; amount: Money }>;
  months: ReadonlyArray<{ month: string; amount: Money }>;
  goods: readonly SpentGroup[];
  otherGoods: { total: Money; shown: Money } | null;
}

export function OverviewPage(props: OverviewProps) {
  const { view, recent } = props;
  const { t, at } = view;
  const stopped = props.suspensions.find(({ account }) => account === null);
  return (
    <Layout view={view} title={t.overview.title} page="overview">
      <Head title={t.overview.title}>
        {stopped === undefined && (
          <form method="post" action={at('stop')} class="stop">
            <Hidden view={view} />
            <button type="submit" class="danger" title={t.overview.stopWhy}>
              <Icon name="stop" />
              {t.overview.stop}
            </button>
          </form>
        )}
      </Head>
      <Attention {...props} stopped={stopped} />
      <div class="grid thirds">
        <BudgetPanel {...props} />
        <BalancesPanel {...props} />
        <GoodsPanel {...props} />
      </div>
      <div class="grid wide">
        <DaysPanel {...props} />
        <MonthsPanel {...props} />
      </div>
      <Panel id="recent" title={t.overview.recent} note={<a href={at('ledger')}>{t.overview.allEntries}</a>}>
        {recent.length === 0 ? (
          <Empty title={t.ledger.empty} how={t.ledger.emptyHow} />
        ) : (
          <EntryRows view={view} entries={recent} />
        )}
      </Panel>
    </Layout>
  );
}

/** What only the owner can decide, the most urgent first. */
function Attention({
  view,
  suspensions,
  doubt,
  waiting,
  unknown,
  stopped,
}: OverviewProps & { stopped: Suspension | undefined }) {
  const { t, at } = view;
  const accounts = suspensions.filter(({ account }) => account !== null);
  const isWell = suspensions.length === 0 && doubt === null && waiting === 0 && unknown === 0;
  return (
    <section id="attention" class="attention" aria-label={t.overview.attention} data-live>
      {isWell && (
        <p class="all-well">
          <Badge tone="good" text={t.overview.allWell} />
        </p>
      )}
      {stopped !== undefined && (
        <Matter
          tone="bad"
          title={t.overview.stopped}
          text={t.overview.stoppedSince(view.time(stopped.since))}
        >
          <form method="post" action={at('resume')}>
            <Hidden view={view} />
            <input type="hidden" name="since" value={stopped.since} />
            <button type="submit">{t.overview.resume}</button>
          </form>
        </Matter>
      )}
      {doubt !== null && (
        <Matter
          tone="bad"
          title={t.overview.doubt}
          text={`${view.said(doubt, 600) ?? ''} ${t.overview.doubtWhat}`}
        />
      )}
      {waiting > 0 && (
        <Matter tone="ask" title={t.overview.approvalsWaiting(waiting)} text={t.overview.approvalsWhy}>
          <a class="button primary" href={at('approvals')}>
            {t.overview.decide}
          </a>
        </Matter>
      )}
      {unknown > 0 && (
        <Matter tone="bad" title={t.overview.unknownOutcomes(unknown)} text={t.overview.unknownWhy}>
          <a class="button" href={at('ledger?state=unknown')}>
            {t.overview.look}
          </a>
        </Matter>
      )}
      {accounts.map(({ account, entry_id, since }) => (
        <Matter tone="bad" title={t.overview.suspended(account ?? '')} text={t.overview.suspendedWhy}>
          {entry_id !== null && (
            <a class="button" href={at(`ledger/${entry_id}`)}>
              {t.overview.suspendedEntry}
            </a>
          )}
          <form method="post" action={at('resume')}>
            <Hidden view={view} />
            <input type="hidden" name="account" value={account ?? ''} />
            <input type="hidden" name="since" value={since} />
            <button type="submit">{t.overview.resume}</button>
          </form>
        </Matter>
      ))}
    </section>
  );
}

function Matter(props: { tone: 'bad' | 'ask'; title: string; text: string; children?: unknown }) {
  return (
    <article class={`matter ${props.tone}`}>
      <div>
        <h2>
          <Badge tone={props.tone} text={props.title} />
        </h2>
        <p>{props.text}</p>
      </div>
      <div class="actions">{props.children}</div>
    </article>
  );
}

function BudgetPanel({ view, budget }: OverviewProps) {
  const { t, money } = view;
  const { daily_budget, spent_today, left_today, max_order_total, daily_cards, cards_today } = budget;
  const part = daily_budget === null ? null : Number(spent_today) / Math.max(Number(daily_budget), 0.01);
  const spentOf =
    daily_budget === null
      ? `${money(spent_today)} ${t.overview.spent}`
      : t.overview.spentOf(money(spent_today), money(daily_budget));
  return (
    <Panel id="budget" title={t.overview.budgetToday} class="budget">
      <Gauge
        part={part}
        title={spentOf}
        figure={money(left_today ?? spent_today)}
        note={left_today === null ? t.overview.spent : t.overview.left}
      />
      <p class="gauge-legend">{spentOf}</p>
      <dl class="pairs">
        <div>
          <dt>{t.overview.perOrder}</dt>
          <dd>{max_order_total === null ? t.common.unlimited : money(max_order_total)}</dd>
        </div>
        <div>
          <dt>{t.overview.cardsToday}</dt>
          <dd>{daily_cards === null ? cards_today : t.overview.cardsOf(cards_today, daily_cards)}</dd>
        </div>
      </dl>
    </Panel>
  );
}

function BalancesPanel({ view, accounts, months }: OverviewProps) {
  const { t, money } = view;
  const [last, current] = months.slice(-2);
  return (
    <Panel id="balances" title={t.overview.balances}>
      {accounts === null && <p class="muted">{t.overview.balanceAwaited}</p>}
      {accounts?.length === 0 && <Empty title={t.overview.noAccounts} />}
      <ul class="balances">
        {accounts?.map(({ upstream, account, balance, problem }) => (
          <li>
            <span class="balance-name">{t.upstreams[upstream]}</span>
            <span class="balance-account">{view.clean(account, 40)}</span>
            {balance === null ? (
              <span class="balance-none">
                {problem === null ? t.overview.balanceHidden : view.clean(problem, 160)}
              </span>
            ) : (
              <span class="balance-figure">{money(balance)}</span>
            )}
          </li>
        ))}
      </ul>
      <dl class="pairs">
        <div>
          <dt>{t.overview.thisMonth}</dt>
          <dd>{current && money(current.amount)}</dd>
        </div>
        <div>
          <dt>{t.overview.lastMonth}</dt>
          <dd>{last && money(last.amount)}</dd>
        </div>
      </dl>
    </Panel>
  );
}

function GoodsPanel({ view, goods, otherGoods }: OverviewProps) {
  const { t, money } = view;
  const shares = goods
    .filter(({ amount }) => Number(amount) > 0)
    .map(({ goods: named, amount, entries }) => ({
      label: view.clean(named?.name ?? null, 60) ?? t.common.noName,
      note: t.common.orders(entries),
      ...{ value: Number(amount), amount: money(amount) },
    }));
  if (otherGoods !== null) {
    const amount = subtractMoney(otherGoods.total, otherGoods.shown);
    shares.push({ label: t.overview.otherGoods, note: '', value: Number(amount), amount: money(amount) });
  }
  return (
    <Panel id="by-good" title={t.overview.byGood} note={t.overview.lastDays(30)}>
      {shares.length === 0 ? <Empty title={t.overview.nothingSpent} /> : <Shares shares={shares} />}
    </Panel>
  );
}

function DaysPanel({ view, days }: OverviewProps) {
  const { t, money } = view;
  const bars = days.map(({ day, amount }, at) => ({
    label: day,
    // Every seventh, so that the last one is today.
    tick: (days.length - 1 - at) % 7 === 0 ? day.slice(5) : null,
    ...{ value: Number(amount), amount: money(amount) },
  }));
  const title = `${t.overview.byDay}, ${t.overview.lastDays(days.length)}`;
  return (
    <Panel id="by-day" title={t.overview.byDay} note={t.overview.lastDays(days.length)}>
      <Bars view={view} id="days" title={title} heading={t.overview.day} bars={bars} money={axis} />
    </Panel>
  );
}

function MonthsPanel({ view, months }: OverviewProps) {
  const { t, money } = view;
  const bars = months.map(({ month, amount }) => ({
    ...{ label: month, tick: month.slice(5), value: Number(amount), amount: money(amount) },
  }));
  const title = `${t.overview.byMonth}, ${t.overview.lastMonths(months.length)}`;
  return (
    <Panel id="by-month" title={t.overview.byMonth} note={t.overview.lastMonths(months.length)}>
      <Bars
        view={view}
        id="months"
        title={title}
        heading={t.overview.month}
        bars={bars}
        money={axis}
        width={420}
      />
    </Panel>
  );
}

/** Round numbers beside a chart. */
function axis(value: number): string {
  return `¥${value.toLocaleString('en-US', { maximumFractionDigits: 1 })}`;
}
