import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import type { CommandMessages } from '../messages/commands.en.ts';
import { goodsTitle } from '../views/goods-title.ts';
import { kindName } from './kind-name.ts';

const DONE = 0;
const FAILED = 1;
export const DECLINED = 3;
const VOID = 4;
export const STILL_OPEN = 5;

/** What became of what its owner decided about; the help of `kamikit approve` tells them. */
export function exitCodeOf({ state, error, sent_at }: LedgerEntry): number {
  switch (state) {
    case 'completed':
      return DONE;
    case 'refused':
      if (error?.code === 'declined') return DECLINED;
      return sent_at === null ? VOID : FAILED;
    case 'failed':
    case 'refunded':
      return FAILED;
    default:
      return STILL_OPEN;
  }
}

/** The same in words. */
export function outcomeText(entry: LedgerEntry, say: CommandMessages): string {
  const { id, kind, state, charged, error, advice } = entry;
  const what = goodsTitle(entry) ?? kindName(kind, say.ledger);
  const lines = [
    say.owner.outcome({ id, what, state: say.ledger.states[state] }),
    ...(charged === null ? [] : [say.owner.charged({ charged })]),
    ...(error === null ? [] : [say.failure.explained(error.code, { said: error.message })]),
    ...(advice === null ? [] : [say.result.advice(state, { said: advice })]),
    ...(deliveredBy(entry) === null ? [] : [say.owner.seeCards({ id })]),
    ...(exitCodeOf(entry) === STILL_OPEN ? [say.owner.seeLater({ id })] : []),
  ];
  return `${stripInvisible(lines.join('\n'))}\n`;
}

/** The same for programs; what was delivered is `kamikit ledger show`'s to tell. */
export function outcomeJson(entry: LedgerEntry) {
  const {
    id,
    kind,
    state,
    goods,
    amount,
    charged,
    reference,
    quote,
    quote_until,
    decided_by,
    error,
    person,
  } = entry;
  return {
    ...{ entry_id: id, kind, state, ...goods, total: amount, charged, reference },
    ...{ person, quote, quote_until, decided_by, created_at: entry.created_at },
    error: error && { code: error.code, message: error.message },
  };
}
