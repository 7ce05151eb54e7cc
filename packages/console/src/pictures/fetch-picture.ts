import type { LookupAddress } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { type ProxySettings, throughProxy } from '@kamikit/core';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { pictureType } from './picture-type.ts';
import { isPublicAddress } from './public-address.ts';

export interface Picture {
  type: string;
  bytes: Buffer;
}

/** Fetches a picture; rejects with why not. */
export type FetchPicture = (address: string, isShops: boolean, signal: AbortSignal) => Promise<Picture>;

export const MOST_PICTURE_BYTES = 2 * 1024 * 1024;

export interface PictureFetcherOptions {
  /** The addresses of a name. */
  resolve?: (name: string) => Promise<LookupAddress[]>;
  proxy?: ProxySettings | undefined;
}

/**
 * Gets pictures from wherever a catalogue says that they are. Its words must not reach into this machine or its network
 * (SSRF): the name is looked up here and connected to by the address that was looked at, so that it cannot mean another one
 * a moment later. A proxy looks names up by itself, and often knows more of them: what this machine knows as its neighbour
 * is refused all the same, and nothing is asked before TLS has shown a certificate for the name. A shop's own address may be
 * anything: its owner configured it. Redirects are not followed.
 */
export function pictureFetcher({ resolve = resolveAll, proxy }: PictureFetcherOptions = {}): {
  fetchPicture: FetchPicture;
  close(): Promise<void>;
} {
  const lookup: LookupFunction = (name, options, callback) => {
    resolve(name).then(
      (found) => {
        const [first] = found;
        if (first === undefined || !areAllPublic(found))
          callback(new Error(`${name} is no public address`), '', 0);
        else if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(Object.assign(error, { code: 'ENOTFOUND' }), '', 0),
    );
  };

  async function assertNoNeighbour(name: string): Promise<void> {
    // Behind a proxy a machine may know no names but its own network's.
    const found = await resolve(name).catch(() => []);
    if (!areAllPublic(found)) throw new Error(`${name} is no public address`);
  }

  const common = { connections: 4, keepAliveTimeout: 1_000 };
  const pinned = { ...common, connect: { lookup } };
  const opened = new Map<string, Dispatcher>();

  function dispatcherFor(url: URL, isShops: boolean): Dispatcher {
    const through = throughProxy(url, proxy);
    const name = `${isShops} ${through !== null}`;
    const options = isShops ? common : pinned;
    const dispatcher =
      opened.get(name) ??
      (through === null ? new Agent(options) : new EnvHttpProxyAgent({ ...options, ...through }));
    opened.set(name, dispatcher);
    return dispatcher;
  }

  return {
    async fetchPicture(address, isShops, signal) {
      const url = new URL(address);
      if (!isShops) {
        assertPublic(url);
        if (proxy) await assertNoNeighbour(url.hostname);
      }
      const { statusCode, body } = await request(url, {
        dispatcher: dispatcherFor(url, isShops),
        headers: { accept: 'image/*' },
        signal,
      });
      const bytes = await readAtMost(body, MOST_PICTURE_BYTES);
      if (statusCode !== 200) throw new Error(`it was answered with ${statusCode}`);
      const type = pictureType(bytes);
      if (type === null) throw new Error('it is no picture');
      return { type, bytes };
    },
    async close() {
      await Promise.all([...opened.values()].map((each) => each.destroy()));
    },
  };
}

function areAllPublic(found: readonly LookupAddress[]): boolean {
  return found.every(({ address }) => isPublicAddress(address));
}

function resolveAll(name: string): Promise<LookupAddress[]> {
  return lookUp(name, { all: true });
}

/** @throws {Error} for what no shop has its pictures at. */
function assertPublic({ protocol, hostname, port }: URL): void {
  // Sockets look up names alone, and not what is an address already.
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:' || port !== '' || (isIP(literal) !== 0 && !isPublicAddress(literal)))
    throw new Error('it is no public address');
}

async function readAtMost(body: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new Error(`it is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
