import { parseMoney } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formats } from './ledger-export.ts';

const entry: LedgerEntry = {
  ...{ id: '7', kind: 'purchase', idempotency_key: 'k', state: 'completed', never_sent: false },
  ...{
    agreed: null,
    charged: null,
    overcharged: false,
    refund_shown: false,
    goods: null,
    used: [],
    unused: null,
  },
  ...{ request: {}, amount: parseMoney('9.5'), reference: 'A1', result: null, evidence: {}, error: null },
  ...{ advice: null, created_at: '2026-11-20T10:00:00+08:00', sent_at: null },
  ...{ person: null, updated_at: '2026-11-20T10:00:00+08:00', quote: null, quote_until: null },
  ...{ decided_by: null, decided_at: null, mandate: null, damaged: null, job: null, job_item: null },
};

/** Reads CSV by the grammar of RFC 4180, character by character. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      while (text[at] !== '"' || text[at + 1] === '"') {
        if (at >= text.length) throw new Error('a quoted cell has no end');
        if (text[at] === '"') at += 1;
        cell += text[at];
        at += 1;
      }
      at += 1;
    } else {
      while (at < text.length && !',\r\n"'.includes(text.charAt(at))) {
        cell += text[at];
        at += 1;
      }
    }
    rows.at(-1)?.push(cell);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      if (at < text.length) rows.push([]);
    } else throw new Error(`neither a comma nor the end of a line at ${at}`);
  }
  return rows;
}

const pieces = fc.constantFrom(
  ',',
  '"',
  '""',
  '\r\n',
  '\n',
  '\r',
  '\t',
  '=',
  '+',
  '-',
  '@',
  '＝',
  "'",
  ' ',
  'a',
  '卡',
  ';',
  '\ufeff',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
  fc.string({ unit: 'grapheme' }),
);

it('whatever was bought and said stands in one row each, is read back, and begins like no formula', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ name: text, advice: text, key: text }), { maxLength: 4 }),
      async (said) => {
        async function* entries() {
          for (const { name, advice, key } of said)
            yield {
              ...entry,
              advice,
              idempotency_key: key,
              goods: { name, specification: null, quantity: 1 },
            };
        }
        const file = (await Array.fromAsync(formats.csv(entries()))).join('');
        expect(file.startsWith('\uFEFF')).toBe(true);
        const [names = [], ...rows] = readCsv(file.slice(1));
        expect(rows).toHaveLength(said.length);
        for (const [at, row] of rows.entries()) {
          expect(row).toHaveLength(names.length);
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
          const read = (name: string) => row[names.indexOf(name)]?.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '');
          const { name, advice, key } = said[at] ?? {};
          // A text that began with the mark itself loses it, too: nobody can tell them apart.
          const bare = (value = '') => value.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '');
          expect([read('name'), read('advice'), read('idempotency_key')]).toEqual(
            [name, advice, key].map(bare),
          );
        }
      },
    ),
  );
});
