import { randomUUID } from 'node:crypto';
import { type Money, shanghaiDay } from '@kamikit/core';
import type { Mandate } from '@kamikit/ledger';
import { wordFor } from '../messages/messages.ts';
import type { Account } from '../parts.ts';
import type { View } from '../view.ts';
import { Meter } from './charts.tsx';
import { Hidden, Layout } from './layout.tsx';
import { MandateFields } from './mandate-fields.tsx';
import { Badge, Empty, Facts, Head, Panel } from './parts.tsx';

interface MandatesProps {
  view: View;
  mandates: readonly Mandate[];
  accounts: readonly Account[];
}

const EMPTY = { max_order: '', per_day: '', per_week: '', goods: '', account: '', kind: '', until: '' };

export function MandatesPage({ view, mandates, accounts }: MandatesProps) {
  const { t, at } = view;
  const today = shanghaiDay(view.now);
  const holds = ({ revoked_at, until }: Mandate) => revoked_at === null && (until === null || today <= until);
  const active = mandates.filter(holds);
  const ended = mandates.filter((mandate) => !holds(mandate));
  return (
    <Layout view={view} title={t.mandates.title} page="mandates">
      <Head title={t.mandates.title} intro={t.mandates.intro} />
      <section id="mandates" class="mandates" aria-label={t.mandates.active} data-live>
        {active.length === 0 && (
          <Panel>
            <Empty title={t.mandates.empty} how={t.mandates.emptyHow} />
          </Panel>
        )}
        {active.map((mandate) => (
          <Granted view={view} mandate={mandate} isActive />
        ))}
      </section>
      <Panel title={t.mandates.add} note={t.mandates.addWhy}>
        <form method="post" action={at('mandates')} class="mandate-form">
          <Hidden view={view} />
          <input type="hidden" name="once" value={randomUUID()} />
          <MandateFields
            view={view}
            id="new"
            start={EMPTY}
            accounts={accounts.flatMap(({ account }) => (account === '' ? [] : [account]))}
          />
          <button type="submit" class="primary">
            {t.mandates.save}
          </button>
        </form>
      </Panel>
      {ended.length > 0 && (
        <section class="mandates ended" aria-label={t.mandates.ended}>
          <h2 class="section-title">{t.mandates.ended}</h2>
          {ended.map((mandate) => (
            <Granted view={view} mandate={mandate} isActive={false} />
          ))}
        </section>
      )}
    </Layout>
  );
}

function Granted({ view, mandate, isActive }: { view: View; mandate: Mandate; isActive: boolean }) {
  const { t, at, money, clean } = view;
  const { id, max_order, per_day, per_week, goods, account, kinds, until, used_today, used_this_week } =
    mandate;
  const limits = [
    [t.mandates.maxOrder, max_order],
    [t.mandates.perDay, per_day],
    [t.mandates.perWeek, per_week],
  ] as const;
  return (
    <article class="mandate">
      <header>
        <h3>
          {limits
            .flatMap(([label, limit]) => (limit === null ? [] : [`${label} ${money(limit)}`]))
            .join(' · ')}
        </h3>
        <Badge tone={isActive ? 'good' : 'quiet'} text={isActive ? t.mandates.active : t.mandates.ended} />
      </header>
      {isActive && (
        <div class="uses">
          <Use view={view} label={t.mandates.usedToday} used={used_today} limit={per_day} />
          <Use view={view} label={t.mandates.usedThisWeek} used={used_this_week} limit={per_week} />
        </div>
      )}
      <Facts
        facts={[
          [t.mandates.goods, goods === null ? t.mandates.anyGoods : clean(goods.join(', '), 400)],
          [t.mandates.account, account === null ? t.mandates.anyAccount : clean(account, 60)],
          [t.mandates.kinds, kinds.map((kind) => wordFor(t.kinds, kind)).join(' · ')],
          [t.mandates.until, until ?? t.mandates.forever],
        ]}
      />
      <footer>
        <span class="muted">
          {[
            t.mandates.uses(mandate.uses),
            t.mandates.createdBy(
              clean(wordFor(t.by, mandate.created_by), 60) ?? '',
              view.time(mandate.created_at),
            ),
            ...(mandate.revoked_at === null ? [] : [t.mandates.revokedOn(view.time(mandate.revoked_at))]),
          ].join(' · ')}
        </span>
        {isActive && (
          <form method="post" action={at(`mandates/${id}/revoke`)}>
            <Hidden view={view} />
            <button type="submit" class="danger">
              {t.mandates.revoke}
            </button>
          </form>
        )}
      </footer>
    </article>
  );
}

function Use({ view, label, used, limit }: { view: View; label: string; used: Money; limit: Money | null }) {
  const { t, money } = view;
  const text = limit === null ? money(used) : t.mandates.of(money(used), money(limit));
  return (
    <div class="use">
      <span class="muted">{label}</span>
      <span class="figure">{text}</span>
      {limit !== null && (
        <Meter part={Number(used) / Math.max(Number(limit), 0.01)} label={`${label}: ${text}`} />
      )}
    </div>
  );
}
