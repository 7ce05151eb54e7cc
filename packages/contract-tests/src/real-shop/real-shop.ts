import { readFileSync } from 'node:fs';
import { createTradeNo } from '@kamikit/core';
import { connectHost } from '@kamikit/mcp-server/test';
import type { Fixture } from '../interactions/fixture.ts';
import { readFixtures } from '../interactions/fixture-files.ts';
import { playFixture } from '../interactions/play-fixture.ts';
import { openStage, type Stage } from '../sandbox/stage.ts';

type Answer = Record<string, unknown>;

/** The sandbox as the shop, the client and the tools in front of it. */
export interface Scene extends Stage {
  /** A tool's answer, a failure's too. */
  tool(name: string, args?: object): Promise<Answer>;
  /** Buys one of a SKU through the tool, under a key of its own. */
  trade(sku_id: number, args?: object): Promise<Answer>;
  pass(ms: number): Promise<void>;
}

export async function openScene(settings: Record<string, string> = {}): Promise<Scene> {
  const stage = await openStage();
  const host = await connectHost({ environment: { ...stage.environment, ...settings } });
  const tool = async (name: string, args: object = {}) => (await host.call(name, { ...args })).answer;
  return {
    ...stage,
    tool,
    pass: host.pass,
    trade: (sku_id, args = {}) =>
      tool('supplier_trade', {
        ...{ sku_id, quantity: 1, max_total: '5000', idempotency_key: createTradeNo(), ...args },
      }),
  };
}

/** What the real program answered, as the client reads it today. */
export async function recorded(name: string): Promise<Fixture['client']> {
  const fixture = readFixtures().find((each) => each.name === `supplier/${name}`);
  if (fixture === undefined) throw new Error(`there is no recording supplier/${name}`);
  if (fixture.provenance.kind !== 'recorded') throw new Error(`${name} is not recorded`);
  const { client, differences } = await playFixture(fixture);
  if (differences.length > 0) throw new Error(differences.join('; '));
  return client;
}

/** The raw body of a recording's last answer. */
export function recordedText(name: string): string {
  const fixture = readFixtures().find((each) => each.name === `supplier/${name}`);
  const { exchanges } = JSON.parse(readFileSync(fixture?.file ?? '', 'utf8'));
  const { reply } = exchanges.at(-1);
  return reply.text ?? JSON.stringify(reply.json);
}
