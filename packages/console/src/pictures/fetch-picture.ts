import type { LookupAddress } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { pictureType } from './picture-type.ts';
import { isPublicAddress } from './public-address.ts';

export interface Picture {
  type: string;
  bytes: Buffer;
}

/** Fetches a picture; rejects with why not. */
export type FetchPicture = (address: string, isShops: boolean, signal: AbortSignal) => Promise<Picture>;

export const MOST_PICTURE_BYTES = 2 * 1024 * 1024;

/**
 * Gets pictures from wherever a catalogue says that they are. Its words must not reach into this machine or its network
 * (SSRF): the name is looked up here and connected to by the address that was looked at, so that it cannot mean another one
 * a moment later. A shop's own address may be anything: its owner configured it. Redirects are not followed.
 */
export function pictureFetcher(resolve: (name: string) => Promise<LookupAddress[]> = resolveAll): {
  fetchPicture: FetchPicture;
  close(): Promise<void>;
} {
  const lookup: LookupFunction = (name, options, callback) => {
    resolve(name).then(
      (found) => {
        const [first, ...more] = found.filter(({ address }) => isPublicAddress(address));
        if (first === undefined || more.length + 1 < found.length)
          callback(new Error(`${name} is no public address`), '', 0);
        else if (options.all) callback(null, [first, ...more]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(Object.assign(error, { code: 'ENOTFOUND' }), '', 0),
    );
  };

  const common = { connections: 4, keepAliveTimeout: 1_000 };
  const anywhere = new Agent(common);
  const publicOnly = new Agent({ ...common, connect: { lookup } });

  return {
    async fetchPicture(address, isShops, signal) {
      const url = new URL(address);
      if (!isShops) assertPublic(url);
      const { statusCode, body } = await request(url, {
        dispatcher: isShops ? anywhere : publicOnly,
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
      await Promise.all([anywhere.destroy(), publicOnly.destroy()]);
    },
  };
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
