import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SupplierClient } from '@kamikit/core';
import { type Figure, type Measure, spread } from '../figure.ts';

/** How much memory a catalogue of 20,000 items takes on its way through the supplier's client. */
export const measure: Measure = async () => {
  const shop = fork(join(import.meta.dirname, '../large-catalogue.ts'), { execArgv: process.execArgv });
  const [{ port, bytes }] = await once(shop, 'message');
  const supplier = new SupplierClient({ url: `http://127.0.0.1:${port}`, apiId: '1', apiKey: 'k' });
  await supplier.items();
  const aliveBefore = alive();
  const grownBefore = process.resourceUsage().maxRSS * 1024;
  const items = await supplier.items();
  const grown = process.resourceUsage().maxRSS * 1024 - grownBefore;
  const kept = alive() - aliveBefore;
  shop.kill();
  await supplier.close();
  const of = `${items.length.toLocaleString('en')} items of a supplier`;
  const json = { what: 'of JSON', ...spread([bytes / 1e6]) };
  const figure = (what: string, size: number): Figure => ({
    what,
    unit: 'MB',
    ours: spread([size / 1e6]),
    beside: { ...json, ratio: size / bytes },
  });
  return [figure(`${of}, kept`, kept), figure(`${of}, by which the process grew at most`, grown)];
};

function alive(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
