import { realTiming } from '@kamikit/core';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { until } from '../../test/until.ts';
import { readConfig } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { frontDesk } from './front-desk.ts';
import { greetingOf, PROTOCOL_VERSIONS } from './greeting.ts';

const INTRODUCTION = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

/** A desk, and what it has answered by the id. */
async function open(timing = () => realTiming) {
  const { sandbox, environment } = await startTestSandbox();
  const config = readConfig({
    ...{ ...sharedEnvironment(), ...environment },
    ...{ KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_LANG: 'en' },
  });
  const logged: unknown[] = [];
  const log: Log = (level, message) => logged.push([level, message]);
  const parts = {
    ...{ config, log, redact: (text: string) => text, version: '0.0.0' },
    // Of no concern to the desk itself.
    get timing() {
      return timing();
    },
  };
  const answers: Array<{ id: unknown; result?: object; error?: { code: number } }> = [];
  const desk = frontDesk(parts, await greetingOf(parts), (message) => answers.push(Object(message)));
  onTestFinished(() => desk.close());
  const write = (message: object) =>
    desk.receive(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })));
  return {
    ...{ sandbox, answers, write, logged },
    async ask(id: unknown, method: string, params: object = {}) {
      const before = answers.length;
      write({ id, method, params });
      const found = () => answers.slice(before).find((answer) => answer.id === id);
      await until(() => found() !== undefined);
      return found();
    },
  };
}

function purchase(key: string) {
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100', mode: 'sync' };
  return { name: 'purchase', arguments: { ...wish, idempotency_key: key } };
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
  expect(await ask(3, 'tools/steal')).toMatchObject({ error: { code: -32_600 } });
  expect(await ask(4, 'initialize', {})).toMatchObject({ error: { code: -32_602 } });
  expect(await ask(5, 'tools/list')).toMatchObject({ error: { code: -32_600 } });
});

it.each([
  { capabilities: { elicitation: 5, roots: null, sampling: true, experimental: { a: true } } },
  { clientInfo: { name: 'test' } },
  { clientInfo: { name: 5, version: null, title: null } },
  { capabilities: { elicitation: { form: 5 }, extensions: { a: 1 } } },
])('works for a host that introduces itself oddly: %j', async (odd) => {
  const { ask, answers } = await open();
  expect(await ask(1, 'initialize', { ...INTRODUCTION, ...odd })).toHaveProperty('result');
  expect(await ask(2, 'tools/call', LEDGER)).toHaveProperty('result.structuredContent');
  expect(answers).toHaveLength(2);
});

it('goes by the last introduction, also once calls have begun', async () => {
  const { ask, write, answers } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  await ask(2, 'tools/call', LEDGER);
  await ask(1, 'initialize', { ...INTRODUCTION, capabilities: { elicitation: {} } });
  write({ id: 3, method: 'tools/call', params: purchase('k') });
  await until(() => answers.some((answer) => 'method' in answer));
  expect(answers.at(-1)).toMatchObject({ method: 'elicitation/create' });
  expect(answers.filter(({ id }) => id === 1)).toHaveLength(2);
});

describe('a question to the user', () => {
  async function asked() {
    const opened = await open();
    await opened.ask(1, 'initialize', { ...INTRODUCTION, capabilities: { elicitation: {} } });
    opened.write({ id: 0, method: 'tools/call', params: purchase('k') });
    const question = () => opened.answers.find((answer) => 'method' in answer);
    await until(() => question() !== undefined);
    const outcome = () => opened.answers.find((answer) => answer.id === 0 && !('method' in answer));
    return { ...opened, question: question()?.id, outcome };
  }

  it('is answered by its own id alone', async () => {
    const { write, outcome, ask, question, sandbox } = await asked();
    for (const id of ['', null, 0.5, String(question)]) write({ id, result: { action: 'accept' } });
    await ask(2, 'ping');
    await ask(3, 'tools/call', LEDGER);
    expect(outcome()).toBeUndefined();
    write({ id: question, result: { action: 'accept' } });
    await until(() => outcome() !== undefined);
    expect(outcome()).toHaveProperty('result.structuredContent.order_sn');
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });

  it.each([{ result: {}, error: null }, { error: { code: -1 } }])(
    'ends with an answer that does not fit, and nothing is bought: %j',
    async (answer) => {
      const { write, outcome, question, sandbox } = await asked();
      write({ id: question, ...answer });
      await until(() => outcome() !== undefined);
      expect(outcome()).toHaveProperty('result.isError', true);
      expect(sandbox.state().storefront.charges).toEqual([]);
    },
  );

  it.each([{ reason: null }, {}, { reason: 'no more' }])(
    'ends with the call that asked, cancelled as %j under the id 0',
    async (given) => {
      const { write, question, ask, outcome, sandbox } = await asked();
      write({ method: 'notifications/cancelled', params: { requestId: 0, ...given } });
      await ask(2, 'tools/call', LEDGER);
      write({ id: question, result: { action: 'accept' } });
      await ask(3, 'tools/call', LEDGER);
      expect(outcome()).toBeUndefined();
      expect(sandbox.state().storefront.charges).toEqual([]);
    },
  );
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
  write({ id: 7, method: 'tools/call', params: purchase('first') });
  write({ id: 7, method: 'tools/call', params: purchase('second') });
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

it('does nothing for a call without an id, which nobody can be answered', async () => {
  const { ask, sandbox, write } = await open();
  await ask(1, 'initialize', INTRODUCTION);
  write({ method: 'tools/call', params: purchase('k') });
  expect(await ask(2, 'tools/call', LEDGER)).toHaveProperty('result.structuredContent.entries', []);
  expect(sandbox.state().storefront.charges).toEqual([]);
});

it('answers every request with an error where what is behind it cannot be loaded', async () => {
  const { ask, write, answers, logged } = await open(() => {
    throw new Error('no clock');
  });
  await ask('first', 'initialize', INTRODUCTION);
  for (let time = 0; time < 2; time += 1)
    expect(await ask('a', 'tools/call', LEDGER)).toMatchObject({ error: { code: -32_603 } });
  write({ method: 'notifications/roots/list_changed' });
  expect(await ask('b', 'ping')).toHaveProperty('result');
  expect(answers).toHaveLength(4);
  expect(logged).toEqual(Array(3).fill(['error', 'protocol error']));
});
