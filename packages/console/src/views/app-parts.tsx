import type { Messages } from '../messages/messages.ts';
import { EntryRow, EntryTable } from './entry-rows.tsx';
import { Empty, Facts, Panel, StateBadge } from './parts.tsx';

/** What a result in a chat is made of: the page's parts around slots, which `assets/app-view.js` fills in. */
export function AppParts({ t }: { t: Messages }) {
  return (
    <>
      <p data-part="working" class="muted">
        {t.app.working}
      </p>
      <p data-part="cancelled" class="muted">
        {t.app.cancelled}
      </p>
      <p data-part="in-the-chat" class="muted">
        {t.app.inTheChat}
      </p>
      <States t={t} />
      <Purchase t={t} />
      <Entries t={t} />
      <Failure t={t} />
    </>
  );
}

/** A text of somebody else's: it stands for itself, whatever is in it. */
function Slot({ name }: { name: string }) {
  return <bdi data-slot={name} />;
}

function States({ t }: { t: Messages }) {
  return (
    <div data-part="states">
      {Object.keys(t.states).map((state) => (
        <span data-state={state}>
          <StateBadge t={t} state={state} />
        </span>
      ))}
      <span data-state="damaged">
        <span class="badge bad">{t.damaged}</span>
      </span>
    </div>
  );
}

function Purchase({ t }: { t: Messages }) {
  return (
    <article data-part="purchase" class="result">
      <div class="approval-what">
        <div>
          <p class="kind">{t.kinds.purchase}</p>
          <h2>
            <Slot name="goods_name" />
          </h2>
          <p class="standing">
            <span data-slot="state" />
          </p>
        </div>
        <p class="approval-total" data-slot="cost" />
      </div>
      <p class="flash bad" data-slot="overcharged">
        {t.app.overcharged}
      </p>
      <p class="flash bad" data-slot="ledger_notice" />
      <Facts
        facts={[
          [t.approvals.quantity, <Slot name="quantity" />],
          [t.approvals.unitPrice, <Slot name="unit_price" />],
          [t.entry.agreed, <Slot name="total_price" />],
          [t.entry.reference, <Slot name="order_sn" />],
          [t.entry.mandate, <Slot name="mandate" />],
          [
            t.entry.id,
            <code>
              <Slot name="entry_id" />
            </code>,
          ],
          [t.app.until, <Slot name="until" />],
          [
            t.app.onPage,
            <code>
              <Slot name="page" />
            </code>,
          ],
          [
            t.app.inTerminal,
            <code>
              <Slot name="command" />
            </code>,
          ],
        ]}
      />
      <button type="button" class="primary" data-slot="open">
        {t.app.openPage}
      </button>
      <p class="muted" data-slot="over">
        {t.app.quoteOver}
      </p>
      <Cards t={t} isButton />
    </article>
  );
}

/** What was delivered, uncovered by a click; where it is sealed, what stands in its place. */
function Cards({ t, isButton = false }: { t: Messages; isButton?: boolean }) {
  return (
    <>
      <p class="muted" data-slot="sealed" />
      <details data-slot="cards">
        <summary class={isButton ? 'button' : undefined}>
          <span class="when-closed">{t.entry.reveal}</span>
          <span class="when-open">{t.entry.hide}</span>
        </summary>
        <ol class="cards" />
      </details>
    </>
  );
}

function Entries({ t }: { t: Messages }) {
  return (
    <div data-part="entries">
      <Panel title={t.ledger.title} note={<span data-slot="range" />}>
        <div data-slot="nothing">
          <Empty title={t.app.nothing} />
        </div>
        <EntryTable t={t}>
          <EntryRow
            title={<Slot name="name" />}
            detail={<Slot name="detail" />}
            state={
              <span class="states">
                <span data-slot="state" />
                <span class="badge bad" data-slot="overcharged">
                  {t.overcharged}
                </span>
              </span>
            }
            cost={<span data-slot="amount" />}
            when={<time data-slot="when" />}
          >
            <Cards t={t} />
          </EntryRow>
        </EntryTable>
      </Panel>
      <dl hidden>
        {Object.entries(t.kinds).map(([kind, word]) => (
          <dd data-kind={kind}>{word}</dd>
        ))}
      </dl>
    </div>
  );
}

function Failure({ t }: { t: Messages }) {
  return (
    <article data-part="failure" class="result">
      <h2>{t.errors.title}</h2>
      <p>
        <span data-slot="state" />
      </p>
      <p data-slot="message" />
    </article>
  );
}
