import type { CallMessages } from './calls.en.ts';
import type { CommandMessages } from './commands.en.ts';
import type { Language } from './language.ts';
import type { OfferMessages } from './offers.en.ts';
import { type StartMessages, start } from './start.en.ts';

/** Everything that is said in two languages, by when it is first needed: each is loaded then, in one language. */
export interface Messages {
  start: StartMessages;
  calls: CallMessages;
  offers: OfferMessages;
  commands: CommandMessages;
}

type Catalogue = {
  readonly [Area in keyof Messages]: { readonly [L in Language]: () => Promise<Messages[Area]> };
};

const catalogue: Catalogue = {
  start: {
    en: async () => start,
    zh: async () => (await import('./start.zh.ts')).start,
  },
  calls: {
    en: async () => (await import('./calls.en.ts')).calls,
    zh: async () => (await import('./calls.zh.ts')).calls,
  },
  offers: {
    en: async () => (await import('./offers.en.ts')).offers,
    zh: async () => (await import('./offers.zh.ts')).offers,
  },
  commands: {
    en: async () => (await import('./commands.en.ts')).commands,
    zh: async () => (await import('./commands.zh.ts')).commands,
  },
};

export function messagesIn<Area extends keyof Messages>(
  area: Area,
  language: Language,
): Promise<Messages[Area]> {
  return catalogue[area][language]();
}
