import type { Money } from '@kamikit/core';
import type { PersonToday } from '@kamikit/ledger';
import { type Language, type Messages, messages } from './messages/messages.ts';
import type { Flash } from './safety/sessions.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What every page is drawn with. */
export interface View {
  t: Messages;
  language: Language;
  theme: Theme;
  /** The address of one of our pages. */
  at(path: string): string;
  /** Where the page is, below `at('')`, with its query: forms come back to it. */
  here: string;
  csrf: string;
  flash: Flash | null;
  /** A text that a shop wrote, on one line. */
  clean(text: string | null, maximum: number): string | null;
  /** A sentence of our libraries, in the language of the page where it is known there. */
  said(sentence: string, maximum: number): string | null;
  now: number;
  /** How many purchases wait for the owner's word. */
  waiting(): Promise<number>;
  /** Who uses the ledger over the network. */
  people(): Promise<readonly PersonToday[]>;
  money(amount: Money): string;
  /** `Nov 21, 20:10`, in Shanghai. */
  time(iso: string): string;
  count(number: number): string;
}

export interface ViewFacts
  extends Pick<View, 'language' | 'theme' | 'at' | 'here' | 'csrf' | 'flash' | 'now' | 'waiting' | 'people'> {
  clean(text: string | null, maximum: number): string | null;
  translate(sentence: string): string | null;
}

export function createView({ clean, translate, ...facts }: ViewFacts): View {
  const { language } = facts;
  return {
    ...facts,
    t: messages[language],
    clean: (text, maximum) => clean(text, maximum)?.replace(/\s+/g, ' ') || null,
    said: (sentence, maximum) =>
      clean(translate(sentence) ?? sentence, maximum)?.replace(/\s+/g, ' ') || null,
    money: formatMoney,
    time: (iso) => timeFormat(language, facts.now, iso),
    count: (number) => number.toLocaleString('en-US'),
  };
}

/** `¥1,234.50`: exact, as canonical amounts are, with two digits at least. */
export function formatMoney(amount: Money): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  return `${sign}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}

const LOCALES = { en: 'en-US', zh: 'zh-CN' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Of another year with the year. */
function timeFormat(language: Language, now: number, iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const isThisYear = new Date(now).getFullYear() === new Date(at).getFullYear();
  const name = `${language} ${isThisYear}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[language], {
      ...(isThisYear ? {} : { year: 'numeric' }),
      ...({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const),
      ...({ hour12: false, timeZone: 'Asia/Shanghai' } as const),
    });
    formats.set(name, format);
  }
  return format.format(at);
}
