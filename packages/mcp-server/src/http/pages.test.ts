import { describe, expect, it, vi } from 'vitest';
import { openServed } from '../../test/served.ts';

/** An owner called olga, as she is added, who opens a page of her own. */
async function openPages() {
  const served = await openServed();
  const { ask, tokenOf } = served;
  const linkFor = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const { link } = Object(await (await ask('/page-link', { method: 'POST', headers })).json());
    return new URL(String(link));
  };
  const open = async ({ pathname, search }: URL) => {
    const cookie = (await ask(`${pathname}${search}`)).headers.get('set-cookie')?.split(';')[0] ?? '';
    return async () => (await ask(pathname.replace(/enter$/, ''), { headers: { cookie } })).status;
  };
  return { ...served, ...{ linkFor, open }, addOlga: () => tokenOf('olga', { role: 'owner' }) };
}

describe('an owner who is revoked and added again under the same name, before anybody looks', () => {
  it('begins without sessions of the page: those of before have ended', async () => {
    const { ledger, linkFor, open, addOlga } = await openPages();
    const look = await open(await linkFor(await addOlga()));
    expect(await look()).toBe(200);
    await ledger.revokePerson('olga', 'test');
    await addOlga();
    expect(await look()).toBe(404);
  });

  it('and so are the links of before that nobody has opened, and the page that a new link opens', async () => {
    const { ledger, linkFor, open, addOlga } = await openPages();
    const token = await addOlga();
    const [look, unopened] = [await open(await linkFor(token)), await linkFor(token)];
    await ledger.revokePerson('olga', 'test');
    const lookAnew = await open(await linkFor(await addOlga()));
    expect([await look(), await (await open(unopened))(), await lookAnew()]).toEqual([404, 404, 200]);
  });
});

it('for strangers who ask for anything nobody is looked up in the ledger', async () => {
  const { ask, ledger, linkFor, open, addOlga } = await openPages();
  const look = await open(await linkFor(await addOlga()));
  const people = vi.spyOn(ledger, 'people');
  for (const path of ['/', '/enter', '/ledger']) await ask(path);
  expect(people).not.toHaveBeenCalled();
  expect(await look()).toBe(200);
  expect(people).toHaveBeenCalled();
});

it('two links of one owner open one page', async () => {
  const { linkFor, open, addOlga } = await openPages();
  const token = await addOlga();
  const [one, other] = await Promise.all([linkFor(token), linkFor(token)]);
  expect(one.pathname).toBe(other.pathname);
  const looks = [await open(one), await open(other)];
  expect(await Promise.all(looks.map((look) => look()))).toEqual([200, 200]);
});
