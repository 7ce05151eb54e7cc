import type { LedgerEntry } from '@kamikit/ledger';
import type { Plan } from './plan.ts';
import { chargedTo, type Tally } from './tallies.ts';

// Amounts are added up as floating-point numbers here.
const TOLERANCE = 0.001;

/** What goes beyond a day's budgets: what its entries count, and what was charged to them. */
export function overBudget(
  tallies: readonly Tally[],
  mayCount: (entry: LedgerEntry) => boolean,
  { dailyBudget, dailyCards }: Plan,
): string[] {
  const counted = tallies.flatMap((tally) =>
    tally.entries.filter(mayCount).map((entry) => ({
      day: (entry.sent_at ?? entry.created_at).slice(0, 10),
      yuan: Number(entry.amount ?? 0),
      charged: chargedTo(entry, tally),
      cards: cardsOf(entry),
    })),
  );
  return [...Map.groupBy(counted, ({ day }) => day)].flatMap(([day, entries]) => {
    const yuan = sum(entries.map((entry) => Math.max(entry.yuan, entry.charged)));
    const cards = sum(entries.map((entry) => entry.cards));
    return [
      ...(dailyBudget !== null && yuan > dailyBudget + TOLERANCE
        ? [`${day}: ${yuan} of ${dailyBudget} yuan`]
        : []),
      ...(dailyCards !== null && cards > dailyCards ? [`${day}: ${cards} of ${dailyCards} cards`] : []),
    ];
  });
}

function cardsOf({ kind, request }: LedgerEntry): number {
  if (kind === 'recharge_card') return 1;
  return kind === 'generate_cards' ? Number(request.count ?? 1) : 0;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
