import type { Money, Upstream } from '@kamikit/core';
import type { Ledger, LedgerEntry } from '@kamikit/ledger';
import type { GoodNumbers, Spender } from '@kamikit/spending';
import type { Language } from './messages/messages.ts';
import type { PictureSources } from './pictures/pictures.ts';

/** What the page shows and does, given by whoever runs it. Whatever they throw is told on the page. */
export interface ConsoleParts {
  ledger(): Promise<Ledger>;
  spender: Spender;
  /** Until another one is chosen on the page. */
  language: Language;
  /** Until then whoever's browser asks for a language that we speak is spoken to in that one. */
  followsBrowser?: boolean;
  /** A text that a shop wrote, as plain and visible text, cut at `maximum` characters. */
  clean(text: string | null, maximum: number): string | null;
  /** A sentence of our libraries, which write English, in another language; null where it is not known there. */
  translate?(sentence: string, language: Language): string | null;
  /** Every text of an error, without keys. */
  redact(text: string): string;
  accounts(signal: AbortSignal): Promise<readonly Account[]>;
  catalogue: Catalogue;
  pictures: PictureSources;
  doctor(language: Language): Promise<readonly Check[]>;
  /** How entries are exported. */
  formats: Readonly<Record<'csv' | 'json', (entries: AsyncIterable<LedgerEntry>) => AsyncIterable<string>>>;
  /** All items of a job with what was delivered, as CSV. */
  jobCsv(id: string): AsyncIterable<string>;
  /** Whose page it is, as the ledger writes down who decided; `page` by default. */
  by?: string;
  /** Epoch milliseconds. */
  now(): number;
}

/** An account at an upstream. Money in yuan. */
export interface Account {
  upstream: Upstream;
  /** As the ledger knows it. */
  account: string;
  balance: Money | null;
  /** Why the balance is not known, where asking failed. */
  problem: string | null;
}

export interface Catalogue {
  /** Where goods can be bought, as configured. */
  sources: readonly CatalogueSource[];
  find(source: CatalogueSource, asked: CatalogueQuery, signal: AbortSignal): Promise<CataloguePage>;
  /** The address of a good's picture; null where it has none. */
  pictureOf(source: CatalogueSource, good: GoodNumbers, signal: AbortSignal): Promise<string | null>;
}

export type CatalogueSource = Exclude<Upstream, 'cards'>;

export interface CatalogueQuery {
  search: string;
  /** The first is 1. */
  page: number;
  perPage: number;
}

export interface CataloguePage {
  goods: readonly CatalogueGood[];
  /** How many there are on all pages; null where the shop does not tell. */
  total: number | null;
}

/** Something for sale. Texts are the shop's own words. */
export interface CatalogueGood {
  id: number;
  name: string | null;
  category: string | null;
  picture: string | null;
  specifications: ReadonlyArray<{
    id: number;
    name: string | null;
    price: Money | null;
    /** Null where it is no number; `stock_text` then says what the shop wrote. */
    stock: number | null;
    stock_text: string | null;
  }>;
}

/** What one check of the doctor found. */
export interface Check {
  name: string;
  verdict: 'ok' | 'bad' | 'skip';
  text: string;
}
