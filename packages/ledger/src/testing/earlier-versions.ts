/** SQL that takes columns from the entries. */
function without(...columns: string[]): string {
  return columns.map((column) => `alter table entries drop column ${column}`).join(';');
}

/** What makes a file one of the version that knew no jobs and no turns, apart from its number. */
const WITHOUT_JOBS = `drop table turns; drop table jobs; drop table job_items; drop index entries_job; ${without('job', 'job_item')}`;

/** What makes a file one of the version that knew no people, apart from its number. */
const WITHOUT_PEOPLE = `drop index if exists entries_changed; drop index entries_person; drop index entries_key;
  create unique index entries_key on entries (kind, idempotency_key) where never_sent = 0; ${without('person')}`;

/** What makes a file one of the version that asked no owner, apart from its number. */
export const WITHOUT_APPROVALS = `${WITHOUT_PEOPLE}; ${WITHOUT_JOBS}; drop index entries_asked; drop index entries_mandate; drop index if exists events_entry; drop index if exists events_notified;
  ${without('quote', 'quote_until_ms', 'decided_by', 'decided_ms', 'mandate')}`;

/** What makes a file one of the version that added nothing up and knew no search, apart from its number. */
export const WITHOUT_OVERVIEW = `${WITHOUT_APPROVALS}; drop table search_words;
  drop index entries_day; drop index entries_state; drop index entries_kind; drop index entries_good; drop index entries_unused;
  create index entries_day on entries (day, state, amount); create index entries_state on entries (state);
  ${without('used', 'unused', 'account', 'good', 'quantity')}`;
