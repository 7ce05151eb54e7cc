import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { openLedger } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, temporaryFolder } from './host.ts';
import { shop } from './shop.ts';

const server = bundleForTests();
const run = promisify(execFile);

/** A ledger with one completed purchase, sealed in results, and the command line on it. */
async function ledgerCommand() {
  const folder = temporaryFolder();
  const { call, wish, sandbox } = await shop({
    environment: { KAMIKIT_DATA_DIR: folder, KAMIKIT_REVEAL: 'sealed' },
  });
  const { answer } = await call('purchase', { ...wish, mode: 'sync' });
  const [order] = sandbox.state().storefront.orders;
  const env = { ...sharedEnvironment(), KAMIKIT_DATA_DIR: folder, KAMIKIT_REVEAL: 'sealed' };
  return {
    folder,
    entryId: String(answer.entry_id),
    cards: [order?.cards].flat().join('\n'),
    kamikit: async (...args: string[]) =>
      (await run(process.execPath, [server, 'ledger', ...args], { env })).stdout,
    env,
  };
}

describe('kamikit ledger', () => {
  it('lists entries as columns, and says how many pages there are', async () => {
    const { kamikit, entryId } = await ledgerCommand();
    const printed = await kamikit('list');
    expect(printed).toContain(entryId.slice(0, 8));
    expect(printed).toMatch(/ completed +[\d.]+ +2 × 腾讯视频.* purchase /);
    expect(printed).toContain('1 entry, page 1 of 1');
  });

  it('says so where there is no such page', async () => {
    const { kamikit } = await ledgerCommand();
    const failed = await kamikit('list', '--page', '99').catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: 'There is no page 99: the last one is 1.\n' });
  });

  it('lists within the width of a terminal', async () => {
    const { env } = await ledgerCommand();
    const terminal = 'data:text/javascript,Object.assign(process.stdout,{isTTY:true,columns:60})';
    const { stdout } = await run(process.execPath, ['--import', terminal, server, 'ledger'], {
      env: { ...env, NO_COLOR: '1' },
    });
    const [heading = '', entry = ''] = stdout.split('\n');
    expect(heading).not.toContain('reference');
    expect(entry).toMatch(/ 2 × 腾讯视频.*…$/);
  });

  it('shows one entry in full, with its cards unsealed', async () => {
    const { kamikit, entryId, cards } = await ledgerCommand();
    const shown = await kamikit('show', entryId);
    expect(shown).toContain(cards);
    expect(await kamikit('show', entryId.slice(0, 8))).toBe(shown);
  });

  it.each([['show'], ['export'], ['export', '--format', 'json']])(
    'prints no key with %s %s %s, though a shop has written it into the ledger',
    async (...args) => {
      const { env, entryId, cards } = await ledgerCommand();
      const KAMIKIT_STOREFRONT_API_KEY = cards.split('\n')[0] ?? '';
      const whole = [server, 'ledger', ...args, ...(args[0] === 'show' ? [entryId] : [])];
      const { stdout } = await run(process.execPath, whole, { env: { ...env, KAMIKIT_STOREFRONT_API_KEY } });
      expect(stdout).toContain('[redacted]');
      expect(stdout).not.toContain(KAMIKIT_STOREFRONT_API_KEY);
    },
  );

  it('exports all of it as CSV that a spreadsheet takes for text, and as JSON', async () => {
    const { kamikit, entryId, cards } = await ledgerCommand();
    expect(await kamikit('export')).toContain(`"${cards}"`);
    const [entry] = JSON.parse(await kamikit('export', '--format', 'json'));
    expect(entry).toMatchObject({ id: entryId, result: { cards } });
  });

  it('exports to a terminal without what controls one, and to a file as it is', async () => {
    const folder = temporaryFolder();
    const ledger = await openLedger({ path: join(folder, 'ledger.sqlite') });
    const idempotencyKey = 'k\u009B2J\u001B]0;title\u0007';
    await ledger.prepare({ kind: 'purchase', idempotencyKey, request: {}, amount: null });
    await ledger.close();
    const onTerminal = ['--import', 'data:text/javascript,process.stdout.isTTY=true'];
    const env = { ...sharedEnvironment(), KAMIKIT_DATA_DIR: folder };
    const print = async (...options: string[]) =>
      (await run(process.execPath, [...options, server, 'ledger', 'export'], { env })).stdout;
    expect(await print(...onTerminal)).toContain(',k2J]0;title,');
    expect(await print()).toContain(`,${idempotencyKey},`);
  });

  it('has nothing to reconcile when nothing is unknown', async () => {
    const { kamikit } = await ledgerCommand();
    expect(await kamikit('reconcile')).toBe('No entry has an unknown outcome.\n');
  });

  it('settles an open entry on its owner’s word, once', async () => {
    const folder = temporaryFolder();
    const { call, sandbox } = await shop({ environment: { KAMIKIT_DATA_DIR: folder } });
    await fetch(`${sandbox.url}/__sandbox/supplier`, {
      method: 'POST',
      body: JSON.stringify({ status_field: false, without: ['query'] }),
    });
    const wish = { sku_id: 11, quantity: 1, max_total: '20', idempotency_key: 'k' };
    const { answer } = await call('supplier_trade', wish);
    expect(answer).toMatchObject({ state: 'pending' });
    const settle = () =>
      run(
        process.execPath,
        [server, 'ledger', 'settle', String(answer.entry_id).slice(0, 8), '--delivered'],
        {
          env: { ...sharedEnvironment(), KAMIKIT_DATA_DIR: folder },
        },
      );
    expect((await settle()).stdout).toContain('completed, on your word');
    expect((await call('supplier_trade', wish)).answer).toMatchObject({
      ...{ state: 'completed', contents: answer.contents },
    });
    await expect(settle()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is completed'),
    });
  });

  it('marks cards as used, by number or as delivered, and as unused again, and says what changed', async () => {
    const { kamikit, entryId, cards, env } = await ledgerCommand();
    const [first = '', second = ''] = cards.split('\n');
    const short = entryId.slice(0, 8);
    const told = (used: string, unused: string) => `${entryId}  used: ${used}  unused: ${unused}\n`;
    const sealed = 'card  was     is\n   1  unused  used\n';
    expect(await kamikit('mark', short, '1')).toBe(`${sealed}${told('1', '2')}`);
    const inline = { env: { ...env, KAMIKIT_REVEAL: 'inline' } };
    const open = await run(process.execPath, [server, 'ledger', 'mark', short, first, second], inline);
    expect(open.stdout).toBe(
      `card  was     is      code\n   2  unused  used    ${second}\n${told('1-2', 'none')}`,
    );
    expect(await kamikit('mark', short)).toBe(
      `Nothing changed: they were marked so before.\n${told('1-2', 'none')}`,
    );
    expect(await kamikit('mark', short, second, '--unused')).toContain('   2  used    unused\n');
    const [entry] = JSON.parse(await kamikit('export', '--format', 'json'));
    expect(entry.used).toEqual([1]);
  });

  it('marks within the width of a terminal', async () => {
    const { env, entryId } = await ledgerCommand();
    const terminal = 'data:text/javascript,Object.assign(process.stdout,{isTTY:true,columns:30})';
    const args = ['--import', terminal, server, 'ledger', 'mark', entryId, '1'];
    const { stdout } = await run(process.execPath, args, { env: { ...env, KAMIKIT_REVEAL: 'inline' } });
    expect(stdout.split('\n')[1]).toMatch(/^ {3}1 {2}unused {2}used {4}.{7}…$/);
  });

  it('marks nothing when one of the cards is not there, and exits with 1', async () => {
    const { kamikit, entryId, cards } = await ledgerCommand();
    const failed = await kamikit('mark', entryId, '1', `${cards.slice(0, 4)}-none`).catch((error) => error);
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no such card') });
    const [entry] = JSON.parse(await kamikit('export', '--format', 'json'));
    expect(entry.used).toEqual([]);
  });

  it('verifies: all is well, or what was changed, by entry', async () => {
    const { kamikit, entryId, folder } = await ledgerCommand();
    expect(await kamikit('verify')).toBe('All entries and events are as Kamikit wrote them.\n');
    const file = new DatabaseSync(join(folder, 'ledger.sqlite'));
    file.exec("update entries set amount = '0.01'; delete from events where seq = 2");
    file.close();
    const failed = await kamikit('verify').catch((error) => error);
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('Event 2 is missing.') });
    expect(failed.stdout).toContain(`Entry ${entryId} (purchase) was changed from outside`);
    expect(failed.stdout).toMatch(/\n\d+ problems found\. If you know why/);
  });

  it('lists and exports a damaged entry beside the others', async () => {
    const { kamikit, entryId, folder } = await ledgerCommand();
    const file = new DatabaseSync(join(folder, 'ledger.sqlite'));
    file.exec("update entries set request = '{'");
    file.close();
    expect(await kamikit('list')).toMatch(new RegExp(`${entryId.slice(0, 8)} .* damaged `));
    expect(await kamikit('export')).toContain(entryId);
    expect(await kamikit('show', entryId)).toContain('cannot be read: request');
  });

  it.each([
    [['settle', 'none', '--failed'], 1, 'has no entry none'],
    [['reconcile', 'none'], 1, 'has no entry none'],
    [['mark', 'none'], 1, 'has no entry none'],
    [['show', 'none'], 1, 'has no entry none'],
  ])('%j exits with code %d and says why', async (args, code, told) => {
    const { kamikit } = await ledgerCommand();
    await expect(kamikit(...args)).rejects.toMatchObject({ code, stderr: expect.stringContaining(told) });
  });
});

describe('an output that nobody reads to its end', () => {
  it.each([['list'], ['show', ''], ['export'], ['--help']])(
    'ends kamikit ledger %s quietly',
    async (...args) => {
      const { env, entryId } = await ledgerCommand();
      const child = spawn(process.execPath, [server, 'ledger', ...args.map((word) => word || entryId)], {
        env,
      });
      child.stdout.destroy();
      const [complained, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      expect(code).toBe(141);
      expect(complained).toMatch(/^(Configuration: .*\nLedger: .*\n)?$/);
    },
  );
});
