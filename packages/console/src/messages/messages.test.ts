import { ENTRY_STATES } from '@kamikit/ledger';
import { KINDS } from '@kamikit/spending';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, messages } from './messages.ts';

/** Every text by its path; functions as what they say of one thing and of several. */
function textsIn(value: unknown, path = ''): Array<[path: string, text: string]> {
  if (typeof value === 'function') {
    const [one, many] = [value(1, 1), value(7, 8)].map(String);
    return [
      [`${path} (one)`, one ?? ''],
      [`${path} (many)`, many ?? ''],
    ];
  }
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${path}.${name}`));
}

const all = Object.fromEntries(LANGUAGES.map((language) => [language, new Map(textsIn(messages[language]))]));

// Names, and what is the same in both.
const SAME =
  /^\.(?:product|common\.none|ledger\.export(?:Csv|Json)|overview\.cardsOf|mandates\.of|entry\.decidedBy)/;

describe.each(LANGUAGES)('the texts in %s', (language) => {
  it('are all there, and say something', () => {
    expect([...(all[language]?.keys() ?? [])].sort()).toEqual([...(all.en?.keys() ?? [])].sort());
    for (const [path, text] of all[language] ?? []) expect(text.trim(), path).not.toBe('');
  });

  it('have a word for every state and kind', () => {
    expect(Object.keys(messages[language].states)).toEqual([...ENTRY_STATES]);
    expect(Object.keys(messages[language].kinds).sort()).toEqual([...KINDS].sort());
  });
});

it('Chinese is Chinese: no text is the English one, and each has Chinese in it', () => {
  for (const [path, text] of all.zh ?? []) {
    if (SAME.test(path) || path === '.htmlLang') continue;
    expect(text, path).toMatch(/\p{Script=Han}/u);
  }
});
