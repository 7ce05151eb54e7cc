import { join } from 'node:path';
import type { ConsoleParts } from '@kamikit/console';
import { openLedger } from '@kamikit/ledger';
import { createSpender } from '@kamikit/spending';
import { fillLedger } from '../copied-entries.ts';
import { type Measure, pairs } from '../figure.ts';
import { inTurns } from '../rounds.ts';
import { inScratch } from '../scratch.ts';

const ROUNDS = 21;
const MANY = 100_000;
const FEW = 100;
const BASE = 'http://127.0.0.1:4000';
// As it is built: Node reads no TSX.
const CONSOLE = new URL('../../../console/dist/index.js', import.meta.url).href;

async function open(path: string, size: number) {
  await fillLedger({ path }, size);
  const ledger = await openLedger({ path });
  const parts: ConsoleParts = {
    ...{ ledger: async () => ledger, spender: createSpender({ ledger }), language: 'en', now: Date.now },
    ...{ clean: (text) => text, redact: (text) => text, accounts: async () => [] },
    catalogue: { sources: [], find: async () => ({ goods: [], total: 0 }), pictureOf: async () => null },
    pictures: { shops: async () => [], fetchPicture: () => Promise.reject(new Error('none')) },
    ...{ doctor: async () => [], formats: { csv: async function* () {}, json: async function* () {} } },
    jobCsv: async function* () {},
  };
  const { createConsole }: typeof import('@kamikit/console') = await import(CONSOLE);
  const page = createConsole(parts);
  const link = page.oneTimeLink(BASE);
  const answer = await page.fetch(new Request(link));
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  async function get(to: string): Promise<number> {
    const began = performance.now();
    const shown = await page.fetch(new Request(new URL(to, new URL('.', link)), { headers: { cookie } }));
    await shown.text();
    if (shown.status !== 200) throw new Error(`${to}: ${shown.status}`);
    return performance.now() - began;
  }
  return { get, lastPage: Math.ceil(size / 25), close: () => ledger.close() };
}

/** How long the owner's page takes over a ledger of many entries, beside one of few. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const many = await open(join(folder, 'many.sqlite'), MANY);
    const few = await open(join(folder, 'few.sqlite'), FEW);
    const pages = (lastPage: number) => ({
      overview: '',
      approvals: 'approvals',
      'first page of the ledger': 'ledger',
      'last page of the ledger': `ledger?page=${lastPage}`,
      'ledger by state and kind': 'ledger?state=completed&kind=purchase',
      'unused cards': 'ledger?unused=1',
      'search in the ledger': 'ledger?q=key-77',
      mandates: 'mandates',
    });
    const figures = [];
    for (const [name, to] of Object.entries(pages(many.lastPage))) {
      const ofFew = Object.entries(pages(few.lastPage)).find(([same]) => same === name)?.[1] ?? to;
      const times = await inTurns(ROUNDS, { many: () => many.get(to), few: () => few.get(ofFew) }, 3);
      figures.push({
        what: `the owner's page: ${name}, of 100,000 entries`,
        unit: 'ms' as const,
        ...pairs(times.many, { what: 'of 100', values: times.few }),
      });
    }
    await Promise.all([many.close(), few.close()]);
    return figures;
  });
