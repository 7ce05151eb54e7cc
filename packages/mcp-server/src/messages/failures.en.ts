import type { ErrorCode } from '@kamikit/core';

/** What to do about what failed. */
const hints: Record<ErrorCode, string> = {
  unauthorized:
    'Ask the user to check this upstream’s API key (for a supplier, its API id too) in the configuration.',
  not_found: 'Look the id or code up again; it may have been removed.',
  invalid_request: 'Correct the named fields and call again.',
  insufficient_balance: 'Ask the user to top up the account.',
  out_of_stock: 'Buy fewer, choose another specification, or wait for new stock.',
  limit_exceeded: 'Reduce the quantity.',
  card_expired: 'The card has expired; recharge_card may extend it.',
  card_exhausted: 'Nothing is left on the card; recharge_card may refill it.',
  rate_limited: 'Wait for as long as the message says, then repeat the same call.',
  signature_rejected: 'Ask the user to check the supplier’s API id and key.',
  upstream_refused: 'What stands in “ ” is the upstream’s reason; repeating the same call will not help.',
  malformed_response: 'The service may have a problem, or its URL may be wrong; try again later.',
  unreachable: 'Try the same call again later; if it keeps failing, ask the user to check the URL.',
  timeout: 'Try the same call again later.',
  outcome_unknown:
    'Do NOT buy again. It may have gone through: call reconcile_ledger (list_ledger shows the entry_id), and repeat only with the same idempotency_key, which never sends twice.',
  config_invalid:
    'Ask the user to correct what is named, in the configuration file or the host’s configuration, and to restart the server. `kamikit doctor` checks it.',
  price_changed: 'Tell the user the new price; if the user agrees, call again with a higher max_total.',
  over_budget: 'Tell the user which limit was reached; only the user can raise it, in the configuration.',
  declined: 'Nothing was sent. Do not try again unless the user asks for it.',
  duplicate_in_progress:
    'The first call with this key is still under way: wait, then repeat with the same key to see its result.',
  key_conflict: 'This idempotency_key belongs to another request: use a new key for a different one.',
  read_only: 'This server is read-only (KAMIKIT_READ_ONLY); only the user can change that.',
  possible_duplicate:
    'The same was done a moment ago under another key: tell the user what became of it (list_ledger shows entry_id). Only if the user wants it once more, call again with again: true.',
  suspended:
    'Nothing was sent. Tell the user what the message says; only the user can lift it, with `kamikit resume` in a terminal.',
  awaiting_approval:
    'Nothing was sent yet: the owner has to allow it first. The same call again, with the same idempotency_key if it takes one, tells what became of it.',
  cancelled: 'It had no effect. The same call may be repeated with the same idempotency_key.',
  internal: 'Please report this as a bug. If money may be involved, check list_ledger before anything else.',
};

/** Why a question to the user was no yes. */
const notConfirmed = {
  decline: 'The user said no. Nothing was sent; do not try again unless the user asks for it.',
  cancel: 'The user closed the question. Nothing was sent; do not try again unless the user asks for it.',
  no_answer: 'The host returned no answer. Nothing was sent; do not try again unless the user asks for it.',
  cannot_ask:
    'Nothing was sent: this host cannot ask the user, and KAMIKIT_CONFIRM is set to required. Only the user can change that.',
};

/** What is said about failures; messages themselves are English everywhere, as logs and the ledger hold them too. */
export const failures = {
  hints,
  /** What our libraries say of a failure, for a reader of this language. */
  explained: (_code: ErrorCode, { said }: { said: string }) => said,
  /** The same of what they advise. */
  advised: ({ said }: { said: string }) => said,
  withCode: (code: ErrorCode, { what }: { what: string }) => `${code}: ${what}`,
  /** What to do about wrong arguments where nobody says more; `said` is the message. */
  faulty: (_: { said: string }) => hints.invalid_request,
  notConfirmed,
  doneUnshown:
    'Do NOT do it again: list_ledger shows the entry with what was delivered. Please report this as a bug.',
  doneOnce: 'It was done once and will not be done again: verify_card shows the card as it is now.',
  deleteAgain: 'Call delete_card again with the same code: not_found then means that it has been deleted.',
  sandboxFolder: 'Make that folder writable, or set KAMIKIT_DATA_DIR to another one.',
  ledgerFolder: 'KAMIKIT_DATA_DIR sets the folder.',
  ledgerDatabase: 'KAMIKIT_DATABASE_URL says which database.',
};

export type Failures = typeof failures;
