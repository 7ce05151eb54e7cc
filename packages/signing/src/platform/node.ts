import { hash } from 'node:crypto';

// Whatever knows `node:crypto` and `Buffer`. A bundle for other engines takes portable.ts in its place.

/** Lower-case hex; text is hashed as UTF-8. MD5 because the protocol demands it. */
export function md5(data: string | Uint8Array): string {
  return hash('md5', data);
}

/** One character per byte; text as UTF-8. */
export function toByteString(data: string | Uint8Array): string {
  return Buffer.from(data).toString('latin1');
}

export function fromByteString(bytes: string): Uint8Array {
  return Buffer.from(bytes, 'latin1');
}
