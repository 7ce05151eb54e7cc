import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { configHome } from './host.ts';

const server = bundleForTests();
const OLD = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;

it.each([
  ['en', /was started with 20\.20\.2\. Install a newer one from https:\/\/nodejs\.org/],
  ['zh', /^Node 版本过低，无法运行。请从 https:\/\/nodejs\.org 安装/],
])('a command on a Node that is too old says what to do, in %s', (language, told) => {
  const env = { ...configHome(), KAMIKIT_LANG: language };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', OLD, server, 'doctor'], {
    ...{ env, encoding: 'utf8' },
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(told);
});
