import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inScratch } from './scratch.ts';

it('a folder goes with its work, whether that succeeds or not', async () => {
  const work = async (folder: string) => {
    writeFileSync(join(folder, 'file'), '');
    return folder;
  };
  const folder = await inScratch('tried', work);
  expect(folder).toContain('kamikit-tried-');
  expect(existsSync(folder)).toBe(false);
  let failed = '';
  const failing = inScratch('tried', async (folder) => {
    failed = await work(folder);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(existsSync(failed)).toBe(false);
});
