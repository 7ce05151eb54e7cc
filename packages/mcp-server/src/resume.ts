import { entryKinds } from './entry-kinds.ts';
import { reconcileEntry } from './reconcile.ts';
import type { Services } from './services.ts';

// A start is no time for a long round; whatever else is open can be asked for by hand.
const AT_MOST = 20;

/**
 * Takes up what an earlier process left open, newest first: an entry whose number the upstream knows can be settled
 * without a person. One that fails stays as it was.
 */
export async function resumeOpenEntries(services: Services, signal: AbortSignal): Promise<void> {
  const ledger = await services.ledger();
  for (const state of ['unknown', 'pending'] as const) {
    const { entries } = await ledger.list({ state, perPage: AT_MOST });
    for (const entry of entries) {
      if (entry.reference === null || entryKinds[entry.kind]?.settlesByReference !== true) continue;
      await reconcileEntry(entry.id, services, signal).catch((error) =>
        services.log('info', 'entry stays open', { entry: entry.id, reason: String(error) }),
      );
    }
  }
}
