import type { LedgerEntry } from '@kamikit/ledger';
import type { ToolSpender } from '../tools/define-tool.ts';

/** A spender, and the id of the entry that it gave last: whatever goes wrong afterwards can name it. */
export function rememberingLastEntry(spender: ToolSpender): {
  spender: ToolSpender;
  lastEntryId(): string | undefined;
} {
  let last: string | undefined;

  function remembering<Args extends unknown[], Entry extends LedgerEntry>(
    spend: (...args: Args) => Promise<Entry>,
  ): (...args: Args) => Promise<Entry> {
    return async (...args) => {
      const entry = await spend(...args);
      if (entry.state !== 'awaiting_approval') last = entry.id;
      return entry;
    };
  }

  const remembered = {
    ...{ purchase: remembering(spender.purchase), trade: remembering(spender.trade) },
    ...{ use: remembering(spender.use), recharge: remembering(spender.recharge) },
    ...{ delete: remembering(spender.delete), issue: remembering(spender.issue) },
  };
  return { spender: { ...spender, ...remembered }, lastEntryId: () => last };
}
