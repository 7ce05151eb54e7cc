import type { LedgerEntry } from '@kamikit/ledger';
import { sealCode } from './reveal.ts';

/** Which card an entry is about, by its last characters, or how many it issues of which type; null where it is about none. */
export function cardTitle({ kind, request }: Pick<LedgerEntry, 'kind' | 'request'>): string | null {
  const { code, card_type, count = 1 } = request;
  if (typeof code === 'string') return sealCode(code, 'sealed');
  return kind === 'generate_cards' && typeof card_type === 'string' ? `${count} × ${card_type}` : null;
}
