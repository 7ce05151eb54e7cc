import type { Ledger } from '@kamikit/ledger';
import type { JobWish, Spender } from '@kamikit/spending';
import { CronExpressionParser } from 'cron-parser';
import type { Errand } from './errand.ts';

/** When to restock, and what: read anew each time. */
export interface RestockSchedule {
  /** Its name for all instances: two that have the same buy once. */
  name: string;
  /** Five fields, as cron has them, in Shanghai's time. */
  cron: string;
  items(): Promise<JobWish['items']>;
  maxTotal: string;
}

interface RestockParts {
  spender: Pick<Spender, 'startJob'>;
  ledger(): Promise<Pick<Ledger, 'findJob' | 'now'>>;
}

// What was missed by more, because nobody ran, waits for its next time.
const LATE_MS = 60 * 60_000;
const TIME_ZONE = 'Asia/Shanghai';

/** Starts the job of a schedule once each time that it is due, by whichever instance is first; others go on with it. */
export function restockOnTime(
  { name, cron, items, maxTotal }: RestockSchedule,
  { spender, ledger }: RestockParts,
): Errand {
  return {
    name: 'restock',
    everyMs: 30_000,
    async due() {
      const { now, findJob } = await ledger();
      const at = lastTime(cron, now());
      if (now() - at > LATE_MS) return [];
      const key = `restock ${name} ${new Date(at).toISOString()}`;
      return (await findJob(key)) === null ? [key] : [];
    },
    async run(idempotencyKey) {
      const wish = { kind: 'restock', items: await items(), max_total: maxTotal } as const;
      await spender.startJob({ ...wish, idempotencyKey });
    },
  };
}

function lastTime(cron: string, now: number): number {
  // Up to and with this very moment.
  return CronExpressionParser.parse(cron, { currentDate: new Date(now + 1), tz: TIME_ZONE })
    .prev()
    .getTime();
}

/** Whether it says a time. The parser takes six fields as well, of which the first are seconds. */
export function isCron(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5) return false;
  try {
    lastTime(text, 0);
    return true;
  } catch {
    return false;
  }
}
