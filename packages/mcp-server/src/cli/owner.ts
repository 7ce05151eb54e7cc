/** Under whose name the ledger keeps what is decided here. */
export const COMMAND_LINE = 'command line';
