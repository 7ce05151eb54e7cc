import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { jobCommands } from '../messages/job-commands.en.ts';
import { readTable } from './read-table.ts';

const CARD = { goods_id: '1', sub_id: '11', quantity: '2', max_total: '60' };

function read(text: string | Buffer) {
  const path = join(temporaryFolder(), 'items');
  writeFileSync(path, text);
  return readTable(path, jobCommands);
}

it.each([
  ['CSV', 'goods_id,sub_id,quantity,max_total\n1,11,2,60\n'],
  ['with a byte order mark and CRLF', '\uFEFFgoods_id,sub_id,quantity,max_total\r\n1,11,2,60\r\n'],
  ['with quoted fields and blanks', ' "Goods ID" , sub_id,quantity,max_total\n"1", 11 ,"2",60\n\n , , ,\n'],
  ['with full-width letters and digits', 'ｇｏｏｄｓ＿ｉｄ,sub_id,quantity,max_total\n１,１１,２,６０\n'],
  ['with Chinese headings', '商品编号,规格编号,数量,最高总价\n1,11,2,60\n'],
])('a table is read: %s', async (_what, text) => {
  expect(await read(text)).toEqual({ items: [{ line: 2, item: CARD }], wrong: [] });
});

it.each([
  ['the same name', 'goods_id,quantity,Quantity', 'quantity'],
  ['a Chinese name of it', '商品编号,数量,quantity', 'quantity'],
  ['one field of the shop', 'sku_id,fields.QQ,fields.QQ', 'fields.QQ'],
])('a table with two columns of one kind is none: %s', async (_what, heading, column) => {
  await expect(read(`${heading}\n1,1,5\n`)).rejects.toThrow(`two columns are named ${column}`);
});

it.each(['1²', '②', '1½'])('a number that is none in its cell becomes none: %s', async (quantity) => {
  const { items } = await read(`goods_id,quantity\n1,${quantity}\n`);
  expect(items).toMatchObject([{ item: { quantity } }]);
});

it('a table that Excel saved in GB 18030 is read', async () => {
  // 商品编号,数量,最高总价 in GB 18030.
  const heading = Buffer.from('c9ccc6b7b1e0bac52ccafdc1bf2cd7eeb8dfd7dcbcdb0a', 'hex');
  const { items } = await read(Buffer.concat([heading, Buffer.from('1,2,60\n')]));
  expect(items).toEqual([{ line: 2, item: { goods_id: '1', quantity: '2', max_total: '60' } }]);
});

it('what is filled in at the shop keeps the shop’s names', async () => {
  const { items } = await read('sku_id,quantity,max_total,fields.QQ 号\n11,1,14,10001\n');
  expect(items).toMatchObject([{ item: { sku_id: '11', fields: { 'QQ 号': '10001' } } }]);
});

it('lines of JSON are read, and each that is none is named', async () => {
  const { items, wrong } = await read(
    `${JSON.stringify(CARD)}\n{"goods_id":\n\n[1]\n${JSON.stringify(CARD)}`,
  );
  expect(items.map(({ line }) => line)).toEqual([1, 5]);
  expect(wrong).toEqual([
    { line: 2, what: 'it is no JSON object' },
    { line: 4, what: 'it is no JSON object' },
  ]);
});

it('a line with too many cells and a quote that is never closed are named by their numbers', async () => {
  const heading = 'goods_id,sub_id,quantity,max_total\n';
  expect((await read(`${heading}1,11,2,60\n1,11,2,60,9\n`)).wrong).toEqual([
    { line: 3, what: '5 cells for 4 columns' },
  ]);
  expect((await read(`${heading}1,11,2,60\n"1,11,2,60\n`)).wrong).toMatchObject([
    { what: 'a quoted field is not closed' },
  ]);
});

it('a table without the columns of an item says so, and so does a file that is not there', async () => {
  await expect(read('name,price\nx,1\n')).rejects.toThrow(/must name the columns.*name, price/);
  await expect(readTable('/nowhere/x.csv', jobCommands)).rejects.toThrow(/cannot be read \(ENOENT\)/);
});
