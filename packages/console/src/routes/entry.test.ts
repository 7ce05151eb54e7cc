import { DatabaseSync } from 'node:sqlite';
import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

const CARDS = ['AAAA-1111', 'BBBB-2222'];

async function bought() {
  const opened = await openConsole();
  const { id } = await opened.ledger.execute(
    {
      ...{ kind: 'purchase', idempotencyKey: 'k', request: { goods_id: 1 }, amount: parseMoney(5) },
      goods: { name: '月卡', specification: null, quantity: 2 },
    },
    async () => ({
      ...{ state: 'completed', result: { cards: CARDS.join('\n') }, delivered: 2, charged: parseMoney(7) },
      evidence: { answer: `your cards: ${CARDS[0]}` },
    }),
  );
  return { ...opened, id, ...(await opened.enter()) };
}

describe('the cards of an entry', () => {
  it('are nowhere in its page until they are asked for', async () => {
    const { get, id } = await bought();
    const { text } = await get(`ledger/${id}`);
    for (const card of CARDS) expect(text).not.toContain(card);
    expect(text).toContain('2 cards');
    const shown = await get(`ledger/${id}?cards=shown`);
    for (const card of CARDS) expect(shown.text).toContain(card);
  });

  it('are told one at a time to the copy button, as they were delivered', async () => {
    const { get, id } = await bought();
    expect(await get(`ledger/${id}/cards/2`)).toMatchObject({ status: 200, text: 'BBBB-2222' });
    expect((await get(`ledger/${id}/cards/3`)).status).toBe(404);
  });

  it('are marked as used, and as unused after all', async () => {
    const { get, post, id, ledger } = await bought();
    await post(`ledger/${id}/mark`, { card: '2', used: 'yes' });
    expect((await ledger.get(id))?.used).toEqual([2]);
    expect((await get(`ledger/${id}`)).text).toContain('Marked as used.');
    await post(`ledger/${id}/mark`, { card: '2', used: 'no' });
    expect((await ledger.get(id))?.used).toEqual([]);
    await post(`ledger/${id}/mark`, { card: '9', used: 'yes' });
    expect((await get(`ledger/${id}`)).text).toContain('holds no such card');
  });
});

describe('the page of an entry', () => {
  it('tells what happened, in order, and that more was charged than agreed', async () => {
    const { get, id } = await bought();
    const { text } = await get(`ledger/${id}`);
    const steps = [
      'Written down, budget reserved',
      'Sent to the shop',
      'The outcome was recorded',
      'The account was suspended',
    ];
    const places = steps.slice(0, 3).map((step) => text.indexOf(step));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain('¥5.00 were agreed and ¥7.00 were charged. Ask the shop for the difference');
  });

  it('has a button that finds out what became of an unknown one, and says so', async () => {
    const { ledger, enter } = await openConsole();
    const wish = {
      kind: 'purchase',
      idempotencyKey: 'k',
      request: { goods_id: 1, sub_id: 11, quantity: 1, max_total: '9' },
    };
    await ledger
      .execute({ ...wish, amount: parseMoney(5) }, async () => {
        throw new KamikitError('no answer', { code: 'outcome_unknown', outcome: 'unknown' });
      })
      .catch(() => {});
    const [entry] = (await ledger.list()).entries;
    const { get, post } = await enter();
    const { text } = await get(`ledger/${entry?.id}`);
    expect(text).toContain('>Find out what happened</button>');
    expect(text).toContain('so it counts as spent. Press “Find out what happened”');
    expect((await post(`ledger/${entry?.id}/reconcile`)).status).toBe(303);
    expect((await get(`ledger/${entry?.id}`)).text).toMatch(/The shop was asked\./);
  });

  it('tells what our libraries advise in the language of the page, where it is known there', async () => {
    const advice = 'Look at the shop.';
    const { ledger, enter } = await openConsole({
      parts: { language: 'zh', translate: (said) => (said === advice ? '请查看店铺。' : null) },
    });
    const wish = { kind: 'purchase', request: {}, amount: parseMoney(5) };
    const { id } = await ledger.execute({ ...wish, idempotencyKey: 'a' }, async () => ({
      state: 'failed',
      advice,
    }));
    const { get } = await enter();
    expect((await get(`ledger/${id}`)).text).toContain('请查看店铺。');
  });

  it('that a hand at the file has broken says so, as the list does, and has nothing to find out', async () => {
    const { ledger, path, enter } = await openConsole();
    const wish = { kind: 'purchase', idempotencyKey: 'k', request: {}, amount: parseMoney(5) };
    const { id } = await ledger.execute(wish, async () => ({ state: 'pending' }));
    const { get } = await enter();
    expect((await get(`ledger/${id}`)).text).toContain('>Find out what happened</button>');
    const file = new DatabaseSync(path);
    file.exec("update entries set request = '{'");
    file.close();
    for (const page of ['ledger', `ledger/${id}`])
      expect((await get(page)).text).toMatch(/<span class="badge bad"><svg.*?<\/svg>Damaged<\/span>/);
    const { text } = await get(`ledger/${id}`);
    expect(text).toContain('cannot be read: request');
    expect(text).not.toContain('>Find out what happened</button>');
  });

  it('that is not there says so', async () => {
    const { get } = await bought();
    expect(await get('ledger/nothing')).toMatchObject({
      status: 404,
      text: expect.stringContaining('no such entry'),
    });
  });
});
