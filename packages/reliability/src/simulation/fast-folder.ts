import { tmpdir } from 'node:os';

/** In memory where the machine has such a folder: nothing here is about how fast a disk is. */
export function fastFolder(): string {
  return process.platform === 'linux' ? '/dev/shm' : tmpdir();
}
