import { stripInvisible } from '@kamikit/core/base';
import type { EntryEvent, LedgerEntry } from '@kamikit/ledger';
import type { DeliveredCard } from '@kamikit/spending';
import { wordFor } from '../messages/messages.ts';
import type { View } from '../view.ts';
import { Icon } from './icons.tsx';
import { Hidden, Layout } from './layout.tsx';
import { detailOf, Empty, Facts, Panel, State, Time, titleOf } from './parts.tsx';

interface EntryProps {
  view: View;
  entry: LedgerEntry;
  events: readonly EntryEvent[];
  cards: readonly DeliveredCard[];
  isRevealed: boolean;
  /** Takes what is not to be seen yet out of a text. */
  hide(text: string): string;
}

export function EntryPage(props: EntryProps) {
  const { view, entry } = props;
  const { t, at, money } = view;
  const isOpen = entry.state === 'unknown' || entry.state === 'pending';
  const title = titleOf(view, entry);
  return (
    <Layout view={view} title={title} page="ledger">
      <p class="crumb">
        <a href={at('ledger')}>
          <Icon name="back" />
          {t.entry.back}
        </a>
      </p>
      <section id="standing" class="head entry-head" data-live>
        <div>
          <h1>{title}</h1>
          <p class="intro">{detailOf(view, entry)}</p>
          <p class="standing">
            <State view={view} entry={entry} />
            {entry.amount !== null && <strong class="amount">{money(entry.amount)}</strong>}
          </p>
        </div>
        {isOpen && entry.damaged === null && (
          <form method="post" action={at(`ledger/${entry.id}/reconcile`)}>
            <Hidden view={view} />
            <button type="submit" title={t.entry.reconcileWhy}>
              {t.entry.reconcile}
            </button>
          </form>
        )}
        {entry.state === 'awaiting_approval' && (
          <a class="button primary" href={at(`approvals#${entry.id}`)}>
            {t.overview.decide}
          </a>
        )}
      </section>
      <Warnings {...props} />
      <div class="grid split">
        <div class="column">
          <CardsPanel {...props} />
          <TimelinePanel {...props} />
        </div>
        <div class="column">
          <FactsPanel {...props} />
          <RequestPanel {...props} />
          <EvidencePanel {...props} />
        </div>
      </div>
    </Layout>
  );
}

function Warnings({ view, entry }: EntryProps) {
  const { t, money } = view;
  return (
    <>
      {entry.overcharged && entry.agreed !== null && entry.charged !== null && (
        <p class="flash bad" role="alert">
          {t.entry.overcharge(money(entry.agreed), money(entry.charged))}
        </p>
      )}
      {entry.state === 'unknown' && entry.damaged === null && (
        <p class="flash bad" role="alert">
          {t.entry.unknown}
        </p>
      )}
      {entry.damaged !== null && (
        <p class="flash bad" role="alert">
          {t.entry.damagedWhat(entry.damaged.join(', '))}
        </p>
      )}
    </>
  );
}

/** Whether something may still be delivered. */
function isUnderWay({ state }: LedgerEntry): boolean {
  return state !== 'completed' && state !== 'failed' && state !== 'refused' && state !== 'refunded';
}

const MOST_CARDS = 200;

function CardsPanel({ view, entry, cards, isRevealed }: EntryProps) {
  const { t, at } = view;
  const used = cards.filter((card) => card.used).length;
  const page = at(`ledger/${entry.id}`);
  const note =
    cards.length === 0 ? undefined : (
      <a class="button" href={isRevealed ? `${page}#cards` : `${page}?cards=shown#cards`}>
        {isRevealed ? t.entry.hide : t.entry.reveal}
      </a>
    );
  return (
    <Panel id="cards" title={t.entry.cards} {...(note !== undefined && { note })}>
      {cards.length === 0 ? (
        <Empty title={isUnderWay(entry) ? t.entry.noCardsYet : t.entry.noCards} />
      ) : (
        <>
          <p class="muted">{t.entry.cardsCount(cards.length, used)}</p>
          <ol class="cards">
            {cards.slice(0, MOST_CARDS).map((card) => (
              <CardRow view={view} page={page} card={card} isRevealed={isRevealed} />
            ))}
          </ol>
          {cards.length > MOST_CARDS && <p class="muted">{t.entry.moreCards(cards.length - MOST_CARDS)}</p>}
        </>
      )}
    </Panel>
  );
}

interface CardRowProps {
  view: View;
  page: string;
  card: DeliveredCard;
  isRevealed: boolean;
}

function CardRow({ view, page, card: { number, card, used }, isRevealed }: CardRowProps) {
  const { t } = view;
  return (
    <li class={used ? 'used' : undefined}>
      {isRevealed ? (
        <code>{stripInvisible(card)}</code>
      ) : (
        <code class="masked">
          <span aria-hidden="true">••••••••••••</span>
          <span class="unseen">{`${t.entry.card(number)}: ${t.entry.hidden}`}</span>
        </code>
      )}
      {used && <span class="tag">{t.entry.used}</span>}
      <span class="card-actions">
        <button
          type="button"
          class="quiet"
          hidden
          data-copy={`${page}/cards/${number}`}
          aria-label={`${t.common.copy}: ${t.entry.card(number)}`}
        >
          {t.common.copy}
        </button>
        <form method="post" action={`${page}/mark`}>
          <Hidden view={view} />
          <input type="hidden" name="card" value={number} />
          <input type="hidden" name="used" value={used ? 'no' : 'yes'} />
          {isRevealed && <input type="hidden" name="cards" value="shown" />}
          <button
            type="submit"
            class="quiet"
            aria-label={`${used ? t.entry.markUnused : t.entry.markUsed}: ${t.entry.card(number)}`}
          >
            {used ? t.entry.markUnused : t.entry.markUsed}
          </button>
        </form>
      </span>
    </li>
  );
}

function TimelinePanel({ view, events }: EntryProps) {
  const { t } = view;
  return (
    <Panel id="timeline" title={t.entry.timeline}>
      <ol class="timeline">
        {events.map(({ action, at, who, to, from }) => (
          <li>
            <span class="timeline-what">{wordFor(t.events, action)}</span>
            {to !== null && to !== from && <span class="tag">{wordFor(t.states, to)}</span>}
            <span class="timeline-when">
              <Time view={view} at={at} />
              {` · ${view.clean(who, 60) ?? ''}`}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function FactsPanel({ view, entry, hide }: EntryProps) {
  const { t, money, clean } = view;
  const { agreed, charged, error, advice, result } = entry;
  const text = (value: string | null, most: number) => (value === null ? null : clean(hide(value), most));
  const account = typeof entry.evidence.account === 'string' ? entry.evidence.account : null;
  const notice = typeof result?.notice === 'string' ? result.notice : null;
  const time = (at: string | null) => at && <Time view={view} at={at} />;
  return (
    <Panel id="facts" title={t.entry.facts}>
      <Facts
        facts={[
          [t.entry.agreed, agreed && money(agreed)],
          [t.entry.charged, charged && money(charged)],
          [t.entry.person, clean(entry.person, 80)],
          [t.entry.account, text(account, 60)],
          [t.entry.reference, text(entry.reference, 100)],
          [t.entry.error, error && `${error.code}: ${view.said(hide(error.message), 600) ?? ''}`],
          [t.entry.advice, advice && view.said(hide(advice), 600)],
          [t.entry.notice, text(notice, 1_000)],
          [
            t.entry.decided,
            entry.decided_by &&
              entry.decided_at &&
              t.entry.decidedBy(
                clean(wordFor(t.by, entry.decided_by), 60) ?? '',
                view.time(entry.decided_at),
              ),
          ],
          [t.entry.mandate, entry.mandate && <a href={view.at('mandates')}>{entry.mandate.slice(0, 8)}</a>],
          [t.entry.created, time(entry.created_at)],
          [t.entry.sent, time(entry.sent_at)],
          [t.entry.updated, time(entry.updated_at)],
          [t.entry.key, <code>{text(entry.idempotency_key, 120)}</code>],
          [t.entry.id, <code>{entry.id}</code>],
        ]}
      />
    </Panel>
  );
}

function RequestPanel({ view, entry, hide }: EntryProps) {
  return (
    <Panel id="request" title={view.t.entry.request}>
      <Readings view={view} readings={entry.request} hide={hide} />
    </Panel>
  );
}

function EvidencePanel({ view, entry, hide }: EntryProps) {
  const { t } = view;
  return (
    <Panel id="evidence" title={t.entry.evidence}>
      <p class="muted">{t.entry.evidenceWhy}</p>
      {Object.keys(entry.evidence).length === 0 ? (
        <p>{t.entry.noEvidence}</p>
      ) : (
        <Readings view={view} readings={entry.evidence} hide={hide} />
      )}
    </Panel>
  );
}

const LONGEST_READING = 1_000;

function Readings({
  view,
  readings,
  hide,
}: Pick<EntryProps, 'view' | 'hide'> & { readings: Readonly<Record<string, unknown>> }) {
  return (
    <Facts
      facts={Object.entries(readings)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [
          view.clean(name, 60) ?? '',
          <code>
            {view.clean(hide(typeof value === 'string' ? value : JSON.stringify(value)), LONGEST_READING)}
          </code>,
        ])}
    />
  );
}
