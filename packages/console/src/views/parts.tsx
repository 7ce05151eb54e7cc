import type { LedgerEntry } from '@kamikit/ledger';
import type { Child } from 'hono/jsx';
import { type Messages, wordFor } from '../messages/messages.ts';
import type { View } from '../view.ts';

export function Head({ title, intro, children }: { title: string; intro?: string; children?: Child }) {
  return (
    <div class="head">
      <div>
        <h1>{title}</h1>
        {intro !== undefined && <p class="intro">{intro}</p>}
      </div>
      {children}
    </div>
  );
}

/** A part of a page; with `id` one that is brought up to date by itself. */
export function Panel(props: {
  id?: string;
  title?: string;
  note?: Child;
  class?: string;
  children?: Child;
}) {
  const { id, title, note, children } = props;
  return (
    <section id={id} class={`panel ${props.class ?? ''}`} {...(id !== undefined && { 'data-live': '' })}>
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {note !== undefined && <span class="note">{note}</span>}
        </header>
      )}
      {children}
    </section>
  );
}

/** Where there is nothing, and what to do about it. */
export function Empty({ title, how, children }: { title: string; how?: string; children?: Child }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {how !== undefined && <p>{how}</p>}
      {children}
    </div>
  );
}

/** How an entry stands, in words; the mark beside them differs in shape as well as in colour. */
export function State({ view, entry }: { view: View; entry: LedgerEntry }) {
  const { t } = view;
  if (entry.damaged !== null) return <Badge tone="bad" text={t.damaged} />;
  const isDeclined = entry.state === 'refused' && entry.error?.code === 'declined';
  return (
    <span class="states">
      {isDeclined ? <Badge tone="quiet" text={t.declined} /> : <StateBadge t={t} state={entry.state} />}
      {entry.overcharged && <Badge tone="bad" text={t.overcharged} />}
    </span>
  );
}

export function StateBadge({ t, state }: { t: Messages; state: string }) {
  return <Badge tone={TONES[state] ?? 'quiet'} text={wordFor(t.states, state)} />;
}

export type Tone = 'good' | 'bad' | 'wait' | 'ask' | 'quiet';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ awaiting_approval: 'ask', prepared: 'wait', sent: 'wait', pending: 'wait' },
  ...{ completed: 'good', failed: 'bad', unknown: 'bad', refused: 'quiet', refunded: 'quiet' },
};

const SHAPES: Readonly<Record<Tone, string>> = {
  good: 'M2.5 6.5l2.5 2.5 4.5-5.5',
  bad: 'M6 1.5L11 10.5H1zM6 5v2.4M6 9h.01',
  wait: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM6 3.8V6l1.6 1.2',
  ask: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM4.8 4.8a1.3 1.3 0 1 1 1.9 1.2c-.5.3-.7.5-.7.9M6 8.4h.01',
  quiet: 'M2.5 6h7',
};

export function Badge({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span class={`badge ${tone}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={SHAPES[tone]} />
      </svg>
      {text}
    </span>
  );
}

/** What an entry is about, on one line. */
export function titleOf(view: View, { goods, kind }: LedgerEntry): string {
  if (goods === null) return wordFor(view.t.kinds, kind);
  return view.clean(goods.name, 120) ?? view.t.common.noName;
}

/** The specification and how many of it. */
export function detailOf(view: View, { goods, kind, request }: LedgerEntry): string {
  const { t, clean } = view;
  if (goods === null) {
    const count = typeof request.count === 'number' ? request.count : null;
    return count === null ? '' : t.common.pieces(count);
  }
  const specification = clean(goods.specification, 80);
  return [specification, `× ${goods.quantity}`, wordFor(t.kinds, kind)]
    .filter((text) => text !== null)
    .join(' · ');
}

export function Time({ view, at }: { view: View; at: string }) {
  return <time datetime={at}>{view.time(at)}</time>;
}

/** A list of facts; those that are null are left out. */
export function Facts({ facts }: { facts: ReadonlyArray<readonly [name: string, value: Child | null]> }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** The first letter of a name, where there is no picture of it. */
export function Picture({ src, name }: { src: string | null; name: string }) {
  const letter = [...name].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? '·';
  return (
    <span class="picture">
      <span aria-hidden="true">{letter.toUpperCase()}</span>
      {src !== null && <img src={src} alt="" loading="lazy" decoding="async" width="96" height="96" />}
    </span>
  );
}
