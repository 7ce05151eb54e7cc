import { listedTools } from '@kamikit/mcp-server';
import { bundleForTests, startTestSandbox, temporaryFolder } from '@kamikit/mcp-server/test';
import { describe, expect, it } from 'vitest';
import { FIXTURE_TIME } from '../interactions/play-fixture.ts';
import { hosts, inspect } from './hosts.ts';

const server = bundleForTests();

/** Sandboxes that all tell the same story, and the settings of a server before one of them. */
async function settings() {
  const { environment } = await startTestSandbox({ now: () => FIXTURE_TIME });
  return {
    ...environment,
    KAMIKIT_DATA_DIR: temporaryFolder(),
    XDG_CONFIG_HOME: temporaryFolder(),
    KAMIKIT_LOG_LEVEL: 'silent',
  };
}

const wish = {
  goods_id: 1,
  sub_id: 11,
  quantity: 2,
  max_total: '50',
  idempotency_key: 'wish-1',
  mode: 'sync',
};

/** A buyer's story, with a repetition, a refusal, bad arguments and a card that does not exist in it. */
const story: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
  ['list_goods', { per_page: 2 }],
  ['get_goods', { goods_id: 1 }],
  ['get_goods', { goods_id: 999 }],
  ['purchase', { ...wish, quantity: 0 }],
  ['purchase', { ...wish, max_total: '1', idempotency_key: 'too-dear' }],
  ['purchase', wish],
  ['purchase', wish],
  ['get_balance', {}],
  ['verify_card', { code: 'NOSUCHCARD000000' }],
  ['supplier_check', { sku_id: 11, quantity: 2 }],
  ['list_ledger', {}],
];

/** Without what no two runs share: the ids and times of ledger entries. */
function comparable(answer: unknown): unknown {
  const text = JSON.stringify(answer)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id')
    .replace(/"created_at":"[^"]*"/g, '"created_at":"a time"');
  return JSON.parse(text);
}

async function tell(host: string): Promise<unknown[]> {
  const { callTool } = (await hosts[host]?.(server, await settings())) ?? { callTool: null };
  const answers: unknown[] = [];
  for (const [name, args] of story) answers.push(comparable(await callTool?.(name, args)));
  return answers;
}

describe('every host', () => {
  const names = Object.keys(hosts);
  const [first = '', ...others] = names;

  it.each(names)('sees the committed list of tools: %s', async (name) => {
    const host = await hosts[name]?.(server, await settings());
    expect(await host?.listTools()).toEqual(listedTools.map(({ definition }) => definition));
  });

  it(`gets the same answers to the same calls: ${others.join(' and ')} as ${first}`, async () => {
    const answers = await tell(first);
    expect(answers).toHaveLength(story.length);
    expect(answers.filter((answer) => Object(answer).isError)).toHaveLength(3);
    for (const other of others) expect(await tell(other), other).toEqual(answers);
  });
});

describe('the inspector', () => {
  it('finds no error in any schema, strictly', async () => {
    const { code, stderr } = await inspect(server, await settings(), ['--method', 'tools/list', '--strict']);
    expect(stderr).toMatch(/\b0 errors\b/);
    expect(code).toBe(0);
  });
});
