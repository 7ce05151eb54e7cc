import { describe, expect, it } from 'vitest';
import { connectHost, skipping, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { CARD_WISHES, looseCardService } from '../../test/loose-card-service.ts';
import { ownerOf } from '../../test/owner.ts';

/** The card service behind a host, and one card of two uses. */
async function service(settings: Record<string, string> = {}) {
  const { sandbox, environment } = await startTestSandbox();
  const variables = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder(), ...settings };
  const host = await connectHost({ environment: variables });
  const issued = await host.call('generate_cards', { card_type: 'count', uses: 2, idempotency_key: 'issue' });
  const code = sandbox.state().cards.cards[0]?.code ?? '';
  return { ...host, environment: variables, sandbox, issued, code };
}

async function unknownEntry(call: Awaited<ReturnType<typeof service>>['call']): Promise<string | undefined> {
  const { answer } = await call('list_ledger', { state: 'unknown' });
  return (answer.entries as Array<{ entry_id: string }>)[0]?.entry_id;
}

describe('cards', () => {
  it('are issued, and a repeated call gives the same codes', async () => {
    const { call, issued, code, sandbox } = await service();
    expect(issued.answer).toMatchObject({ codes: [code] });
    const again = await call('generate_cards', { card_type: 'count', uses: 2, idempotency_key: 'issue' });
    expect(again.answer).toEqual(issued.answer);
    expect(sandbox.state().cards.cards).toHaveLength(1);
  });

  it.each([
    [
      { card_type: 'time', duration: 3, duration_unit: 'day' },
      { duration: 3, duration_unit: 'day' },
    ],
    [
      { card_type: 'count', uses: 7 },
      { total_uses: 7, remaining_count: 7 },
    ],
    [
      { card_type: 'point', points: 50, points_per_use: 5 },
      { total_points: 50, points_per_use: 5 },
    ],
  ])('%j are what was asked for', async (wish, card) => {
    const { call } = await service();
    const { answer } = await call('generate_cards', { ...wish, idempotency_key: 'other' });
    const [code] = answer.codes as string[];
    expect(await call('verify_card', { code })).toMatchObject({ answer: { valid: true, card } });
  });

  it('are used once per key, then used up, and usable again when recharged', async () => {
    const { call, code, sandbox } = await service();
    for (const key of ['1', '1', '2']) await call('use_card', { code, idempotency_key: key });
    expect(sandbox.state().cards.uses).toHaveLength(2);
    expect(await call('use_card', { code, idempotency_key: '3' })).toMatchObject({
      answer: { error: { code: 'card_exhausted', outcome: 'not_committed' } },
    });
    expect((await call('verify_card', { code })).answer).toEqual({ valid: false, reason: 'card_exhausted' });
    const recharged = await call('recharge_card', { code, amount: 3, idempotency_key: '4' });
    expect(recharged.answer).toMatchObject({ card: { total_uses: 5, remaining_count: 3 } });
    expect(await call('use_card', { code, idempotency_key: '5' })).toMatchObject({ isError: false });
  });

  it('that have expired or are unknown are an answer, not a failure', async () => {
    const { call, sandbox } = await service();
    const { answer } = await call('generate_cards', {
      ...{ card_type: 'time', duration: 1, duration_unit: 'hour', idempotency_key: 'h' },
    });
    const [code] = answer.codes as string[];
    await call('use_card', { code, idempotency_key: 'u' });
    await fetch(`${sandbox.url}/__sandbox/clock`, { method: 'POST', body: '{"advance_seconds":7200}' });
    expect((await call('verify_card', { code })).answer).toEqual({ valid: false, reason: 'card_expired' });
    expect((await call('verify_card', { code: 'NONE' })).answer).toEqual({
      valid: false,
      reason: 'not_found',
    });
  });

  it('are found exactly by a full code, loosely by a part of one, and page by page', async () => {
    const { call, code } = await service();
    await call('generate_cards', { card_type: 'count', uses: 1, count: 30, idempotency_key: 'many' });
    expect((await call('query_cards', { code })).answer).toMatchObject({ total: 1, cards: [{ code }] });
    expect((await call('query_cards', { page: 2 })).answer).toMatchObject({ total: 31, has_more: false });
    expect((await call('query_cards', { status: 1 })).answer).toMatchObject({ total: 0 });
  });

  it('are deleted for good', async () => {
    const { call, code, sandbox } = await service();
    expect((await call('delete_card', { code })).answer).toEqual({
      ...{ deleted: true, code, entry_id: expect.any(String) },
    });
    expect(sandbox.state().cards.cards).toEqual([]);
    expect(await call('delete_card', { code })).toMatchObject({ answer: { error: { code: 'not_found' } } });
  });

  it('are masked where they are sealed', async () => {
    const { call, issued, code } = await service({ KAMIKIT_REVEAL: 'sealed' });
    for (const shown of [issued, await call('list_ledger'), await call('query_cards')]) {
      expect(JSON.stringify(shown)).not.toContain(code.slice(0, -4));
      expect(JSON.stringify(shown)).not.toContain(code.slice(-5));
    }
  });

  it('cannot be found out letter by letter where they are sealed: only a full code is answered', async () => {
    const { call, code } = await service({ KAMIKIT_REVEAL: 'sealed' });
    const nothing = (await call('query_cards', { code: 'no such code' })).answer;
    const next = 'No card has exactly this code; parts of codes are not answered here.';
    expect(nothing).toEqual({ page: 1, total: 0, has_more: false, cards: [], next });
    const parts = [code.slice(0, 1), code.slice(0, -1), code.slice(1), code.slice(3, 6)];
    for (const part of [...parts, code.toLowerCase()].filter((each) => each !== code))
      expect((await call('query_cards', { code: part })).answer).toEqual(nothing);
    expect((await call('query_cards', { code })).answer).toMatchObject({ total: 1, cards: [{ code }] });
    expect((await call('query_cards', { status: 0 })).answer).toMatchObject({
      total: 1,
      cards: [{ code: `…${code.slice(-4)}` }],
    });
  });
});

it('sealed, a part of a code that the service answers with its card is answered as one that it does not know', async () => {
  const environment = { KAMIKIT_CARDS_API_KEY: 'a-key-of-the-service', KAMIKIT_REVEAL: 'sealed' };
  const dispatcher = looseCardService('WHOLE-CODE-1234');
  const { call } = await connectHost({ environment, outside: { dispatcher, timing: skipping() } });
  for (const [tool, wish] of Object.entries(CARD_WISHES)) {
    const told = await call(tool, { ...wish, code: 'WHOLE-CODE' });
    expect(told).toEqual(await call(tool, { ...wish, code: 'NO-SUCH-CODE' }));
    expect(JSON.stringify(told)).toContain('not_found');
  }
});

describe('a card call whose answer is lost', () => {
  const unknown = { isError: true, answer: { error: { code: 'outcome_unknown', outcome: 'unknown' } } };

  it('used the card once, is never sent again, and is found committed', async () => {
    const { call, code, sandbox } = await service();
    sandbox.addFault({ upstream: 'cards', operation: 'use', kind: 'reset_after' });
    const wish = { code, idempotency_key: 'u' };
    expect(await call('use_card', wish)).toMatchObject(unknown);
    expect(await call('use_card', wish)).toMatchObject(unknown);
    expect(sandbox.state().cards.uses).toHaveLength(1);
    expect(sandbox.state().counts.cards?.use).toBe(1);
    const entry_id = await unknownEntry(call);
    expect((await call('reconcile_ledger', { entry_id })).answer).toMatchObject({ state: 'completed' });
    expect(await call('use_card', wish)).toMatchObject({ answer: { card: { used_count: 1 } } });
  });

  it('that did not use the card is found not committed', async () => {
    const { call, code, pass, sandbox } = await service();
    sandbox.addFault({ upstream: 'cards', operation: 'use', kind: 'reset_before' });
    await call('use_card', { code, idempotency_key: 'u' });
    const entry_id = await unknownEntry(call);
    expect((await call('reconcile_ledger', { entry_id })).answer).toMatchObject({ state: 'unknown' });
    await pass(10 * 60_000);
    expect((await call('reconcile_ledger', { entry_id })).answer).toMatchObject({ state: 'refused' });
  });

  it('that recharged is found by what the card holds now', async () => {
    const { call, code, sandbox } = await service();
    sandbox.addFault({ upstream: 'cards', operation: 'recharge', kind: 'html' });
    expect(await call('recharge_card', { code, amount: 5, idempotency_key: 'r' })).toMatchObject(unknown);
    const entry_id = await unknownEntry(call);
    expect((await call('reconcile_ledger', { entry_id })).answer).toMatchObject({ state: 'completed' });
  });

  it('that issued cards is found by its remark, and brings the codes', async () => {
    const { call, sandbox } = await service();
    sandbox.addFault({ upstream: 'cards', operation: 'generate', kind: 'reset_after' });
    const wish = { card_type: 'count', uses: 1, count: 3, remark: 'for Li', idempotency_key: 'lost' };
    expect(await call('generate_cards', wish)).toMatchObject(unknown);
    const entry_id = await unknownEntry(call);
    const { answer } = await call('reconcile_ledger', { entry_id });
    expect(JSON.stringify(answer.evidence)).not.toContain(sandbox.state().cards.generated.at(-1)?.codes[0]);
    const codes = sandbox.state().cards.generated.at(-1)?.codes;
    expect((await call('generate_cards', wish)).answer).toMatchObject({ codes });
    expect(codes).toHaveLength(3);
  });

  it('that issued nothing stays unknown: no list is documented to be complete', async () => {
    const { call, pass, sandbox } = await service();
    sandbox.addFault({ upstream: 'cards', operation: 'generate', kind: 'reset_before' });
    await call('generate_cards', { card_type: 'count', uses: 1, idempotency_key: 'lost' });
    const entry_id = await unknownEntry(call);
    await pass(10 * 60_000);
    expect((await call('reconcile_ledger', { entry_id })).answer).toMatchObject({ state: 'unknown' });
  });

  it.each(['reset_before', 'reset_after'] as const)(
    'stays unknown after %s when the card was used again under another key before it was looked at',
    async (kind) => {
      const { call, sandbox, code } = await service();
      await call('recharge_card', { code, amount: 5, idempotency_key: 'r' });
      sandbox.addFault({ upstream: 'cards', operation: 'use', kind });
      await call('use_card', { code, idempotency_key: 'lost' });
      await call('use_card', { code, idempotency_key: 'another' });
      const entry_id = await unknownEntry(call);
      expect((await call('reconcile_ledger', { entry_id })).answer).toMatchObject({
        ...{ state: 'unknown', next: expect.stringContaining('There is no telling') },
      });
    },
  );
});

it('sealed, a card that there is can be recharged, and used', async () => {
  const { call, code } = await service({ KAMIKIT_REVEAL: 'sealed' });
  for (const [tool, wish] of [
    ['recharge_card', { amount: 3 }],
    ['use_card', {}],
  ] as const)
    expect((await call(tool, { code, ...wish, idempotency_key: tool })).isError).toBe(false);
});

it('a card that was used without anybody having seen the answer is not used again, and that is told', async () => {
  const { call, code, environment, sandbox } = await service();
  sandbox.addFault({ upstream: 'cards', operation: 'use', kind: 'reset_after' });
  const wish = { code, idempotency_key: 'u' };
  await call('use_card', wish);
  const entry_id = await unknownEntry(call);
  await ownerOf(environment).spender.settleByOwner(String(entry_id), 'delivered');
  expect(await call('use_card', wish)).toMatchObject({
    answer: { error: { code: 'outcome_unknown', outcome: 'unknown' } },
  });
  expect(sandbox.state().counts.cards?.use).toBe(1);
});
