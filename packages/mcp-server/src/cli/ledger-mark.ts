import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import { type DeliveredCard, deliveredCards } from '@kamikit/spending';
import { viewMarks } from '../views/marks-view.ts';
import { UsageError } from './command.ts';
import { entryWithId } from './entry-with-id.ts';
import type { OnLedger } from './ledger.ts';
import { cutToWidth } from './text-width.ts';

export function markCommand(onLedger: OnLedger): CommandUnknownOpts {
  return (
    new Command('mark')
      // Without [options], which follow anyway, it fits 50 columns.
      .usage('<id> [cards...]')
      .description('notes which delivered cards of an entry are used')
      .argument('<id>', 'its id, or the first 4 or more characters of it')
      .argument('[cards...]', 'each by its number, the first is 1, or as delivered; by default all')
      .option('--unused', 'they are not used after all')
      .action(async (id, cards, { unused = false }) => {
        // A variable that a script left empty names no card, and naming none means all.
        if (cards.some((card) => card.trim() === '')) throw new UsageError('a card cannot be empty');
        await onLedger(async ({ ledger, services, stdout, print }) => {
          const before = await entryWithId(ledger, id);
          const marked = { used: !unused, ...(cards.length > 0 && { cards }) };
          const after = await services.spender.markCards(before.id, marked);
          const was = new Set(before.used);
          const changed = deliveredCards(after).filter(({ number, used }) => used !== was.has(number));
          const isSealed = services.config.reveal === 'sealed';
          print(
            changed.length === 0
              ? 'Nothing changed: they were marked so before.\n'
              : table(changed, isSealed, stdout.isTTY ? stdout.columns : undefined),
          );
          const { used, unused: left } = viewMarks(after);
          print(`${after.id}  used: ${used}  unused: ${left}\n`);
          return 0;
        });
      })
  );
}

/** A line for each card that changed; sealed ones are told by their numbers alone. */
function table(cards: readonly DeliveredCard[], isSealed: boolean, width = Number.POSITIVE_INFINITY): string {
  const widest = Math.max('card'.length, String(cards.at(-1)?.number).length);
  const line = (number: string, was: string, is: string, code: string) =>
    `${cutToWidth(`${number.padStart(widest)}  ${was.padEnd(6)}  ${is.padEnd(6)}  ${isSealed ? '' : code}`.trimEnd(), width)}\n`;
  return [
    line('card', 'was', 'is', 'code'),
    ...cards.map(({ number, card, used }) =>
      line(String(number), word(!used), word(used), stripInvisible(card).trim()),
    ),
  ].join('');
}

function word(isUsed: boolean): string {
  return isUsed ? 'used' : 'unused';
}
