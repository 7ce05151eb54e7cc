import type { Upstream } from '@kamikit/core';
import { counted } from './english.ts';
import { problem } from './problems.en.ts';

const limit = (amount: string | null) => (amount === null ? 'no limit' : `${amount} yuan`);

const upstreams: Record<Upstream, string> = {
  storefront: 'storefront',
  cards: 'card service',
  supplier: 'supplier',
};

/** What `kamikit init`, `resume` and `notify` say, and every command of where its settings come from. */
export const setup = {
  problem,
  environment: ({ variables }: { variables: readonly string[] }) =>
    `the environment (${variables.join(', ')})`,
  inOrder: ({ first, second }: { first: string; second: string }) => `${first}, then ${second}`,
  noFile: ({ path }: { path: string }) => `there is no ${path}`,
  and: '; ',
  nothingSet: 'nothing is set',
  noLedgerYet: 'none is opened before the configuration is corrected',
  nothingSetNoFile: ({ path }: { path: string }) => `nothing is set, and there is no ${path}`,
  sources: ({ configuration, ledger }: { configuration: string; ledger: string }) =>
    `Configuration: ${configuration}\nLedger: ${ledger}\n`,
  connect: ({ block }: { block: string }) =>
    `This is started by a host, such as Claude Desktop. To connect one, run kamikit init: it asks for your keys, keeps them in a
file of yours, and writes what the host needs. To try it with play money first, open claude_desktop_config.json
(Settings > Developer > Edit Config) and add this:

${block}

Restart Claude Desktop and say: "What can I buy? Get me a month of 视频会员." kamikit --help shows what else there is.
`,

  init: 'asks for your keys and connects a host; shows what changes first, and keeps what is there',
  host: 'the host to connect; left out, a terminal asks, and otherwise it is claude-desktop',
  whichHost: 'Which host is to be connected? (↑ and ↓ choose, Enter confirms)',
  found: 'found on this machine',
  hostFile: 'another file in which that host, or one like it, keeps its servers',
  initYes: 'ask nothing, and write',
  about: ({ path }: { path: string }) => `Keys and limits go into ${path},
which this and every other command reads; a host's file gets none of them. Nothing is
written before you have seen it and said yes.
`,
  upstreams,
  questions: {
    KAMIKIT_STOREFRONT_API_KEY: 'The key of your account at the shop',
    KAMIKIT_CARDS_API_KEY: 'The key of your account at the card service',
    KAMIKIT_SUPPLIER_URL: 'The address of a supplier’s shop',
    KAMIKIT_SUPPLIER_API_ID: 'The id of your account there',
    KAMIKIT_SUPPLIER_API_KEY: 'The key of your account there',
  },
  openly: ({ question }: { question: string }) => `${question} (Enter: none)`,
  unseen: ({ question }: { question: string }) => `${question} (not shown; Enter: none)`,
  yes: 'Yes',
  no: 'No',
  stopped: 'stopped. Nothing was changed.',
  trying: ({ name }: { name: string }) => `trying the key of the ${name}`,
  tried: ({ name, found }: { name: string; found: string }) => `${name}: ${found}`,
  untried: ({ name, why }: { name: string; why: string }) =>
    `${name}: ${why}. So the key was not tried; it is kept`,
  leftOut: ({ name }: { name: string }) =>
    `${name}: left out; what is set for it without its key is not written`,
  referenceStays: ({ name }: { name: string }) =>
    `${name}: what the configuration says of where this key comes from stays; put the key right there.`,
  newFile: ({ path }: { path: string }) => `${path} (new)`,
  newKey: '… (new)',
  noFolder: ({ folder, host }: { folder: string; host: string }) =>
    `There is no ${folder}: if you do not have ${host}, --host names another.`,
  stays: ({ variable }: { variable: string }) =>
    `${variable} stays in the host's block, where it goes before what the file says.`,
  write: 'Write this?',
  unchanged: 'Nothing was changed.',
  notAsked: 'Nothing was changed. On a terminal you are asked; --yes writes it without asking.',
  fault: ({ what }: { what: string }) => `${what}. Nothing was changed.`,
  backup: ({ path }: { path: string }) => `What was there before is in ${path}.`,
  playMoney: 'Play money and made-up goods: run kamikit init again when you have a key.',
  limits: ({ order, day }: { order: string | null; day: string | null }) =>
    `Limits: ${limit(order)} an order, ${limit(day)} a day; maxOrderTotal and dailyBudget in the configuration set them.`,
  pasteYourself: ({ why }: { why: string }) => `${why}; it was left unchanged. Put this into it yourself:`,
  claudeCode: ({ command }: { command: string }) =>
    `Run this, or put the block below into .mcp.json in a project:\n\n${command}`,
  claudeCodeFile: 'Put this into .mcp.json in a project:',
  cherryStudio: 'In Cherry Studio open Settings > MCP Servers > Add > Import from JSON, and paste this.',
  notObject: ({ path }: { path: string }) => `${path} is not a JSON object`,
  notObjectIn: ({ name, path }: { name: string; path: string }) => `"${name}" in ${path} is not an object`,
  allThere: 'All of it was there already.',
  restart: ({ host }: { host: string }) =>
    `Restart ${host}, and ask it what you can buy. kamikit doctor checks everything.`,
  thenRestart: ({ host }: { host: string }) =>
    `Then restart ${host}, and ask it what you can buy. kamikit doctor checks everything.`,
  brokenLink: ({ path }: { path: string }) =>
    `${path} is a symbolic link; nothing was written. The link leads nowhere: remove it, and run this again.`,
  link: ({ path, target, instead }: { path: string; target: string; instead: string }) =>
    `${path} is a symbolic link to ${target}; nothing was written. If that is where it belongs, run this again with ${instead}.`,
  notFile: ({ path }: { path: string }) => `${path} is not a file; nothing was written.`,

  resume: 'lets a suspended ledger or account spend again, after asking you',
  resumeAccount: 'only this one: storefront, cards, supplier, or its id',
  resumeYes: 'resume without asking',
  comparing: 'comparing the ledger with its events',
  nothingSuspended: 'Nothing is suspended.',
  notSuspended: ({ account }: { account: string }) => `${account} is not suspended.`,
  unknownAccount: ({ account, known }: { account: string; known: readonly string[] }) =>
    `There is no account ${account}. Accounts are ${known.join(', ')}.`,
  suspendedSince: ({ account, since, entryId }: { account: string; since: string; entryId: string }) =>
    `Account ${account} has been suspended since ${since} by entry ${entryId}.`,
  stoppedSince: ({ since, by }: { since: string; by: string }) =>
    `All spending has been stopped since ${since} (${by}).`,
  charge: ({ charged, agreed }: { charged: string | null; agreed: string | null }) =>
    `${charged} yuan were charged, ${agreed} were agreed.`,
  acceptedAsItIs: 'If you resume, the ledger is accepted as it is, and what it has lost may be bought again.',
  tokensEnd: ({ names }: { names: readonly string[] }) =>
    `It may have lost that a token was revoked, so the tokens of all end with that: give new ones, with kamikit user add, to ${names.join(', ')}.`,
  mandatesEnd: ({ count }: { count: number }) =>
    `It may have lost that a mandate was revoked, so ${counted(count, 'mandate')} ${count === 1 ? 'ends' : 'end'} with that: add again, with kamikit mandate add, what still holds.`,
  resumeQuestion: 'Resume?',
  moreSuspended:
    'Nothing was resumed: spending was stopped or suspended once more meanwhile. Run the command again to see by what.',
  notResumed: 'Nothing was changed. On a terminal you are asked; --yes resumes without asking.',
  resumed: 'Spending is allowed again.',
  resumeAll: '`kamikit resume`, without an account, lets it go on.',

  ui: "the owner's page: approvals, ledger, mandates, stop; prints a link that opens it once",
  uiNoOpen: 'do not open a browser',
  uiLink:
    'The link opens the page once, within 5 minutes. Press Enter for another one; Ctrl-C ends the page.',

  notify: "records the supplier's notifications in the ledger; prints one JSON line with its URL",
  notifyHost: 'the address to listen on',
  notInSandbox:
    'The sandbox sends no notifications: take KAMIKIT_SANDBOX out to receive those of your supplier.',
  noSupplier:
    'No supplier is configured: run kamikit init, or set KAMIKIT_SUPPLIER_URL, KAMIKIT_SUPPLIER_API_ID and KAMIKIT_SUPPLIER_API_KEY.',
};

export type Setup = typeof setup;
