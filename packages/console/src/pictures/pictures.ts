import { createHmac, randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { FetchPicture, Picture } from './fetch-picture.ts';

/** Where pictures come from. */
export interface PictureSources {
  /** The origins of the shops themselves, such as `https://shop.example`. */
  shops(): Promise<readonly string[]>;
  fetchPicture: FetchPicture;
}

/** Pictures of goods, which the browser gets from us: a shop learns neither who looks nor when. */
export interface Pictures {
  /** What stands for the address in our own; only an address that was named so can be asked for. */
  name(address: string): string;
  /** Null where there is none to show. */
  get(name: string): Promise<Picture | null>;
}

const MOST_NAMES = 4_000;
const MOST_KEPT_BYTES = 32 * 1024 * 1024;
const KEPT_MS = 60 * 60_000;
const FAILURE_KEPT_MS = 5 * 60_000;
const MOST_AT_ONCE = 4;
const MOST_WAITING = 64;
const TIME_MS = 8_000;

interface Kept {
  picture: Promise<Picture | null>;
  untilMs: number;
  bytes: number;
}

export function createPictures({ shops, fetchPicture }: PictureSources, now: () => number): Pictures {
  const key = randomBytes(32);
  const addresses = new Map<string, string>();
  const kept = new Map<string, Kept>();
  const atMost = pLimit(MOST_AT_ONCE);

  async function load(address: string): Promise<Picture | null> {
    try {
      const isShops = (await shops()).includes(new URL(address).origin);
      return await fetchPicture(address, isShops, AbortSignal.timeout(TIME_MS));
    } catch {
      // Whatever is wrong with it, the goods are shown without.
      return null;
    }
  }

  function forget(): void {
    let bytes = 0;
    for (const each of kept.values()) bytes += each.bytes;
    for (const [name, each] of kept) {
      if (bytes <= MOST_KEPT_BYTES && kept.size <= MOST_NAMES) return;
      bytes -= each.bytes;
      kept.delete(name);
    }
  }

  return {
    name(address) {
      const name = createHmac('sha256', key).update(address).digest('base64url').slice(0, 24);
      addresses.delete(name);
      addresses.set(name, address);
      for (const oldest of [...addresses.keys()].slice(0, Math.max(addresses.size - MOST_NAMES, 0)))
        addresses.delete(oldest);
      return name;
    },
    async get(name) {
      const found = kept.get(name);
      if (found !== undefined && now() < found.untilMs) return found.picture;
      const address = addresses.get(name);
      if (address === undefined || atMost.pendingCount >= MOST_WAITING) return null;
      const entry: Kept = { picture: atMost(() => load(address)), untilMs: now() + KEPT_MS, bytes: 0 };
      kept.delete(name);
      kept.set(name, entry);
      const picture = await entry.picture;
      if (picture === null) entry.untilMs = now() + FAILURE_KEPT_MS;
      else entry.bytes = picture.bytes.length;
      forget();
      return picture;
    },
  };
}
