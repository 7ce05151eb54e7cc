import stringWidth from 'fast-string-width';
import { type Figure, isReached, measured, type Target, type Unit } from './figure.ts';

/** The figures of one measurement, for a terminal. */
export function printed(name: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    amount(figure.ours.median, figure.unit),
    `(${amount(figure.ours.p95, figure.unit)})`,
    figure.beside === undefined
      ? ''
      : `${amount(figure.beside.median, figure.unit)} ${figure.beside.what}, ${times(figure.beside.ratio)}`,
    verdict(figure),
  ]);
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, column) => Math.max(all[column] ?? 0, stringWidth(cell))),
    [],
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell))).join('  ');
  return [
    `${name}: median (95th percentile), counterpart, target`,
    ...rows.map((row) => `  ${line(row)}`.trimEnd()),
    '',
  ].join('\n');
}

/** What is asked for and whether it is there; empty where nothing is. */
export function verdict(figure: Figure): string {
  const { target, unit } = figure;
  if (target === undefined) return '';
  const reached = isReached(figure) ? 'reached' : 'MISSED';
  return `${asked(target, unit)}: ${reached}${target.of === 'difference' ? ` (${amount(measured(figure), unit)})` : ''}`;
}

export function asked(target: Target, unit: Unit): string {
  const [sign, bound] = 'most' in target ? ['≤', target.most] : ['≥', target.least];
  if (target.of === 'ratio') return `${sign} ${times(bound)}`;
  return `${sign} ${amount(bound, unit)}${target.of === 'difference' ? ' more' : ''}`;
}

const times = (ratio: number) => `${ratio.toPrecision(3)} times`;

/** Three digits say all that a run can know. */
export function amount(value: number, unit: Unit): string {
  if (unit === 'bytes') return `${value.toLocaleString('en')} bytes`;
  const rounded =
    Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3));
  return `${rounded} ${unit}`;
}
