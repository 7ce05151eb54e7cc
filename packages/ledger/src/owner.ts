import { randomUUID } from 'node:crypto';
import { ownerHost } from './owner-host.ts';
import type { EntryRow } from './schema.ts';

// A new process can get a dead one's pid; it cannot get its token.
const self = { owner_host: ownerHost(), owner_pid: process.pid, owner_token: randomUUID() };

/** The columns that say which process an entry belongs to. */
export type Owner = Pick<EntryRow, 'owner_host' | 'owner_pid' | 'owner_token'>;

export function currentOwner(): Owner {
  return self;
}

/** Whether the process that holds the entry is gone, or has held it for longer than its lease. */
export function isAbandoned(row: Owner & Pick<EntryRow, 'lease_until_ms'>, nowMs: number): boolean {
  if (row.lease_until_ms <= nowMs) return true;
  if (row.owner_host !== self.owner_host || row.owner_token === self.owner_token) return false;
  return row.owner_pid === self.owner_pid || !isRunning(row.owner_pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else. Only ESRCH says that it is gone (kill(2)).
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
