import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import { type DeliveredCard, deliveredCards } from '@kamikit/spending';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { UsageError } from './command.ts';
import { entryWithId } from './entry-with-id.ts';
import type { OnLedger } from './ledger.ts';
import { marksInWords } from './marks-in-words.ts';
import { cutToWidth, padToWidth, widthOf } from './text-width.ts';

export function markCommand(onLedger: OnLedger, say: LedgerCommand): CommandUnknownOpts {
  return (
    new Command('mark')
      // Without [options], which follow anyway, it fits 50 columns.
      .usage('<id> [cards...]')
      .description(say.mark)
      .argument('<id>', say.id)
      .argument('[cards...]', say.cards)
      .option('--unused', say.notUsed)
      .action(async (id, cards, { unused = false }) => {
        // A variable that a script left empty names no card, and naming none means all.
        if (cards.some((card) => card.trim() === '')) throw new UsageError(say.emptyCard);
        await onLedger(async ({ ledger, services, stdout, print }) => {
          const before = await entryWithId(ledger, id, say);
          const marked = { used: !unused, ...(cards.length > 0 && { cards }) };
          const after = await services.spender.markCards(before.id, marked);
          const was = new Set(before.used);
          const changed = deliveredCards(after).filter(({ number, used }) => used !== was.has(number));
          const isSealed = services.config.reveal === 'sealed';
          print(
            changed.length === 0
              ? `${say.unchanged}\n`
              : table(changed, isSealed, say, stdout.isTTY ? stdout.columns : undefined),
          );
          print(`${say.marked({ id: after.id, ...marksInWords(after, say) })}\n`);
          return 0;
        });
      })
  );
}

/** A line for each card that changed; sealed ones are told by their numbers alone. */
function table(
  cards: readonly DeliveredCard[],
  isSealed: boolean,
  { markColumns, markWords }: LedgerCommand,
  width = Number.POSITIVE_INFINITY,
): string {
  const word = (isUsed: boolean) => (isUsed ? markWords.used : markWords.unused);
  const rows = [
    [markColumns.card, markColumns.was, markColumns.is, markColumns.code],
    ...cards.map(({ number, card, used }) => [
      ...[String(number), word(!used), word(used)],
      stripInvisible(card).trim(),
    ]),
  ];
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => widthOf(text)));
  const first = widest(rows.map(([number = '']) => number));
  const second = widest([markColumns.was, ...Object.values(markWords)]);
  const third = widest([markColumns.is, ...Object.values(markWords)]);
  return rows
    .map(([number = '', was = '', is = '', code = '']) => {
      const facts = [padToWidth(number, first, 'start'), padToWidth(was, second), padToWidth(is, third)];
      return `${cutToWidth([...facts, isSealed ? '' : code].join('  ').trimEnd(), width)}\n`;
    })
    .join('');
}
