import type { Ledger, Settlement, Wish } from '../index.ts';
import { type ScratchOptions, scratchFolder, scratchLedger, wish } from './scratch.ts';

export const MINUTE_MS = 60_000;

/** What the owner is shown. */
export const QUOTE = { kind: 'purchase', total: '3' };

/** A wish for three yuan that its owner has to allow. */
export function asked(changes: Partial<Wish> = {}): Wish {
  return wish({ approval: { quote: QUOTE }, evidence: { account: 'shop' }, good: '12/34', ...changes });
}

/** A ledger whose clock a test moves, at noon in Shanghai on a Friday; `open` opens the same file once more. */
export async function clocked(options: ScratchOptions = {}) {
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const path = `${scratchFolder()}/ledger.db`;
  const open = (more: ScratchOptions = {}) =>
    scratchLedger({ path, now: () => clock.ms, ...options, ...more });
  return { clock, path, open, ledger: await open() };
}

/** Says yes and sends, as a program would; gives the entry as it then stands. */
export async function approveAndSend(
  ledger: Ledger,
  id: string,
  shop: { send: (entry: { id: string }) => Promise<Settlement> },
) {
  const { entry, isOurs } = await ledger.approve(id, { by: 'page' });
  return isOurs ? ledger.sendApproved(entry, shop.send) : entry;
}
