import { listedTools } from '@kamikit/mcp-server';
import { expect, it } from 'vitest';
import { judgeFor } from './judge.ts';

const KEY = 'Zk3_9vQx7LmT2rB8wN5pHd4Y';
const tools = listedTools.map(({ definition }) => definition);
const judge = judgeFor({ tools, secrets: [KEY], folder: '/home/owner/kamikit', language: 'en' });

const failure = { code: 'not_found', message: 'There is none.', retryable: false, hint: 'Look again.' };

function failing(changed: object) {
  const structuredContent = { error: { ...failure, ...changed } };
  const text = JSON.stringify(structuredContent);
  return judge('get_goods', { content: [{ type: 'text', text }], structuredContent, isError: true });
}

it('a failure with a code, a message and a hint is as it should be', () => {
  expect(failing({})).toEqual({ code: 'not_found', wrongs: [] });
});

it.each<[string, object, string]>([
  ['a code that nobody knows', { code: 'oops' }, 'no known code'],
  ['a fault of ours', { code: 'internal' }, 'a fault of ours'],
  ['no hint', { hint: ' ' }, 'no hint'],
  ['a hint in the other language', { hint: '请重试。' }, 'a hint in the other language'],
  ['an endless hint', { hint: 'a '.repeat(2_000) }, 'a hint of 4000 characters'],
  ['something invisible', { message: 'a\u202Eb' }, 'something invisible in its message'],
  ['an outcome that nobody knows', { outcome: 'maybe' }, 'no known outcome'],
  ['a stack', { message: 'x\n    at run (src/run.ts:1:2)' }, 'it holds a stack'],
  ['a key', { message: Buffer.from(KEY).toString('base64') }, 'it holds a key or a path'],
  ['a path', { message: 'see /home/owner/kamikit/ledger' }, 'it holds a key or a path'],
])('a failure with %s is found out', (_, changed, wrong) => {
  expect(failing(changed).wrongs).toContainEqual(expect.stringContaining(wrong));
});

it('an answer that is not as listed is found out', () => {
  const structuredContent = { id: 'one' };
  const content = [{ type: 'text', text: JSON.stringify(structuredContent) }];
  expect(judge('get_goods', { content, structuredContent }).wrongs).toEqual([
    expect.stringContaining('not as listed'),
    expect.stringContaining('not what the tool gives'),
  ]);
});
