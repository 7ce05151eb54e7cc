/** What `kamikit init`, `resume` and `notify` say, and every command of where its settings come from. */
export const setup = {
  init: 'asks for your keys and connects a host; shows what changes first, and keeps what is there',
  host: 'the host to connect',
  hostFile: 'another file in which that host, or one like it, keeps its servers',
  initYes: 'ask nothing, and write',

  resume: 'lets a suspended ledger or account spend again, after asking you',
  resumeAccount: 'only this one: storefront, cards, supplier, or its own mark',
  resumeYes: 'resume without asking',
  comparing: 'comparing the ledger with its events',
  nothingSuspended: 'Nothing is suspended.',
  notSuspended: ({ account }: { account: string }) => `${account} is not suspended.`,
  suspendedSince: ({ account, since, entryId }: { account: string; since: string; entryId: string }) =>
    `Account ${account} has been suspended since ${since} by entry ${entryId}.`,
  charge: ({ charged, agreed }: { charged: string | null; agreed: string | null }) =>
    `${charged} yuan were charged, ${agreed} were agreed.`,
  acceptedAsItIs: 'If you resume, the ledger is taken as it is, and what it has lost may be bought again.',
  resumeQuestion: 'Resume?',
  notResumed: 'Nothing was changed. On a terminal you are asked; --yes resumes without asking.',
  resumed: 'Spending goes on.',

  notify: "records the supplier's notifications in the ledger; prints one JSON line with its URL",
  notifyHost: 'the address to listen on',
};

export type Setup = typeof setup;
