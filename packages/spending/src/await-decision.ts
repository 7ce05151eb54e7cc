import { pollUntil } from '@kamikit/core';
import { type EntryState, type ExecutedEntry, entryError, type LedgerEntry } from '@kamikit/ledger';
import type { Parts } from './parts.ts';
import { seenEntry } from './seen-entry.ts';

export interface Waiting {
  maxWaitMs: number;
  signal?: AbortSignal | undefined;
  /** Called after each look, for whoever shows that it waits. */
  onPoll?: ((entry: LedgerEntry, elapsedMs: number) => void) | undefined;
}

const UNDECIDED: readonly EntryState[] = ['awaiting_approval', 'prepared', 'sent'];

/** Looks at the ledger, ever more rarely, until the entry is decided about and answered, or the time is up. */
export async function awaitDecision(
  id: string,
  { maxWaitMs, signal, onPoll }: Waiting,
  parts: Parts,
): Promise<ExecutedEntry> {
  const ledger = await parts.ledger();
  const look = async () => {
    const entry = await seenEntry(id, parts);
    if (!UNDECIDED.includes(entry.state)) return entry;
    // Its time may be over, or whoever sent it may be gone.
    await ledger.recover();
    return (await ledger.get(id)) ?? entry;
  };
  const isDecided = ({ state }: { state: EntryState }) => !UNDECIDED.includes(state);
  const entry = await pollUntil(look, isDecided, parts.timing, {
    maxWaitMs,
    signal,
    ...(onPoll && { onPoll }),
  });
  const error = entryError(entry);
  if (error !== null) throw error;
  return { ...entry, notice: null };
}
