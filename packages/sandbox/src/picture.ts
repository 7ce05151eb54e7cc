import { crc32, deflateSync } from 'node:zlib';
import type { Reply } from './reply.ts';

const PATH = /^\/assets\/(?:item|sku)\/(\d{1,9})\.png$/;
const SIZE = 96;

/** The picture of an item or a SKU, a colour of its own each; null for any other path. */
export function pictureReply(path: string): Reply | null {
  const [, id] = PATH.exec(path) ?? [];
  if (id === undefined) return null;
  return { status: 200, headers: { 'content-type': 'image/png' }, body: png(Number(id)) };
}

/** A gradient as PNG: eight bits for each of red, green and blue, a filter of none before each row (PNG, 9.2). */
function png(id: number): Buffer {
  const row = 1 + SIZE * 3;
  const pixels = Buffer.alloc(SIZE * row);
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      const colour = colourAt((id * 47) % 360, (x + y) / (2 * SIZE));
      pixels.set(colour, y * row + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(pixels)), chunk('IEND')]);
}

function colourAt(hue: number, part: number): [number, number, number] {
  const channel = (offset: number) => {
    const k = (offset + (hue + 50 * part) / 30) % 12;
    return Math.round(255 * (0.58 - 0.3 * Math.max(-1, Math.min(k - 3, 9 - k, 1)) - 0.12 * part));
  };
  return [channel(0), channel(8), channel(4)];
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
