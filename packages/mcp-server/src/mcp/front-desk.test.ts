import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { expect, it, onTestFinished } from 'vitest';
import { startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { until } from '../../test/until.ts';
import { readConfig } from '../config/config.ts';
import { frontDesk } from './front-desk.ts';
import { greetingOf, PROTOCOL_VERSIONS } from './greeting.ts';

const INTRODUCTION = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

/** A desk, and what it has answered by the id. */
async function open() {
  const { sandbox, environment } = await startTestSandbox();
  const config = readConfig({ ...environment, KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_LANG: 'en' });
  const parts = { config, log: () => {}, redact: (text: string) => text, version: '0.0.0' };
  const answers: Array<{ id: unknown; result?: object; error?: { code: number } }> = [];
  const desk = frontDesk(parts, await greetingOf(parts), (message) => answers.push(Object(message)));
  onTestFinished(() => desk.close());
  const write = (message: object) =>
    desk.receive(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })));
  return {
    ...{ sandbox, answers, write },
    async ask(id: unknown, method: string, params: object = {}) {
      const before = answers.length;
      write({ id, method, params });
      const found = () => answers.slice(before).find((answer) => answer.id === id);
      await until(() => found() !== undefined);
      return found();
    },
  };
}

const LEDGER = { name: 'list_ledger', arguments: {} };

it('speaks the revisions of the protocol that the SDK speaks', () => {
  expect(PROTOCOL_VERSIONS).toEqual(SUPPORTED_PROTOCOL_VERSIONS);
});

it.each([...PROTOCOL_VERSIONS, '1999-01-01'])(
  'greets a host of %s as the SDK does',
  async (protocolVersion) => {
    const { ask } = await open();
    const ours = await ask(1, 'initialize', { ...INTRODUCTION, protocolVersion });
    await ask(2, 'prompts/list');
    expect(ours).toHaveProperty('result.instructions');
    expect(await ask(1, 'initialize', { ...INTRODUCTION, protocolVersion })).toEqual(ours);
  },
);

it('answers nothing but ping before initialize', async () => {
  const { ask } = await open();
  expect(await ask(1, 'ping')).toHaveProperty('result');
  for (const method of ['tools/list', 'tools/call', 'prompts/list'])
    expect(await ask(2, method, LEDGER)).toMatchObject({ error: { code: -32_600 } });
  expect(await ask(3, 'tools/steal')).toMatchObject({ error: { code: -32_601 } });
  expect(await ask(4, 'initialize', {})).toMatchObject({ error: { code: -32_602 } });
  expect(await ask(5, 'tools/list')).toMatchObject({ error: { code: -32_600 } });
});

it('calls nothing for a host whose introduction does not fit, until it fits', async () => {
  const { ask } = await open();
  await ask(1, 'initialize', { ...INTRODUCTION, capabilities: { elicitation: 5 } });
  expect(await ask(2, 'tools/call', LEDGER)).toMatchObject({ error: { code: -32_600 } });
  expect(await ask(3, 'initialize', INTRODUCTION)).toHaveProperty('result');
  expect(await ask(4, 'tools/call', LEDGER)).toHaveProperty('result.structuredContent');
});

it.each([
  ['tools/call', { name: 5 }],
  ['tools/call', { name: 'list_ledger', arguments: [] }],
  ['tools/call', { ...LEDGER, _meta: { progressToken: {} } }],
  ['prompts/get', {}],
  ['resources/read', { uri: null }],
  ['completion/complete', { ref: 'x' }],
  ['prompts/list', { cursor: 7 }],
])('refuses parameters of %s that do not fit: %j', async (method, params) => {
  const { ask } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  expect(await ask(2, method, params)).toMatchObject({ error: { code: -32_602 } });
});

it('does what is asked for as a task without one', async () => {
  const { ask } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  expect(await ask(2, 'tools/call', { ...LEDGER, task: { ttl: 1 } })).toHaveProperty(
    'result.structuredContent',
  );
});

it('leaves the answer by an id to the request that had it first', async () => {
  const { ask, answers, sandbox, write } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100', mode: 'sync' };
  const purchase = (key: string) => ({
    ...{ id: 7, method: 'tools/call' },
    params: { name: 'purchase', arguments: { ...wish, idempotency_key: key } },
  });
  write(purchase('first'));
  write(purchase('second'));
  write({ jsonrpc: '1.0', id: 7, method: 'ping' });
  await until(() => answers.some(({ id }) => id === 7));
  expect(answers.filter(({ id }) => id === null)).toMatchObject([
    { error: { code: -32_600 } },
    { error: { code: -32_600 } },
  ]);
  const [answer, ...more] = answers.filter(({ id }) => id === 7);
  expect(answer).toHaveProperty('result');
  expect(more).toEqual([]);
  expect(sandbox.state().storefront.charges).toHaveLength(1);
  expect(await ask(7, 'tools/call', LEDGER)).toHaveProperty('result.structuredContent.entries.length', 1);
});

it('an id is free again once its request was cancelled', async () => {
  const { ask, answers, write } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  write({ id: 'a', method: 'tools/call', params: LEDGER });
  write({ method: 'notifications/cancelled', params: { requestId: 'a' } });
  write({ method: 'notifications/cancelled', params: { requestId: {} } });
  write({ method: 'notifications/cancelled' });
  await ask(2, 'prompts/list');
  expect(await ask('a', 'tools/call', LEDGER)).toHaveProperty('result');
  expect(answers.filter(({ id }) => id === 'a')).toHaveLength(1);
});

it('never acts on a call that nobody can be answered', async () => {
  const { ask, sandbox, write } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100', idempotency_key: 'k' };
  write({ method: 'tools/call', params: { name: 'purchase', arguments: wish } });
  expect(await ask(2, 'tools/call', LEDGER)).toHaveProperty('result.structuredContent.entries', []);
  expect(sandbox.state().storefront.charges).toEqual([]);
});
