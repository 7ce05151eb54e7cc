import type { Figure } from './figure.ts';
import { amount } from './printed.ts';

const BARS = 380;
const AMOUNTS = 110;
// No letter of 13 pixels is wider on the average of a name.
const LETTER = 7.5;
const ROW = 26;
const TITLE = 34;

/** Bars of ours and of each counterpart, one group below the other; light and dark as the reader has it. */
export function chart(groups: ReadonlyArray<{ title: string; figures: readonly Figure[] }>): string {
  const names = groups.flatMap(({ figures }) => barsOf(figures)).map(({ name }) => name.length);
  const left = Math.ceil(Math.max(...names) * LETTER) + 10;
  const width = left + BARS + AMOUNTS;
  let y = 0;
  const parts: string[] = [];
  for (const { title, figures } of groups) {
    const bars = barsOf(figures);
    const longest = Math.max(...bars.map(({ value }) => value));
    parts.push(`<text class="title" x="0" y="${y + 20}">${escaped(title)}</text>`);
    y += TITLE;
    for (const { name, value, label, isOurs } of bars) {
      const long = Math.max((value / longest) * BARS, 1);
      parts.push(
        `<text x="${left - 10}" y="${y + 15}" text-anchor="end">${escaped(name)}</text>`,
        `<rect class="${isOurs ? 'ours' : 'other'}" x="${left}" y="${y + 3}" width="${long.toFixed(1)}" height="16" rx="3"/>`,
        `<text class="value" x="${(left + long + 8).toFixed(1)}" y="${y + 15}">${escaped(label)}</text>`,
      );
      y += ROW;
    }
    y += 12;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(groups.map(({ title }) => title).join('; '))}">
<style>
text { font: 13px system-ui, sans-serif; fill: #3d4450; }
.title { font-weight: 600; font-size: 15px; fill: #14181f; }
.value { font-variant-numeric: tabular-nums; }
.ours { fill: #0f766e; }
.other { fill: #b6bec9; }
@media (prefers-color-scheme: dark) {
  text { fill: #b6bec9; }
  .title { fill: #eef1f5; }
  .ours { fill: #2dd4bf; }
  .other { fill: #4a5361; }
}
</style>
${parts.join('\n')}
</svg>
`;
}

interface Bar {
  name: string;
  value: number;
  label: string;
  isOurs: boolean;
}

function barsOf(figures: readonly Figure[]): Bar[] {
  const [first] = figures;
  if (first === undefined) return [];
  const bar = (name: string, value: number, isOurs: boolean): Bar => ({
    ...{ name, value, isOurs },
    label: amount(value, first.unit),
  });
  const others = figures.flatMap(({ beside }) =>
    beside ? [bar(beside.what.replace(/, \d+ tools$/, ''), beside.median, false)] : [],
  );
  return [bar('kamikit', first.ours.median, true), ...others].sort((a, b) => a.value - b.value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
