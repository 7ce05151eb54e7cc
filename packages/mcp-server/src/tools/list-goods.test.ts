import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectHost, startTestSandbox } from '../../test/host.ts';
import { compactText } from '../views/compact-text.ts';

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

it('a page beyond the last is empty and says that there is no more', async () => {
  const list = await browse();
  expect(await list({ page: 1000 })).toMatchObject({ data: [], has_more: false });
});
