import type { View } from '../view.ts';

export interface Bar {
  label: string;
  /** For the axis; none where there is no room for all. */
  tick: string | null;
  /** For the height alone; `amount` is what is told. */
  value: number;
  amount: string;
}

const HEIGHT = 168;
const [LEFT, BOTTOM, TOP] = [52, 24, 10];

interface BarsProps {
  view: View;
  id: string;
  title: string;
  heading: string;
  bars: readonly Bar[];
  money(value: number): string;
  /** In its own units, of which a letter is 11 high. */
  width?: number;
}

/** Bars over time, drawn here; the same numbers stand below as a table. */
export function Bars({ view, id, title, heading, bars, money, width: whole = 640 }: BarsProps) {
  const { t } = view;
  const top = niceTop(Math.max(...bars.map(({ value }) => value), 0));
  const height = HEIGHT - BOTTOM - TOP;
  const step = (whole - LEFT) / Math.max(bars.length, 1);
  const width = Math.min(Math.max(step * 0.62, 3), 44);
  const y = (value: number) => TOP + height - (value / top) * height;
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${whole} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title`}>
        <title id={`${id}-title`}>{title}</title>
        {[0, 0.5, 1].map((part) => (
          <g>
            <line class="grid" x1={LEFT} x2={whole} y1={y(top * part)} y2={y(top * part)} />
            <text class="axis" x={LEFT - 8} y={y(top * part) + 4} text-anchor="end">
              {money(top * part)}
            </text>
          </g>
        ))}
        {bars.map(({ label, tick, value, amount }, at) => {
          const x = LEFT + step * at + (step - width) / 2;
          const tall = Math.max(value > 0 ? 2 : 0, (value / top) * height);
          return (
            <g>
              <rect class="hit" x={LEFT + step * at} y={TOP} width={step} height={height}>
                <title>{`${label}: ${amount}`}</title>
              </rect>
              <rect
                class="bar"
                x={x}
                y={TOP + height - tall}
                width={width}
                height={tall}
                rx={Math.min(3, width / 3)}
              />
              {tick !== null && (
                <text class="axis" x={x + width / 2} y={HEIGHT - 6} text-anchor="middle">
                  {tick}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <details>
        <summary>{t.common.asTable}</summary>
        <Table
          heads={[heading, t.overview.amount]}
          rows={bars.filter(({ value }) => value > 0).map(({ label, amount }) => [label, amount])}
        />
      </details>
    </figure>
  );
}

/** Parts of a whole, the largest first. */
export function Shares({
  shares,
}: {
  shares: ReadonlyArray<{ label: string; note: string; value: number; amount: string }>;
}) {
  const most = Math.max(...shares.map(({ value }) => value), 0);
  return (
    <ol class="shares">
      {shares.map(({ label, note, value, amount }) => (
        <li>
          <span class="share-label">{label}</span>
          <span class="share-note">{note}</span>
          <span class="share-amount">{amount}</span>
          <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="4" rx="2" />
            <rect class="bar" width={most > 0 ? Math.max((value / most) * 100, 1) : 0} height="4" rx="2" />
          </svg>
        </li>
      ))}
    </ol>
  );
}

const ARC = 'M14 82 A66 66 0 0 1 146 82';

/** How much of a limit is used, as half a circle. `part` is between 0 and 1, null without a limit. */
export function Gauge({
  part,
  title,
  figure,
  note,
}: {
  part: number | null;
  title: string;
  figure: string;
  note: string;
}) {
  const tone = part !== null && part >= 0.9 ? 'nearly' : '';
  const used = Math.min(Math.max(part ?? 0, 0), 1) * 100;
  return (
    <div class="gauge">
      <svg viewBox="0 0 160 92" role="img" aria-label={title}>
        <path class="track" d={ARC} />
        {used > 0 && <path class={`arc ${tone}`} d={ARC} pathLength="100" stroke-dasharray={`${used} 200`} />}
      </svg>
      <p class="gauge-figure">{figure}</p>
      <p class="gauge-note">{note}</p>
    </div>
  );
}

/** How much of a limit is used, as a line. */
export function Meter({ part, label }: { part: number; label: string }) {
  return <Line part={part} label={label} tone={part >= 0.9 ? 'nearly' : ''} />;
}

/** How far something is, as a line: to be near the end is nothing to warn of. */
export function Progress({ part, label }: { part: number; label: string }) {
  return <Line part={part} label={label} tone="" />;
}

function Line({ part, label, tone }: { part: number; label: string; tone: '' | 'nearly' }) {
  const used = Math.min(Math.max(part, 0), 1) * 100;
  return (
    <svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="track" width="100" height="4" rx="2" />
      <rect class={`bar ${tone}`} width={used} height="4" rx="2" />
    </svg>
  );
}

export function Table({ heads, rows }: { heads: readonly string[]; rows: ReadonlyArray<readonly string[]> }) {
  return (
    <table class="figures">
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell) => (
              <td>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The next of 1, 2, 5, 10, 20, 50 … above a value. */
export function niceTop(value: number): number {
  if (value <= 0) return 10;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
