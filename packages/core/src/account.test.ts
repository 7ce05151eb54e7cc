import { expect, test } from 'vitest';
import { CardsClient, StorefrontClient, SupplierClient } from './index.ts';

const settings = { url: 'https://shop.example/api', id: '10086', key: 'canary-key', account: undefined };
type Settings = { url: string; id: string; key: string; account: string | undefined };

const clients = {
  storefront: ({ url, key, account }: Settings) =>
    new StorefrontClient({ baseUrl: url, apiKey: key, ...(account !== undefined && { account }) }),
  cards: ({ url, key, account }: Settings) =>
    new CardsClient({ baseUrl: url, apiKey: key, ...(account !== undefined && { account }) }),
  supplier: ({ url, id, key, account }: Settings) =>
    new SupplierClient({ url, apiId: id, apiKey: key, ...(account !== undefined && { account }) }),
};
const all = Object.entries(clients);

test.each(all)('%s: the same address and key are the same account, however they are written', (_, open) => {
  const same = open({ ...settings, url: 'https://SHOP.example:443/api/', key: ' canary-key ' });
  expect(same.account).toBe(open(settings).account);
});

test.each([
  'https://shop.example./api',
  'https://shop.example/%61pi/',
  'https://shop.example/other/../api/./',
  'https://shop.example//api//',
])('an address spelt as %s is the same account, and is still known by what it was called before', (url) => {
  for (const [, open] of all) {
    const [plain, odd] = [open(settings), open({ ...settings, url })];
    expect(odd.account).toBe(plain.account);
    expect(plain.formerAccount).toBeNull();
    expect(odd.formerAccount).toEqual(url.includes('..') ? null : expect.stringMatching(/^[0-9a-f]{16}$/));
    expect(odd.formerAccount).not.toBe(plain.account);
  }
});

test('escapes of what needs them are the same in small and large letters, and other than what they stand for', () => {
  const open = (url: string) => clients.storefront({ ...settings, url }).account;
  expect(open('https://shop.example/a%2fb')).toBe(open('https://shop.example/a%2Fb'));
  expect(open('https://shop.example/a%2Fb')).not.toBe(open('https://shop.example/a/b'));
});

test.each([
  ...all.flatMap(([name, open]) => [
    [name, 'address', open, { url: 'https://other.example/api' }] as const,
    [name, 'path', open, { url: 'https://shop.example/other' }] as const,
    [name, 'key', open, { key: 'canary-kez' }] as const,
  ]),
  ['supplier', 'id', clients.supplier, { id: '10087' }] as const,
])('%s: another %s is another account', (_, __, open, change) => {
  expect(open({ ...settings, ...change }).account).not.toBe(open(settings).account);
});

test.each(all)('%s: an account can be given, and otherwise tells nothing of the key', (_, open) => {
  expect(open({ ...settings, account: 'mine' }).account).toBe('mine');
  expect(open(settings).account).toMatch(/^[0-9a-f]{16}$/);
});
