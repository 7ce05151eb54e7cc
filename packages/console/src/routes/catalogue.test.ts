import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it, vi } from 'vitest';
import type { Catalogue } from '../parts.ts';
import { openConsole } from '../testing/open-console.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const PICTURE = 'https://pictures.example/1.png';

async function opened(given: Partial<Catalogue> = {}) {
  const fetchPicture = vi.fn(async () => ({ type: 'image/png', bytes: PNG }));
  const catalogue: Catalogue = {
    sources: ['storefront', 'supplier'],
    find: async (_, { page }) => ({
      total: 49,
      goods: [
        {
          ...{ id: page, name: '月卡会员', category: '影音', picture: PICTURE },
          specifications: [
            { id: 1, name: '月卡', price: parseMoney('9.9'), stock: 0, stock_text: null },
            { id: 2, name: '年卡', price: parseMoney(99), stock: null, stock_text: '告急' },
          ],
        },
      ],
    }),
    pictureOf: async () => PICTURE,
    ...given,
  };
  const console = await openConsole({
    parts: { catalogue, pictures: { shops: async () => [], fetchPicture } },
  });
  return { ...console, ...(await console.enter()), fetchPicture };
}

describe('the catalogue', () => {
  it('shows what is sold, at what price, and whether there is any', async () => {
    const { get } = await opened();
    const { text } = await get('catalogue?source=supplier&q=a&page=2');
    for (const shown of ['月卡会员', 'from ¥9.90', 'Sold out', '告急', '49 products', 'Page 2 of 3'])
      expect(text).toContain(shown);
    expect(text).toContain('source=supplier&amp;q=a&amp;page=3');
  });

  it('has no address of a shop’s in it: pictures come from us', async () => {
    const { get, fetchPicture } = await opened();
    const { text } = await get('catalogue');
    expect(text).not.toContain('pictures.example');
    const [, src = ''] = /<img src="([^"]+)"/.exec(text) ?? [];
    const picture = await get(src);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      ...{
        'content-type': 'image/png',
        'cache-control': 'private, max-age=3600',
        'x-content-type-options': 'nosniff',
      },
    });
    expect(fetchPicture).toHaveBeenCalledExactlyOnceWith(PICTURE, false, expect.anything());
    expect((await get(`pictures/${encodeURIComponent(PICTURE)}`)).status).toBe(404);
  });

  it('of a shop that cannot be asked says why', async () => {
    const { get } = await opened({
      find: () => Promise.reject(new KamikitError('No answer from the shop.', { code: 'unreachable' })),
    });
    expect(await get('catalogue')).toMatchObject({
      status: 502,
      text: expect.stringContaining('No answer from the shop.'),
    });
  });

  it('tells a fault of ours as one', async () => {
    const { get } = await opened({ find: () => Promise.reject(new TypeError('secret details')) });
    const { status, text } = await get('catalogue');
    expect(status).toBe(500);
    expect(text).not.toContain('secret details');
  });

  it('without a shop says what to do', async () => {
    const { get } = await opened({ sources: [] });
    expect((await get('catalogue')).text).toContain('Run kamikit init');
  });
});

it('what waits for approval is shown with its picture', async () => {
  const { askOwner, get } = await opened();
  const { id } = await askOwner();
  const answer = await get(`pictures/of/${id}`);
  expect(answer.status).toBe(302);
  expect((await get(answer.headers.get('location') ?? '')).headers.get('content-type')).toBe('image/png');
  expect((await get('pictures/of/nothing')).status).toBe(404);
});

it('what waits for approval has no picture while its shop cannot be asked', async () => {
  const { askOwner, get } = await opened({ pictureOf: () => Promise.reject(new Error('no answer')) });
  const { id } = await askOwner();
  expect((await get(`pictures/of/${id}`)).status).toBe(404);
});
