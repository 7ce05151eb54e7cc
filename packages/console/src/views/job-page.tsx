import {
  JOB_ACTIONS,
  type Job,
  type JobAction,
  type JobItem,
  type JobItemPage,
  type JobState,
} from '@kamikit/ledger';
import type { View } from '../view.ts';
import { Progress } from './charts.tsx';
import { Icon } from './icons.tsx';
import { ItemFilter, ItemRows } from './job-items.tsx';
import { doneOf, JobBadge, jobTitle, LEFT, shortId, starterOf } from './job-parts.tsx';
import { Hidden, Layout } from './layout.tsx';
import { Pages } from './pages.tsx';
import { Empty, Facts, Panel, Time } from './parts.tsx';

export interface JobProps {
  view: View;
  job: Job;
  /** The state of items that is asked for, as it was sent. */
  asked: string;
  /** Null where that makes no sense. */
  found: JobItemPage | null;
  /** What a person has to see to; null while it is not over. */
  left: JobItemPage | null;
  why(item: JobItem): string | null;
}

export function JobPage(props: JobProps) {
  const { view, job } = props;
  const { t, at } = view;
  const title = jobTitle(view, job);
  return (
    <Layout view={view} title={title} page="jobs">
      <p class="crumb">
        <a href={at('jobs')}>
          <Icon name="back" />
          {t.jobs.back}
        </a>
      </p>
      <Standing {...props} />
      <div class="grid split">
        <div class="column">
          <LeftPanel {...props} />
          <ItemsPanel {...props} />
        </div>
        <div class="column">
          <ProgressPanel {...props} />
          <FactsPanel {...props} />
        </div>
      </div>
    </Layout>
  );
}

function Standing({ view, job }: JobProps) {
  const { t, at, money, count } = view;
  const { state, reason, approval } = job;
  const why = reason === null ? null : view.said(reason.message, 600);
  const quoted = approval?.total ?? null;
  return (
    <section id="standing" class="column" data-live>
      <div class="head entry-head">
        <div>
          <h1>{jobTitle(view, job)}</h1>
          <p class="standing">
            <JobBadge view={view} job={job} />
            <strong class="amount">{money(job.spent)}</strong>
            <span class="muted">{t.jobs.ofMost(money(job.max_total))}</span>
          </p>
        </div>
        <Controls view={view} job={job} />
      </div>
      {state === 'stopped' && (
        <p class="flash bad" role="alert">
          {t.jobs.why(why ?? reason?.code ?? '')}
        </p>
      )}
      {state === 'awaiting_approval' && (
        <p class="flash ask">
          {quoted === null
            ? t.jobs[job.kind === 'restock' ? 'counting' : 'pricing'](
                count(approval?.priced ?? 0),
                count(job.items),
              )
            : t.jobs.asked(money(quoted))}{' '}
          {quoted !== null && <a href={at(`approvals#${job.id}`)}>{t.overview.decide}</a>}
        </p>
      )}
    </section>
  );
}

const CAN: Readonly<Record<JobAction, readonly JobState[]>> = {
  pause: ['running'],
  resume: ['paused', 'stopped'],
  cancel: ['awaiting_approval', 'running', 'paused', 'stopped'],
};

/** Each stays in its place, be it of no use now: a change must not move another button under the pointer. */
function Controls({ view, job }: Pick<JobProps, 'view' | 'job'>) {
  const { t, at } = view;
  return (
    <div class="controls">
      {JOB_ACTIONS.map((action) => (
        <form method="post" action={at(`jobs/${job.id}/${action}`)}>
          <Hidden view={view} />
          <button
            type="submit"
            class={action === 'cancel' ? 'danger' : undefined}
            title={t.jobs.actionWhy[action]}
            disabled={!CAN[action].includes(job.state)}
          >
            {t.jobs.actions[action]}
          </button>
        </form>
      ))}
    </div>
  );
}

function ProgressPanel({ view, job }: JobProps) {
  const { t, count } = view;
  const done = t.jobs.done(count(doneOf(job)), count(job.items));
  return (
    <Panel id="progress" title={t.jobs.progress} note={done}>
      <Progress part={doneOf(job) / job.items} label={done} />
    </Panel>
  );
}

function LeftPanel({ view, job, left, why }: JobProps) {
  const { t, at, count } = view;
  return (
    <div id="left" data-live>
      {left !== null && left.total > 0 && (
        <Panel title={t.jobs.left} note={t.jobs.leftHow}>
          <ItemRows view={view} items={left.items} why={why} />
          {left.total > left.items.length && (
            <p class="pages">
              <a href={at(`jobs/${job.id}?state=${LEFT}#items`)}>{t.jobs.leftAll(count(left.total))}</a>
            </p>
          )}
        </Panel>
      )}
    </div>
  );
}

function ItemsPanel({ view, job, asked, found, why }: JobProps) {
  const { t, at, count } = view;
  const query = asked === '' ? '' : `state=${encodeURIComponent(asked)}&`;
  return (
    <Panel
      id="items"
      title={t.jobs.itemsTitle}
      note={
        <a class="button" href={at(`jobs/${job.id}/export`)} title={t.jobs.exportNote} download>
          <Icon name="download" />
          {t.jobs.export}
        </a>
      }
    >
      <ItemFilter view={view} job={job} asked={asked} />
      {found === null && <Empty title={t.jobs.badFilter} />}
      {found !== null && found.items.length === 0 && <Empty title={t.jobs.noItems} />}
      {found !== null && found.items.length > 0 && (
        <>
          <ItemRows view={view} items={found.items} why={why} />
          <Pages
            {...{ view, page: found.page, perPage: found.per_page, total: found.total }}
            note={t.jobs.countOfItems(found.total, count(found.total))}
            href={(page) => at(`jobs/${job.id}?${query}page=${page}#items`)}
          />
        </>
      )}
    </Panel>
  );
}

function FactsPanel({ view, job }: JobProps) {
  const { t, money, count, clean } = view;
  const { approval } = job;
  return (
    <Panel id="facts" title={t.jobs.facts}>
      <Facts
        facts={[
          [t.jobs.most, money(job.max_total)],
          [t.jobs.quoted, approval?.total ? money(approval.total) : null],
          [t.jobs.atOnce, count(job.concurrency)],
          [t.jobs.person, starterOf(view, job)],
          [t.jobs.started, <Time view={view} at={job.created_at} />],
          [t.jobs.changed, <Time view={view} at={job.updated_at} />],
          [t.jobs.key, <code>{clean(job.idempotency_key, 120)}</code>],
          [t.jobs.id, <code title={job.id}>{shortId(job)}</code>],
        ]}
      />
    </Panel>
  );
}
