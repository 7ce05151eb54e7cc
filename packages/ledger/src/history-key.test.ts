import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { delivered, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { inFilesOnly } from './testing/store.ts';
import { buy, place } from './testing/vouched-ledger.ts';

describe('the key', () => {
  it('and the heads are for their owner alone', async () => {
    const at = place();
    await buy(at, 'a');
    const { folder } = at.integrity;
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    const [head = ''] = readdirSync(join(folder, 'ledger-heads'));
    expect([folder, join(folder, 'ledger.key'), join(folder, 'ledger-heads', head)].map(mode)).toEqual([
      '700',
      '600',
      '600',
    ]);
    expect(readdirSync(folder).sort()).toEqual(['ledger-heads', 'ledger.key']);
  });

  it('that cannot be kept leaves a ledger that can be read, and spends nothing', async () => {
    const at = place();
    await buy(at, 'kept');
    rmSync(at.integrity.folder, { recursive: true });
    writeFileSync(at.integrity.folder, '');
    const ledger = await scratchLedger(at);
    const shop = upstream(delivered);
    await expect(ledger.execute(wish({ idempotencyKey: 'lost' }), shop.send)).rejects.toMatchObject({
      ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
      message: expect.stringContaining(at.integrity.folder),
    });
    expect(shop.orders).toEqual([]);
    const { id } = (await ledger.find('purchase', 'kept')) ?? { id: '' };
    const more = { ...delivered, evidence: { more: true } };
    await expect(ledger.settle(id, more)).rejects.toMatchObject({ code: 'config_invalid' });
    expect(await ledger.execute(wish({ idempotencyKey: 'kept' }), shop.send)).toMatchObject({
      state: 'completed',
    });
    expect(await ledger.list()).toMatchObject({ total: 1 });
  });

  inFilesOnly('that is no key is refused, not replaced', async () => {
    const at = place();
    await buy(at, 'kept');
    const file = join(at.integrity.folder, 'ledger.key');
    chmodSync(file, 0o600);
    const key = readFileSync(file, 'utf8').trim();
    for (const none of ['oops', `x${key}`, `${key}0`]) {
      writeFileSync(file, none);
      const ledger = await scratchLedger(at);
      expect(await ledger.doubt()).toContain('is not a key');
      expect(readFileSync(file, 'utf8')).toBe(none);
    }
    expect(existsSync(at.path)).toBe(true);
  });
});
