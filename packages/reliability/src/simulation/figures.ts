/** What a run came to. */
export interface Figures {
  schedules: number;
  calls: number;
  faults: number;
  kills: number;
  /** What upstreams did: money taken, and cards used, recharged, deleted and issued. */
  charges: number;
  violations: number;
  turns: number;
}

export function noFigures(): Figures {
  return { schedules: 0, calls: 0, faults: 0, kills: 0, charges: 0, violations: 0, turns: 0 };
}

export function addFigures(sum: Figures, more: Figures): void {
  sum.schedules += more.schedules;
  sum.calls += more.calls;
  sum.faults += more.faults;
  sum.kills += more.kills;
  sum.charges += more.charges;
  sum.violations += more.violations;
  sum.turns += more.turns;
}

/** As a person reads them. */
export function tellFigures(figures: object): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(10)} ${String(value).padStart(9)}`)
    .join('\n');
}
