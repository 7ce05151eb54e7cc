/** What `kamikit serve` and `kamikit user` say. */
export const serving = {
  about:
    'the tools over HTTP at /mcp, for people with a token, and the owner’s page; prints one JSON line with the address',
  host: 'the address to listen on',
  publicUrl: 'where others reach it, through a proxy with TLS',
  wrongPublicUrl: 'It must be an https: address without a path, such as https://kamikit.example.com',
  needsPublicUrl:
    'whoever listens beyond this machine needs --public-url: the https: address of the proxy in front, which others connect to',
  restock: 'restocks the goods of this list, by mandates alone; read anew each time',
  restockAt: 'when, as cron has it, in Shanghai’s time: "0 9 * * *" is every day at nine',
  restockMaxTotal: 'the most that one restocking may cost, in yuan',
  restockNeedsAll: '--restock, --restock-at and --restock-max-total go together',
  wrongCron: '--restock-at takes five fields, such as "0 9 * * *"',
  user: 'who may use `kamikit serve`; alone it lists',
  userAdd: 'adds somebody and prints their token: it is shown this once, and only its hash is kept',
  userList: 'those who may use it, and their limits',
  userRevoke: 'takes somebody’s token back, at once and in every process',
  userName: 'letters and digits, up to 40',
  role: 'owner: everything. buyer: spends, and sees entries of their own. viewer: only looks, and sees no cards',
  needsRole: ({ roles }: { roles: readonly string[] }) => `--role is needed: ${roles.join(', ')}`,
  dailyBudget: 'what one day may cost them, inside the budget of all',
  maxOrder: 'what one of their orders may cost',
  wrongMoney: 'It must be an amount in yuan, such as 99.50',
  all: 'those who were revoked, too',
  json: 'as JSON',
  nobody: 'Nobody may use `kamikit serve` yet. `kamikit user add NAME --role buyer` adds somebody.',
  added: ({ name }: { name: string }) =>
    `${name} was added. The token above is not shown again; a host sends it as the header “Authorization: Bearer TOKEN”.`,
  listedDaily: ({ daily }: { daily: string }) => `${daily} yuan a day`,
  listedMost: ({ most }: { most: string }) => `up to ${most} yuan an order`,
  listedSince: ({ since }: { since: string }) => `since ${since}`,
  revokedSince: ({ since }: { since: string }) => `revoked since ${since}`,
  revoked: ({ name, since }: { name: string; since: string }) => `${name} has been revoked since ${since}.`,
};

export type Serving = typeof serving;
