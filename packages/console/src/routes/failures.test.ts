import { describe, expect, it, vi } from 'vitest';
import { openConsole } from '../testing/open-console.ts';

type Opened = Awaited<ReturnType<typeof openConsole>>;

const FAULT = new TypeError('secret details');

/** What changes something, and what of ours fails under it. */
const FORMS: ReadonlyArray<
  [path: string, fields: Record<string, string>, breakIt: (opened: Opened) => unknown]
> = [
  [
    'mandates',
    { max_order: '1', once: 'x' },
    ({ ledger }) => vi.spyOn(ledger, 'addMandate').mockRejectedValue(FAULT),
  ],
  ['mandates/x/revoke', {}, ({ ledger }) => vi.spyOn(ledger, 'revokeMandate').mockRejectedValue(FAULT)],
  ['ledger/x/reconcile', {}, ({ spender }) => vi.spyOn(spender, 'reconcile').mockRejectedValue(FAULT)],
  [
    'ledger/x/mark',
    { card: '1', used: 'yes' },
    ({ spender }) => vi.spyOn(spender, 'markCards').mockRejectedValue(FAULT),
  ],
  ['jobs/x/pause', {}, ({ ledger }) => vi.spyOn(ledger, 'controlJob').mockRejectedValue(FAULT)],
];

describe('a form', () => {
  it.each(FORMS)('to /%s tells a fault of ours as one, without its words', async (path, fields, breakIt) => {
    const opened = await openConsole();
    const { post } = await opened.enter();
    breakIt(opened);
    const { status, text } = await post(path, fields);
    expect(status).toBe(500);
    expect(text).toContain('Something went wrong');
    expect(text).not.toContain('secret details');
  });

  it.each([
    ['mandates/nothing/revoke', 'mandates', 'no mandate nothing'],
    ['ledger/nothing/reconcile', 'ledger', 'no entry nothing'],
  ])('to /%s leads back, and says that there is none', async (path, page, told) => {
    const { get, post } = await (await openConsole()).enter();
    expect((await post(path)).status).toBe(303);
    expect((await get(page)).text).toContain(told);
  });
});
