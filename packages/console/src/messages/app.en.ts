/** A tool's result in a chat. */
export const app = {
  app: {
    working: 'Under way …',
    cancelled: 'The call was cancelled. The ledger says what became of it.',
    inTheChat: 'The answer stands in the chat.',
    nothing: 'No entries here.',
    until: 'Quote stands until',
    onPage: 'Decide on your page',
    inTerminal: 'Or in a terminal',
    openPage: 'Open my page to decide',
    quoteOver: 'The time for deciding is over. Ask the assistant what became of it.',
    overcharged: 'More was charged than agreed. The account is suspended until you lift that.',
  },
};
