/** Who uses the ledger, and what of it is theirs. */
export const people = {
  people: {
    title: 'People',
    intro:
      'Who uses this ledger over the network, and what each has spent today. A budget of one’s own lies inside the one of all. Only kamikit user adds and revokes.',
    empty: 'Nobody was added.',
    emptyHow: 'kamikit user add NAME --role buyer adds somebody, who then uses kamikit serve with a token.',
    name: 'Name',
    role: 'Role',
    spentToday: 'Spent today',
    since: 'Since',
    roles: { owner: 'Owner', buyer: 'Buyer', viewer: 'Viewer' },
    revoked: 'Revoked',
    ofIssuer: 'Signs in elsewhere: role and limits are in their token',
    maxOrder: (most: string) => `At most ${most} per order`,
    ofBudget: (daily: string) => `of ${daily}`,
    noBudget: 'no budget of their own',
  },
};
