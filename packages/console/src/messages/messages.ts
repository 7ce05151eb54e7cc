import { en } from './en.ts';
import { zh } from './zh.ts';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Messages = typeof en;

export const messages: Readonly<Record<Language, Messages>> = { en, zh };

export function languageNamed(name: unknown): Language | null {
  return LANGUAGES.find((language) => language === name) ?? null;
}

/** What our own words for a name are; the name itself, where another version gave it. */
export function wordFor(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? (words[name] ?? name) : name;
}
