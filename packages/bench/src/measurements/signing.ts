import { hash } from 'node:crypto';
import { canonicalize, type SignableFields, sign } from '@kamikit/signing';
import { type Measure, pairs } from '../figure.ts';
import { inTurns } from '../rounds.ts';

const SECRET = '8F3A2C9D1E7B6A54';
const ROUNDS = 50;
const CALLS = 20_000;

/** What the supplier's API is really asked, with its form values as text. */
const requests: Readonly<Record<string, SignableFields>> = {
  items: {},
  item: { id: '4211' },
  trade: {
    sku_id: '12',
    quantity: '2',
    trade_no: '280000000001795206088944',
    async_url: 'https://shop.example/notify/280000000001795206088944',
    account: 'buyer@example.com',
    game_region: '华东一区',
    remark: '请尽快发货',
  },
  notification: {
    status: '1',
    contents: 'CARD-LATE----pw+1%\nline2 & <b>x</b> 中文',
    item_trade_no: '280000000001795206088944',
    trade_no: '261121889859015349845999',
    amount: '1.00',
    trade_time: '2026-11-21 04:21:28',
  },
};

// Read at the end, so that nothing is left out as unused.
let length = 0;

/** Calls a second. */
async function rate(call: () => string): Promise<number> {
  const began = process.hrtime.bigint();
  for (let count = 0; count < CALLS; count += 1) length += call().length;
  return CALLS / (Number(process.hrtime.bigint() - began) / 1e9);
}

/** `sign` beside MD5 alone of the same base strings. */
export const measure: Measure = async () => {
  const figures = [];
  for (const [name, fields] of Object.entries(requests)) {
    const base = canonicalize(fields, SECRET);
    const runs = await inTurns(
      ROUNDS,
      { sign: () => rate(() => sign(fields, SECRET)), hash: () => rate(() => hash('md5', base)) },
      10,
    );
    figures.push({
      what: `\`sign\` of a request (${name})`,
      unit: 'a second' as const,
      ...pairs(runs.sign, { what: 'MD5 alone of the same text', values: runs.hash }, true),
      target: { of: 'ratio' as const, least: 0.5 },
    });
  }
  if (length === 0) throw new Error('nothing was signed');
  return figures;
};
