import type { Account, ConsoleParts } from './parts.ts';

export interface AccountsReader {
  /** The last answer, asked for anew when it is old; null while there is none yet. */
  read(): Promise<readonly Account[] | null>;
}

const FRESH_MS = 30_000;
/** How long a page waits: what comes later is shown by itself. */
const PATIENCE_MS = 1_500;
const TIME_MS = 15_000;

/** Balances as the shops tell them; a slow shop does not keep a page from being shown. */
export function accountsReader(
  { accounts, now }: Pick<ConsoleParts, 'accounts' | 'now'>,
  onAnswer: () => void,
  patienceMs = PATIENCE_MS,
): AccountsReader {
  let known: { accounts: readonly Account[]; atMs: number } | null = null;
  let asking: Promise<void> | null = null;

  function ask(): Promise<void> {
    asking ??= accounts(AbortSignal.timeout(TIME_MS))
      .then((answer) => {
        known = { accounts: answer, atMs: now() };
        onAnswer();
      })
      // Each account's own failure is part of the answer; without any answer there is none to show.
      .catch(() => {})
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  /** Not what seems to be of a time to come: the clock was set back since. */
  const isFresh = (atMs: number) => atMs <= now() && now() - atMs < FRESH_MS;

  return {
    async read() {
      if (known !== null && isFresh(known.atMs)) return known.accounts;
      const answered = ask();
      if (known === null) await Promise.race([answered, patience(patienceMs)]);
      return known?.accounts ?? null;
    },
  };
}

function patience(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
