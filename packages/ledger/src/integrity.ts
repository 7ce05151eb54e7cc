/** Where what vouches for a ledger is kept: away from the ledger, so that who replaces the one does not replace the other. */
export interface Integrity {
  /** Holds the key (mode 0600) and the heads of all ledgers; created if missing. */
  folder: string;
}

/** The name of the key's file there. */
export const KEY_FILE = 'ledger.key';
