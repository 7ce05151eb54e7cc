import { MockAgent } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { connectHost, startTestSandbox } from '../../test/host.ts';
import { compactText } from '../views/compact-text.ts';

afterEach(() => void vi.restoreAllMocks());

const page = z
  .object({
    data: z.array(z.object({ id: z.number(), name: z.string() }).loose()),
    has_more: z.boolean(),
    total: z.number(),
  })
  .loose();

async function browse() {
  const { environment } = await startTestSandbox();
  const { call } = await connectHost({ environment });
  return async (args: Record<string, unknown>) => page.parse((await call('list_goods', args)).answer);
}

it('list_goods shows the whole catalogue page by page, each product once, a page of 15 in under 6 kB', async () => {
  const list = await browse();
  const ids: number[] = [];
  for (let page = 1, more = true; more; page += 1) {
    const answer = await list({ page });
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_000);
    ids.push(...answer.data.map(({ id }) => id));
    more = answer.has_more;
  }
  expect(ids.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ids).size).toBe(ids.length);
  expect((await list({})).total).toBe(ids.length);
});

it('the text of 15 goods takes at most 2.5 kB, and says all that the structure says', async () => {
  const { environment } = await startTestSandbox();
  const { client } = await connectHost({ environment });
  const { content, structuredContent } = await client.callTool({ name: 'list_goods', arguments: {} });
  const { data } = page.parse(structuredContent);
  const [{ text }] = z.tuple([z.object({ text: z.string() })]).parse(content);
  expect(data).toHaveLength(15);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_500);
  expect(text).toBe(compactText(Object(structuredContent)));
});

it('list_goods finds by a Chinese word', async () => {
  const list = await browse();
  const { data, total } = await list({ search: '音乐' });
  expect(total).toBeGreaterThan(0);
  expect(data.every(({ name }) => name.includes('音乐'))).toBe(true);
});

it('a page beyond the last is empty, and says so and what to do', async () => {
  const list = await browse();
  for (const args of [{}, { sort: 'price_asc' }])
    expect(await list({ ...args, page: 1000 })).toMatchObject({
      ...{ data: [], has_more: false, next: expect.stringContaining('past the last page') },
    });
});

describe('a search that finds nothing says what would find more', () => {
  it.each([
    ['腾讯视频月卡', /“腾讯视频” \(2\).*“月卡” \(\d+\)/],
    ['腾讯视频 月卡', /“腾讯视频” \(2\).*“月卡” \(\d+\)/],
    ['没有这种东西', /Try a shorter or another word/],
    ['鬱', /Try a shorter or another word/],
  ])('%s', async (search, next) => {
    const list = await browse();
    const answer = await list({ search });
    expect(answer).toMatchObject({ data: [], total: 0, next: expect.stringMatching(next) });
    const [, part] = /“([^”]+)” \(2\)/.exec(String(answer.next)) ?? [];
    if (part !== undefined) expect((await list({ search: part })).total).toBe(2);
  });

  it('and no more than ten requests more, whatever is searched for', async () => {
    const { sandbox, environment } = await startTestSandbox();
    const { call } = await connectHost({ environment });
    await call('list_goods', { search: '鬱'.repeat(100) });
    await call('list_goods', { search: '鬱 '.repeat(50) });
    expect(sandbox.state().counts.storefront?.list_goods).toBeLessThanOrEqual(2 + 2 * 10);
  });

  it('within five seconds in all, or says so plainly', async () => {
    const { sandbox, environment } = await startTestSandbox();
    const { call } = await connectHost({ environment });
    const late = new AbortController();
    const slow = {
      upstream: 'storefront',
      operation: 'list_goods',
      kind: 'delay_ms',
      ms: 3_600_000,
    } as const;
    const real = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      if (ms !== 5_000) return real(ms);
      sandbox.addFault({ ...slow, times: 10, when: 'before' });
      return late.signal;
    });
    const called = call('list_goods', { search: '腾讯视频 月卡' });
    await expect.poll(() => sandbox.state().counts.storefront?.list_goods).toBe(3);
    late.abort(new DOMException('late', 'TimeoutError'));
    expect(await called).toMatchObject({
      isError: false,
      answer: { data: [], next: 'Nothing matches. Try a shorter or another word.' },
    });
  });

  it('and fails for no shop that does not tell', async () => {
    const { sandbox, environment } = await startTestSandbox();
    const { call } = await connectHost({ environment });
    const fault = { upstream: 'storefront', operation: 'list_goods', kind: 'html' } as const;
    sandbox.addFault({ ...{ upstream: 'storefront', operation: 'list_goods', kind: 'delay_ms' }, ms: 0 });
    sandbox.addFault({ ...fault, times: 20 });
    expect(await call('list_goods', { search: '没有这种东西' })).toMatchObject({
      ...{ isError: false, answer: { data: [], next: expect.stringContaining('Nothing matches') } },
    });
  });

  it('or which filter to leave out', async () => {
    const list = await browse();
    expect(await list({ search: '音乐', type: 99 })).toMatchObject({
      next: expect.stringContaining('Leaving out group_id and type'),
    });
    expect(await list({ group_id: 99 })).toMatchObject({ next: expect.stringContaining('group_id') });
  });
});

describe('goods by price', () => {
  const lowest = ({ subs }: Record<string, unknown>) =>
    Math.min(...(subs as Array<{ price: string }>).map(({ price }) => Number(price)));

  it.each([
    ['price_asc', 1],
    ['price_desc', -1],
  ] as const)('sorted by %s, on pages, each once', async (sort, direction) => {
    const list = await browse();
    const all = (await list({ per_page: 100 })).data.map(({ id }) => id);
    const pages = [await list({ sort, per_page: 40 }), await list({ sort, per_page: 40, page: 2 })];
    const goods = pages.flatMap(({ data }) => data);
    expect(pages.map(({ has_more }) => has_more)).toEqual([true, false]);
    expect(new Set(goods.map(({ id }) => id))).toEqual(new Set(all));
    const prices = goods.map(lowest);
    expect(prices).toEqual([...prices].sort((a, b) => direction * (a - b)));
  });

  it('of at most a price, with the rest of the filter', async () => {
    const list = await browse();
    const { data, total } = await list({ search: '会员', price_max: '12.8' });
    expect(total).toBeGreaterThan(0);
    expect(data.every((goods) => lowest(goods) <= 12.8 && goods.name.includes('会员'))).toBe(true);
    const dearer = await list({ search: '会员', sort: 'price_asc', per_page: 100 });
    expect(dearer.data.filter((goods) => lowest(goods) <= 12.8)).toHaveLength(total);
  });

  it('below the cheapest there is none, and the answer says what that costs', async () => {
    const list = await browse();
    expect(await list({ search: '腾讯视频', price_max: 0.01 })).toMatchObject({
      ...{
        data: [],
        total: 0,
        next: expect.stringMatching(/at most 0\.01 yuan; the cheapest costs [\d.]+\./),
      },
    });
  });

  it('of more than 1,000 goods says that it has not seen them all', async () => {
    const rows = (page: number) =>
      Array.from({ length: 100 }, (_, at) => ({
        id: page * 100 + at,
        name: '商品',
        price: 5000 - page,
        subs: [],
      }));
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    let asked = 0;
    dispatcher
      .get('https://shop.example')
      .intercept({ path: () => true })
      .reply(() => {
        asked += 1;
        const data = { current_page: asked, per_page: 100, total: null, data: rows(asked) };
        return { statusCode: 200, data: JSON.stringify({ success: true, message: '', data }) };
      })
      .persist();
    const environment = { KAMIKIT_STOREFRONT_URL: 'https://shop.example', KAMIKIT_STOREFRONT_API_KEY: 'key' };
    const { call } = await connectHost({ environment, outside: { dispatcher } });
    expect((await call('list_goods', { sort: 'price_asc' })).answer).toMatchObject({
      ...{ total: 1000, notice: expect.stringContaining('first 1000') },
      data: expect.arrayContaining([expect.objectContaining({ price: '4990' })]),
    });
    expect(asked).toBe(11);
  });
});
