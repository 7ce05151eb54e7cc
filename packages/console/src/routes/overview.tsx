import { addMoney, compareMoney, type Money, shanghaiDay } from '@kamikit/core';
import type { Ledger, SpentGroup } from '@kamikit/ledger';
import type { View } from '../view.ts';
import { OverviewPage } from '../views/overview-page.tsx';
import type { Routes } from './room.ts';

const DAYS = 30;
const MONTHS = 6;
const GOODS = 6;

export const overview: Routes = (app, { parts, accounts }) => {
  app.get('/', async (c) => {
    const ledger = await parts.ledger();
    const now = parts.now();
    const since = (days: number) => shanghaiDay(now - days * 24 * 60 * 60_000);
    const [facts, days, months, goods, balances] = await Promise.all([
      attention(ledger, c.get('view')),
      ledger.summary({ groupBy: 'day', since: since(DAYS - 1) }),
      ledger.summary({ groupBy: 'month', since: firstDay(now, MONTHS) }),
      ledger.summary({ groupBy: 'good', since: since(DAYS - 1), limit: GOODS }),
      accounts.read(),
    ]);
    return c.html(
      <OverviewPage
        view={c.get('view')}
        {...facts}
        accounts={balances}
        days={everyDay(days.groups, now)}
        months={everyMonth(months.groups, now)}
        goods={goods.groups}
        otherGoods={rest(goods.total.amount, goods.groups)}
      />,
    );
  });
};

async function attention(ledger: Ledger, view: View) {
  const [budget, suspensions, doubt, waiting, unknown, recent] = await Promise.all([
    ledger.budget(),
    ledger.suspensions(),
    ledger.doubt(),
    // Jobs wait for the owner as purchases do.
    view.waiting(),
    ledger.list({ state: 'unknown', perPage: 1 }),
    ledger.list({ perPage: 6 }),
  ]);
  return {
    ...{ budget, suspensions, doubt, waiting, unknown: unknown.total },
    recent: recent.entries,
  };
}

/** What all others came to. */
function rest(total: Money, groups: readonly SpentGroup[]) {
  const shown = addMoney(...groups.map(({ amount }) => amount));
  return compareMoney(total, shown) > 0 ? { total, shown } : null;
}

const ZERO = addMoney();

/** Days without spending are days as well. */
function everyDay(groups: readonly SpentGroup[], now: number) {
  const spent = new Map(groups.map(({ day, amount }) => [day, amount]));
  return Array.from({ length: DAYS }, (_, at) => {
    const day = shanghaiDay(now - (DAYS - 1 - at) * 24 * 60 * 60_000);
    return { day, amount: spent.get(day) ?? ZERO };
  });
}

function everyMonth(groups: readonly SpentGroup[], now: number) {
  const spent = new Map(groups.map(({ month, amount }) => [month, amount]));
  return Array.from({ length: MONTHS }, (_, at) => {
    const month = firstDay(now, MONTHS - at).slice(0, 7);
    return { month, amount: spent.get(month) ?? ZERO };
  });
}

/** Of the month with which so many end now. */
function firstDay(now: number, months: number): string {
  const [year = 0, month = 1] = shanghaiDay(now).split('-').map(Number);
  const first = new Date(Date.UTC(year, month - months, 1));
  return first.toISOString().slice(0, 10);
}
