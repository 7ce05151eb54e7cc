import { describe, expect, it } from 'vitest';
import { calls as callsEn } from './calls.en.ts';
import { calls as callsZh } from './calls.zh.ts';
import { commands as commandsEn } from './commands.en.ts';
import { commands as commandsZh } from './commands.zh.ts';
import type { Messages } from './messages-in.ts';
import { offers as offersEn } from './offers.en.ts';
import { offers as offersZh } from './offers.zh.ts';
import { start as startEn } from './start.en.ts';
import { start as startZh } from './start.zh.ts';
import { samples } from './testing/samples.ts';

const english: Messages = { start: startEn, calls: callsEn, offers: offersEn, commands: commandsEn };
const chinese: Messages = { start: startZh, calls: callsZh, offers: offersZh, commands: commandsZh };

/** The command line says what calls say, too: that is tried once. */
function once({ commands, calls, ...others }: Messages) {
  const own = Object.entries(commands).filter(([area]) => !(area in calls));
  return { ...others, calls, commands: Object.fromEntries(own) };
}

/** One sentence, made of the facts in `given`, if it takes any. */
interface Said {
  path: string;
  text: string;
  given: readonly unknown[];
}

function everything(messages: unknown, given: unknown, path: string): Said[] {
  if (typeof messages === 'string') return [{ path, text: messages, given: [] }];
  if (typeof messages === 'function') {
    if (!Array.isArray(given)) throw new Error(`no samples of ${path}`);
    return given.map((args: unknown[], at) => ({
      path: `${path} ${at}`,
      text: messages(...args),
      given: args,
    }));
  }
  return Object.entries(Object(messages)).flatMap(([name, inner]) =>
    everything(inner, Object(given)[name], `${path}.${name}`),
  );
}

/** Numbers, and texts with a digit in them; any other text chooses between sentences. */
function factsIn(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return /\d/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(factsIn) : [];
}

/** The longest first, and each taken out: a 2 is not told by 12.5. */
function tellsAll({ text, given }: Said): boolean {
  let rest = text;
  for (const fact of [...new Set(factsIn(given))].sort((a, b) => b.length - a.length)) {
    if (!rest.includes(fact)) return false;
    rest = rest.replaceAll(fact, '…');
  }
  return true;
}

function withoutFacts({ text, given }: Said): string {
  return factsIn(given).reduce((rest, fact) => rest.replaceAll(fact, '0'), text);
}

const inEnglish = everything(once(english), samples, '');
const inChinese = everything(once(chinese), samples, '');

describe('the catalogue', () => {
  it('says the same in both languages', () => {
    expect(inEnglish.length).toBeGreaterThan(150);
    expect(inChinese.map(({ path }) => path)).toEqual(inEnglish.map(({ path }) => path));
  });

  it('tells every fact that it is given, in both languages', () => {
    const untold = [...inEnglish, ...inChinese].filter((said) => !tellsAll(said));
    expect(untold).toEqual([]);
  });

  it('speaks English in English', () => {
    // What these goods are called in the tools' own descriptions, too, and what one may search for.
    const rest = inEnglish.map((said) => withoutFacts(said).replace(/卡密|视频会员/g, ''));
    expect(rest.filter((text) => /\p{Script=Han}|[，。：；？！（）]/u.test(text))).toEqual([]);
  });

  it('speaks Chinese in Chinese', () => {
    const texts = inChinese.map(withoutFacts);
    const bare = texts.filter((text) => /\p{L}/u.test(text) && !/\p{Script=Han}/u.test(text));
    expect(bare).toEqual(['outcome_unknown：0']);
    expect(texts.filter((text) => /([A-Za-z]+ ){3}[A-Za-z]+/.test(withoutCommands(text)))).toEqual([]);
  });

  it('sets Chinese as it is set: full-width marks, and a space beside what is Latin', () => {
    const ill = inChinese.map(withoutFacts).filter((text) => ILL_SET.test(text));
    expect(ill).toEqual([]);
  });
});

function withoutCommands(text: string): string {
  return text.replace(/`[^`]*`/g, '');
}

const ILL_SET =
  /\p{Script=Han}[A-Za-z0-9`"]|[A-Za-z0-9`"]\p{Script=Han}|\p{Script=Han} ?[,;:?!()]|[,;:?!()] ?\p{Script=Han}|您/u;
