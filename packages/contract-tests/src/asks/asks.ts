import type { AskSection } from './ask.ts';
import { cardAsks } from './card-asks.ts';
import { jobAsks } from './job-asks.ts';
import { ledgerAsks } from './ledger-asks.ts';
import { safetyAsks } from './safety-asks.ts';
import { shopAsks } from './shop-asks.ts';
import { supplierAsks } from './supplier-asks.ts';

/** What people ask for, as the table in the documents shows it. */
export const askSections: readonly AskSection[] = [
  shopAsks,
  jobAsks,
  safetyAsks,
  ledgerAsks,
  cardAsks,
  supplierAsks,
];
