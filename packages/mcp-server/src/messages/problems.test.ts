import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problem } from './problems.zh.ts';

const config = new URL('../config/', import.meta.url);
// What a key's program did wrong is an error of its own.
const files = readdirSync(config)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'key-command.ts')
  .map((name) => new URL(name, config));
const sources = [...files, new URL(import.meta.resolve('@kamikit/core/src/settings.ts'))];

/** What these files say of a setting, each fact in it being a `1`. */
const messages = sources.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, text, template]) => text ?? (template ?? '').replace(/\$\{[^}]*\}/g, '1'))
    .filter((text) => /^((it|there|this|only|the environment|others?) [a-z]+|1 must) /.test(text)),
);

it('there are sentences to look at', () => {
  expect(messages).toContain('it must be true or false');
  expect(messages.length).toBeGreaterThan(25);
});

it.each(messages)('what is wrong with a setting is told in Chinese: %s', (message) => {
  const told = problem({ variable: 'KAMIKIT_LANG', message });
  expect(told).toMatch(/^KAMIKIT_LANG：/);
  expect(told).not.toContain('设置有误');
});

it('a setting in the file is named as Chinese names it', () => {
  const fault = { variable: 'dailyBudget in /home/a b/config.json', message: 'it must not be negative' };
  expect(problem(fault)).toBe('/home/a b/config.json 中的 dailyBudget：不能是负数');
});
