import type { Job, JobItem, JobItemPage } from '@kamikit/ledger';
import type { View } from '../view.ts';
import { Decide } from './decide.tsx';
import { itemTitle } from './job-items.tsx';
import { jobTitle, starterOf } from './job-parts.tsx';
import { Facts } from './parts.tsx';

/** A job that waits for one yes or no to all of it. */
export interface AskedJob {
  job: Job;
  /** The first items that can be bought. */
  items: JobItemPage;
  /** The first that cannot. */
  refused: JobItemPage;
}

export function JobApproval({ view, asked }: { view: View; asked: AskedJob }) {
  const { t, at, money, count } = view;
  const { job, items, refused } = asked;
  const base = at(`approvals/jobs/${job.id}`);
  const [total, until] = [job.approval?.total ?? null, job.approval?.until ?? null];
  return (
    <article id={job.id} class="approval" aria-labelledby={`${job.id}-title`} data-stays>
      <div class="approval-what">
        <div>
          <p class="kind">{t.jobs.job}</p>
          <h2 id={`${job.id}-title`}>
            <a href={at(`jobs/${job.id}`)}>{jobTitle(view, job)}</a>
          </h2>
        </div>
        {total !== null && <p class="approval-total">{money(total)}</p>}
      </div>
      <Facts
        facts={[
          [t.jobs.canBeBought, t.jobs.countOfItems(items.total, count(items.total))],
          [
            t.jobs.cannotBeBought,
            refused.total === 0 ? null : t.jobs.countOfItems(refused.total, count(refused.total)),
          ],
          [t.jobs.most, money(job.max_total)],
          [t.jobs.person, starterOf(view, job)],
        ]}
      />
      <ul class="asked-items">
        {items.items.map((item) => (
          <li>
            <span>{namedItem(view, item)}</span>
            {item.quote !== null && <span>{money(item.quote.total)}</span>}
          </li>
        ))}
        {items.total > items.items.length && (
          <li class="muted">{t.jobs.andMore(count(items.total - items.items.length))}</li>
        )}
        {refused.items.map((item) => (
          <li class="refused">
            <span>{`${namedItem(view, item)}: ${whyNot(view, item)}`}</span>
          </li>
        ))}
        {refused.total > refused.items.length && (
          <li class="muted">{t.jobs.andMore(count(refused.total - refused.items.length))}</li>
        )}
      </ul>
      <Decide {...{ view, base, total, until, id: job.id, askedAt: job.created_at }} />
    </article>
  );
}

function namedItem(view: View, item: JobItem): string {
  const quantity = item.quote === null ? '' : ` × ${item.quote.quantity}`;
  return `${view.count(item.number)}. ${itemTitle(view, item)}${quantity}`;
}

function whyNot(view: View, { error }: JobItem): string {
  return error === null ? '' : (view.said(error.message, 300) ?? error.code);
}
