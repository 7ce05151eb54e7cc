import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { chart } from './chart.ts';
import { type Figure, isReached, measured } from './figure.ts';
import { amount, asked } from './printed.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DOCUMENT = join(ROOT, 'docs/performance.md');
const CHART = join(ROOT, 'docs/images/performance.svg');
const GENERATED = /(?<=<!-- Written by `pnpm bench --peers --write`. -->\n)[\s\S]*(?=<!-- Until here. -->)/;

/** Puts the figures of one run into the document, with its chart. */
export function writeDocument(figures: Readonly<Record<string, readonly Figure[]>>): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  if (!GENERATED.test(text)) throw new Error('docs/performance.md has lost the place for its figures');
  writeFileSync(
    DOCUMENT,
    text.replace(GENERATED, () => `\n${tables(figures)}\n`),
  );
  const peers = figures.peers ?? [];
  if (peers.length === 0) return;
  const group = (what: string) => peers.filter((figure) => figure.what === what);
  const groups = [...new Set(peers.map(({ what }) => what))].map((what) => ({
    title: what.replaceAll('`', ''),
    figures: group(what),
  }));
  writeFileSync(CHART, chart(groups));
}

function tables(figures: Readonly<Record<string, readonly Figure[]>>): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const parts = [
    `${type()}, ${cpus().length} cores (${cpu?.model.trim() || 'unnamed'}), ${memory} GB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}. Medians, 95th percentiles in brackets.`,
  ];
  for (const [name, of] of Object.entries(figures)) {
    parts.push(
      `### ${name.replaceAll('-', ' ')}`,
      [
        '| what | kamikit | counterpart of the same run | asked for |',
        '| --- | --: | --- | --- |',
        ...of.map(row),
      ].join('\n'),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function row(figure: Figure): string {
  const { what, unit, ours, beside, target } = figure;
  const value = ({ median, p95 }: Figure['ours']) =>
    median === p95 ? amount(median, unit) : `${amount(median, unit)} (${amount(p95, unit)})`;
  const counterpart = beside ? `${value(beside)} ${beside.what}: ${beside.ratio.toPrecision(3)} times` : '';
  const difference = target?.of === 'difference' ? `, ${amount(measured(figure), unit)}` : '';
  const verdict = target
    ? `${asked(target, unit)}${difference}: ${isReached(figure) ? 'reached' : '**missed**'}`
    : '';
  return `| ${what} | ${value(ours)} | ${counterpart} | ${verdict} |`;
}
