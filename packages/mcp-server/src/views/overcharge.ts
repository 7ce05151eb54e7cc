import type { Charge } from '@kamikit/ledger';

/** What an answer about an entry says before anything else where more was charged than agreed. */
export function overchargeWarning(entry: (Charge & { overcharged: boolean }) | null): { warning?: string } {
  if (!entry?.overcharged) return {};
  return {
    warning: `Overcharged: ${entry.agreed} yuan were agreed, ${entry.charged} were charged. Tell the user this first. Nothing more can be spent with this account until the owner lifts that with “kamikit resume”.`,
  };
}
