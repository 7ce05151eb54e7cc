import { isKind } from '@kamikit/spending';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';

/** What people call a kind of entry; one of another version is called what it calls itself. */
export function kindName(kind: string, { kinds }: LedgerCommand): string {
  return isKind(kind) ? kinds[kind] : kind;
}
