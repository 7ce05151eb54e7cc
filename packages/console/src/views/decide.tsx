import type { Money } from '@kamikit/core';
import type { View } from '../view.ts';
import { Hidden } from './layout.tsx';

interface DecideProps {
  view: View;
  /** Of what is decided about: its title is `ID-title`, its forms go below `base`. */
  id: string;
  base: string;
  /** Null where nobody can say it. */
  total: Money | null;
  askedAt: string;
  until: string | null;
}

/** Since when and until when the owner is asked, and the yes and the no. */
export function Decide({ view, id, base, total, askedAt, until }: DecideProps) {
  const { t, money } = view;
  return (
    <>
      <p class="until">
        {[
          t.approvals.askedAt(view.time(askedAt)),
          ...(until === null ? [] : [t.approvals.until(view.time(until))]),
        ].join(' · ')}
      </p>
      <div class="decide">
        <p class="no-longer" role="status" data-ended hidden>
          {t.approvals.noLongerAsked}
        </p>
        <form method="post" action={`${base}/approve`}>
          <Hidden view={view} />
          <button type="submit" class="primary" aria-describedby={`${id}-title`}>
            {total === null ? t.approvals.approvePlain : t.approvals.approve(money(total))}
          </button>
        </form>
        <form method="post" action={`${base}/decline`}>
          <Hidden view={view} />
          <button type="submit" aria-describedby={`${id}-title`}>
            {t.approvals.decline}
          </button>
        </form>
      </div>
    </>
  );
}
