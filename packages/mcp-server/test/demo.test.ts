import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';

const server = bundleForTests();

async function demo(language: string): Promise<string> {
  const child = spawn(process.execPath, [server, 'demo'], {
    env: { PATH: process.env.PATH, KAMIKIT_LANG: language },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(complained).toBe('');
  return printed;
}

it.concurrent('the demo runs through everything and exits with success', { timeout: 30_000 }, async () => {
  const printed = await demo('en');
  for (const tool of [
    'list_goods',
    'get_goods',
    'purchase',
    'poll_order',
    'reconcile_ledger',
    'generate_cards',
    'use_card',
    'recharge_card',
    'supplier_trade',
  ])
    expect(printed).toContain(tool);
  expect(printed).toContain('outcome_unknown');
  expect(printed).toContain('charged 1 time');
  expect(printed).toContain('the ledger says completed: HAND-MADE-0001');
  expect(printed).toContain('"mcpServers"');
});

it.concurrent('the demo in Chinese says nothing in English', { timeout: 30_000 }, async () => {
  const printed = await demo('zh');
  expect(printed).toContain('不要重复操作。storefront.purchase_async 已经发出，但回复丢失了');
  expect(printed.match(/([A-Za-z]{2,} ){3}.*/g) ?? []).toEqual([]);
});
