import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './run-program.ts';

// A copy without its history has nothing to ask.
it.skipIf(!existsSync(join(ROOT, '.git')))(
  'nothing that is built, or otherwise ignored, is committed',
  () => {
    const tracked = ['ls-files', '--cached', '--ignored', '--exclude-standard'];
    expect(execFileSync('git', tracked, { cwd: ROOT, encoding: 'utf8' })).toBe('');
  },
);
