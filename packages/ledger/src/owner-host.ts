import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells one place where processes have numbers from another. */
export interface PidPlace {
  /** The machine's, since it started: boot_id of proc(5). */
  boot: string;
  /** The container's: pid_namespaces(7). */
  namespace: string;
}

/**
 * Where a pid of this process means something. A name alone does not say: machines share one, and containers, in each of
 * which the server may be number 1. Who cannot see the other's processes goes by the lease.
 */
export function ownerHost(name = hostname(), place = pidPlace()): string {
  return place === null ? name : `${name} ${place.boot} ${place.namespace}`;
}

/** Null where there is no such thing: containers are Linux's. */
function pidPlace(): PidPlace | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { boot, namespace: readlinkSync('/proc/self/ns/pid') };
  } catch {
    return null;
  }
}
