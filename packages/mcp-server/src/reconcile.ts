import { KamikitError } from '@kamikit/core';
import type { Finding, LedgerEntry } from '@kamikit/ledger';
import { isOfAnotherAccount } from './account.ts';
import { entryKinds } from './entry-kinds.ts';
import { absenceIsProofIn } from './reconcile-grace.ts';
import type { Services } from './services.ts';

/**
 * Finds out what became of an entry whose outcome is open, and records it with its evidence.
 *
 * @throws {KamikitError} `not_found` for an id that the ledger does not hold, or what the upstream answered.
 */
export async function reconcileEntry(
  id: string,
  services: Services,
  signal: AbortSignal,
): Promise<LedgerEntry> {
  const ledger = await services.ledger();
  return ledger.reconcile(id, async (entry) => {
    const kind = entryKinds[entry.kind];
    if (kind === undefined) {
      throw new KamikitError(`Nothing here knows how to look after entries of the kind ${entry.kind}.`, {
        code: 'invalid_request',
        hint: 'Use the version of Kamikit that made the entry.',
      });
    }
    if (isOfAnotherAccount(entry, services.config)) return OF_ANOTHER_ACCOUNT;
    const msToWait = absenceIsProofIn(entry, services.timing);
    return notTooEarly(await kind.reconcile(entry, services, signal), msToWait);
  });
}

const OF_ANOTHER_ACCOUNT: Finding = {
  verdict: 'undecidable',
  evidence: {},
  advice:
    'It was done with another account, or at another address, than is configured now: configure that one again, then reconcile.',
};

/** Whoever heard too early that nothing was bought would buy it twice. */
function notTooEarly(finding: Finding, msToWait: number): Finding {
  if (finding.verdict !== 'not_committed' || msToWait <= 0) return finding;
  const advice = `Nothing of it is to be seen yet, but the upstream may still be at work on it: do not do it again, reconcile this entry in ${Math.ceil(msToWait / 1000)} s.`;
  return { verdict: 'undecidable', evidence: finding.evidence, advice };
}
