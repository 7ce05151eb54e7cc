import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';

const server = bundleForTests();

it('the demo runs through everything and exits with success', { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, [server, 'demo'], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(complained).toBe('');
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
