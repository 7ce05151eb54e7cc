import { Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { postedByItself } from '../../test/posted-call.ts';
import { openServed } from '../../test/served.ts';

const WISH = { goods_id: 1, sub_id: 11, quantity: 2, max_total: '999', mode: 'sync', idempotency_key: 'k' };
const REQUIRED = { environment: { KAMIKIT_CONFIRM: 'required' } };

type Action = 'accept' | 'decline' | 'cancel';

/** A client whose user answers so to every question, after something else. */
function asking(
  action: Action,
  mode: 'auto' | 'legacy' = 'auto',
  before: () => Promise<unknown> = async () => {},
) {
  const questions: string[] = [];
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    questions.push(params.message);
    await before();
    return action === 'accept' ? { action, content: {} } : { action };
  });
  return { client, questions };
}

describe('a purchase that its user has to confirm, over HTTP', () => {
  it('is asked about once, with what it costs, and bought once after a yes', async () => {
    const { connect, tokenOf, sandbox, logged } = await openServed(REQUIRED);
    const { client, questions } = asking('accept');
    const { call } = await connect(await tokenOf('alice'), 'auto', client);
    expect((await call('purchase', WISH)).answer).toMatchObject({ state: 'completed' });
    expect(questions).toEqual([expect.stringContaining('50')]);
    expect(sandbox.state().storefront.charges).toHaveLength(1);
    expect(logged.join()).not.toContain('tool call failed');
  });

  it('is asked about once, too, where others buy with the same account before the answer', async () => {
    const environment = { ...REQUIRED.environment, KAMIKIT_DAILY_BUDGET: '1000' };
    const { connect, tokenOf, sandbox } = await openServed({ environment });
    const bob = await connect(await tokenOf('bob'), 'auto', asking('accept').client);
    const { client, questions } = asking('accept', 'auto', () => bob.call('purchase', WISH));
    const { call } = await connect(await tokenOf('alice'), 'auto', client);
    expect((await call('purchase', WISH)).answer).toMatchObject({ state: 'completed' });
    expect(questions).toEqual([expect.stringMatching(/balance .* left after this/)]);
    expect(sandbox.state().storefront.charges).toHaveLength(2);
  });

  it.each(['decline', 'cancel'] as const)('is not bought after %s', async (action) => {
    const { connect, tokenOf, sandbox } = await openServed(REQUIRED);
    const { client, questions } = asking(action);
    const { call } = await connect(await tokenOf('alice'), 'auto', client);
    expect((await call('purchase', WISH)).answer).toMatchObject({ error: { code: 'declined' } });
    expect(questions).toHaveLength(1);
    expect(sandbox.state().storefront.charges).toEqual([]);
  });

  it.each([
    ['a revision that would need a session for that', asking('accept', 'legacy').client, 'legacy'],
    ['a client that cannot ask', undefined, 'auto'],
  ] as const)('is refused with %s', async (_, client, mode) => {
    const { connect, tokenOf, sandbox } = await openServed(REQUIRED);
    const { call } = await connect(await tokenOf('alice'), mode, client);
    expect((await call('purchase', WISH)).answer).toMatchObject({ error: { code: 'declined' } });
    expect(sandbox.state().storefront.charges).toEqual([]);
  });

  it('is asked about anew where the answer was given to another question', async () => {
    const { ask, tokenOf, sandbox } = await openServed(REQUIRED);
    const token = await tokenOf('alice');
    const call = async (round: object, more: object = {}) => {
      const capabilities = { elicitation: { form: {} } };
      const params = { arguments: { ...WISH, ...more }, capabilities, ...round };
      const { result } = Object(await (await ask('/mcp', postedByItself(token, 'purchase', params))).json());
      return result;
    };
    const inputResponses = { confirm: { action: 'accept', content: {} } };
    const first = await call({});
    expect(first).toMatchObject({ resultType: 'input_required', requestState: expect.any(String) });
    expect(await call({ inputResponses })).toMatchObject({ resultType: 'input_required' });
    expect(await call({ inputResponses, requestState: 'made up' })).toMatchObject({
      resultType: 'input_required',
    });
    const { requestState } = first;
    expect(await call({ inputResponses, requestState }, { quantity: 3 })).toMatchObject({
      resultType: 'input_required',
    });
    expect(sandbox.state().storefront.charges).toEqual([]);
    const bought = await call({ inputResponses, requestState });
    expect(bought).toMatchObject({ structuredContent: { state: 'completed' } });
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });
});
