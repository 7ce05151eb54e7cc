/** What many runs came to, in the figure's unit. */
export interface Spread {
  median: number;
  /** All but one in twenty are better than this. */
  p95: number;
}

export type Unit = 'ms' | 'µs' | 'ns' | 'MB' | 'bytes' | 'a second' | 'orders';

/** What the design asks for, of what. */
export type Target =
  | { of: 'ours' | 'ratio' | 'difference'; most: number }
  | { of: 'ours' | 'ratio'; least: number };

export interface Figure {
  what: string;
  unit: Unit;
  ours: Spread;
  /** The plain counterpart of the same run, and ours to it, run by run. */
  beside?: ({ what: string; ratio: number } & Spread) | undefined;
  target?: Target | undefined;
}

export type Measure = (options: MeasureOptions) => Promise<Figure[]>;

export interface MeasureOptions {
  /** Other builds of the server, to be measured in the same rounds. */
  builds: readonly string[];
}

export function spread(values: readonly number[], isMoreBetter = false): Spread {
  const sorted = values.toSorted((a, b) => (isMoreBetter ? b - a : a - b));
  const at = (share: number) =>
    sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

/** Ours beside another, measured in turns: the values of one round stand at the same place. */
export function pairs(
  ours: readonly number[],
  { what, values }: { what: string; values: readonly number[] },
  isMoreBetter = false,
): Pick<Figure, 'ours' | 'beside'> {
  const ratios = ours.map((value, round) => value / (values[round] ?? Number.NaN));
  return {
    ours: spread(ours, isMoreBetter),
    beside: { what, ratio: spread(ratios).median, ...spread(values, isMoreBetter) },
  };
}

/** What the target is compared with. */
export function measured({ ours, beside, target }: Figure): number {
  if (target?.of === 'ratio') return beside?.ratio ?? Number.NaN;
  return target?.of === 'difference' ? ours.median - (beside?.median ?? Number.NaN) : ours.median;
}

/** Null where nothing is asked for. */
export function isReached(figure: Figure): boolean | null {
  const { target } = figure;
  if (target === undefined) return null;
  return 'most' in target ? measured(figure) <= target.most : measured(figure) >= target.least;
}
