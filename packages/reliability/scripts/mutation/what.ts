import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Of core, what decides whether something is sent again and what an answer means. The rest says which endpoint takes what. */
const CORE = [
  ...['call', 'transport', 'retry', 'timing', 'poll', 'turns'],
  ...['decode-body', 'json-limits', 'json-list', 'json-reply', 'wire', 'money', 'stock-level'],
  ...['server-time', 'shanghai-time', 'refusal', 'other-than-asked'],
  ...['cards/{protocol,card,read-card,verdict,reconcile-*}', 'storefront/{protocol,order}'],
  ...['supplier/{protocol,trade,trade-no,settle-trade}'],
];

const MUTATED = {
  signing: ['**/*'],
  core: CORE,
  ledger: ['**/*'],
  spending: ['**/*'],
};
export type Mutated = keyof typeof MUTATED;

/** In these two a text is one of a closed union or a column, and the compiler refuses another, or it is wording. */
export const withTexts = (name: Mutated): boolean => name === 'signing' || name === 'core';
export const PACKAGES = Object.keys(MUTATED) as Mutated[];

/**
 * The files of a package that are mutated, from the root; an index only lists, `portable.ts` is tested as it is built,
 * and what speaks to PostgreSQL is tested on a server, outside of the process that holds the mutants.
 */
export function mutatedFiles(name: Mutated, only: readonly string[] = []): string[] {
  const patterns = MUTATED[name].map((pattern) => `packages/${name}/src/${pattern}.ts`);
  const isMutated = (file: string) =>
    !/\.test\.ts$|\/(index|portable)\.ts$|\/(testing|postgres)\//.test(file);
  const isAsked = (file: string) => only.length === 0 || only.some((part) => file.includes(part));
  return globSync(patterns, { cwd: ROOT })
    .filter((file) => isMutated(file) && isAsked(file))
    .sort();
}

/** What a ledger's methods are put together of. */
const LEDGER = ['create-ledger', 'hands', 'open-ledger'];

const JOBS = [
  ...['change-job', 'claim-item', 'job', 'job-methods', 'job-rows', 'job-seal', 'quote-job', 'read-job'],
  ...['settle-item', 'start-job'],
  ...['mandates', 'prepare', 'verify'],
];

const HISTORY = [
  ...LEDGER,
  ...['at-start', 'last-event', 'migrations/', 'chain', 'doubt', 'events', 'heads', 'limits-event'],
  ...['owners-word', 'verify'],
];

const MANDATES = ['events', 'days', 'mandate-use', 'mandates', 'mark-sent', 'owners-word', 'prepare'];

const APPROVALS = [
  ...['approvals', 'entry-row', 'execute', 'mark-sent', 'possible-duplicate'],
  ...['owners-word', 'prepare', 'recover', 'transition'],
];

const PEOPLE = [
  ...LEDGER,
  'people',
  ...['at-start', 'budget', 'counted', 'events', 'mark-sent', 'owners-word', 'prepare', 'recover'],
  ...['deleted-key', 'key-detail', 'possible-duplicate'],
];

const SPEND_ONCE = ['before-sending', 'send-once', 'settle', 'spend-once', 'spender'];

/** What tests are about that are named after a story: sources, and folders, which end in a slash. */
const STORIES: Readonly<Record<string, readonly string[]>> = {
  'ledger/src/approval-budgets': APPROVALS,
  'ledger/src/approvals': APPROVALS,
  'ledger/src/awaiting-approval': APPROVALS,
  'ledger/src/budget': [...LEDGER, 'charge', 'counted', 'reconcile', 'transition'],
  'ledger/src/damaged': ['entry-row', 'marks', 'queries', 'recover'],
  'ledger/src/earlier-versions': HISTORY,
  'ledger/src/edited-by-hand': ['owners-word', 'events', 'counted', 'deleted-key', 'verify'],
  'ledger/src/execute': [
    'deleted-key',
    'held',
    ...LEDGER,
    'row-by-id',
    'statement',
    'store-row',
    'charge',
    'key-detail',
    'prepare',
    'recorded-error',
    'transition',
  ],
  'ledger/src/history-key': [...HISTORY, 'chain-key'],
  'ledger/src/jobs/change-job': JOBS,
  'ledger/src/jobs/items': JOBS,
  'ledger/src/jobs/two-jobs': JOBS,
  'ledger/src/jobs/job': JOBS,
  'ledger/src/jobs/quote-job': JOBS,
  'ledger/src/jobs/restock': [...JOBS, 'held'],
  'ledger/src/jobs/stops-by-itself': JOBS,
  'ledger/src/lease': [
    ...LEDGER,
    'row-by-id',
    'store-row',
    'execute',
    'mark-sent',
    'owner',
    'prepare',
    'recover',
  ],
  'ledger/src/lost-history': [...HISTORY, 'prepare'],
  'ledger/src/looks': [...LEDGER, 'queries', 'transition'],
  'ledger/src/mandate-use': MANDATES,
  'ledger/src/mandates': MANDATES,
  'ledger/src/mandates-edited-by-hand': MANDATES,
  'ledger/src/marks': ['transition'],
  'ledger/src/people': PEOPLE,
  'ledger/src/personal-budgets': PEOPLE,
  'ledger/src/possible-duplicate': ['prepare'],
  'ledger/src/revoked-mandates': MANDATES,
  'ledger/src/stop': [...LEDGER, 'owners-word'],
  'ledger/src/transition': ['entry-row', 'queries'],
  'ledger/src/events': ['queries'],
  'ledger/src/suspensions': [...LEDGER, 'stop', 'charge', 'prepare', 'queries'],
  'ledger/src/verify': HISTORY,
  'spending/src/approve': ['asked-quote', 'read-quote', 'grace'],
  'spending/src/cancel': ['before-sending', 'spend-once', 'follow'],
  'spending/src/cards/deletion': ['kinds', 'settle', 'stored'],
  'spending/src/entry': ['damaged', 'delivered-cards', 'seen-entry', 'settle-by-owner', 'stored'],
  'spending/src/jobs/run-job': [
    ...['await-job', 'job-kinds', 'job-of', 'price-items', 'price-job', 'run-item', 'run-options'],
    'settle-open-items',
  ],
  'spending/src/mark-cards': ['cards-in', 'delivered-cards'],
  'spending/src/overcharge': ['charge-shown', 'charged-amount', 'reconcile'],
  'spending/src/people': ['of-another-account', 'seen-entry'],
  'spending/src/quote': ['asked-quote', 'balance', 'find-sku', 'good', 'read-quote', 'wish'],
  'spending/src/refused-yet-paid': ['charge-shown', 'reconcile'],
  'spending/src/spend-once': SPEND_ONCE,
  'spending/src/storefront/only-specification': ['quote', 'wish'],
  'spending/src/supplier/trade': ['find-sku', 'kinds', 'quote', 'settle', 'settle-by-owner', 'stored'],
  'spending/src/used-key': SPEND_ONCE,
  'ledger/src/queries': ['entry-row', 'id-range', 'list', ...LEDGER],
  'ledger/src/replay': [...LEDGER, 'prepare'],
  'ledger/src/list': ['days', 'search', 'migrations/', 'queries', 'summary'],
  'ledger/src/changed-since': [...LEDGER, 'migrations/'],
  'ledger/src/summary': ['days'],
  'ledger/src/look': ['schema-version', 'open-to-read', 'chain-key'],
  'ledger/src/sqlite/open-sqlite': ['node-sqlite-dialect', 'migrations/', 'schema-version', 'storage-error'],
  'ledger/src/sqlite/same-file': ['open-sqlite'],
};

/** Whether a test file is about a source, or about the folder it is in: by its name, or as listed. */
export function isAbout(test: string, source: string): boolean {
  const [subject, path, name] = [
    basename(test, '.test.ts'),
    source.replace(/^.*\/src\//, ''),
    basename(source, '.ts'),
  ];
  const story = STORIES[`${source.split('/')[1]}/${test.replace('.test.ts', '')}`] ?? [];
  const isListed = story.some((about) => (about.endsWith('/') ? path.startsWith(about) : name === about));
  return path.includes(subject) || subject.includes(name) || isListed;
}

/** The test files of a package that are about one of these sources. */
export function testsAbout(name: Mutated, sources: readonly string[]): string[] {
  const tests = globSync('src/**/*.test.ts', { cwd: `${ROOT}/packages/${name}` });
  return tests.filter((test) => sources.some((source) => isAbout(test, source)));
}
