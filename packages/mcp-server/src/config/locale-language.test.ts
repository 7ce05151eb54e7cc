import { expect, it } from 'vitest';
import { localeLanguage } from './locale-language.ts';

it.each([
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh' }, 'zh'],
  [{ LANG: 'zh-Hant-TW' }, 'zh'],
  [{ LANG: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'zha' }, 'en'],
  [{ LANG: 'ja_JP.UTF-8' }, 'en'],
  [{ LC_MESSAGES: 'zh_TW', LANG: 'en_US' }, 'zh'],
  [{ LC_ALL: 'C', LC_MESSAGES: 'zh_TW', LANG: 'zh_CN' }, 'en'],
  [{ LC_ALL: '', LANG: 'zh_CN' }, 'zh'],
])('the locale %j is read as %s', (environment, language) => {
  const system = language === 'zh' ? 'en-US' : 'zh-CN';
  expect(localeLanguage(environment, () => system)).toBe(language);
});

it.each([
  ['zh-CN', 'zh'],
  ['en-US-u-va-posix', 'en'],
])('where none is set, the system’s %s is %s', (locale, language) => {
  expect(localeLanguage({}, () => locale)).toBe(language);
});
