import type { Job } from '@kamikit/ledger';
import type { View } from '../view.ts';
import { Progress } from './charts.tsx';
import { EntryRow, EntryTable } from './entry-rows.tsx';
import { doneOf, JobBadge, jobTitle, shortId, starterOf } from './job-parts.tsx';
import { Layout } from './layout.tsx';
import { Empty, Head, Panel, Time } from './parts.tsx';

interface JobsProps {
  view: View;
  /** The latest first. */
  jobs: readonly Job[];
  /** Whether there may be older ones. */
  isCut: boolean;
}

export function JobsPage({ view, jobs, isCut }: JobsProps) {
  const { t } = view;
  return (
    <Layout view={view} title={t.jobs.title} page="jobs">
      <Head title={t.jobs.title} intro={t.jobs.intro} />
      <Panel id="jobs">
        {jobs.length === 0 && <Empty title={t.jobs.empty} how={t.jobs.emptyHow} />}
        {jobs.length > 0 && (
          <EntryTable t={t} heads={[t.jobs.job, t.jobs.state, t.jobs.spent, t.jobs.started]}>
            {jobs.map((job) => (
              <JobRow view={view} job={job} />
            ))}
          </EntryTable>
        )}
        {isCut && <p class="pages muted">{t.jobs.onlyLatest(jobs.length)}</p>}
      </Panel>
    </Layout>
  );
}

function JobRow({ view, job }: { view: View; job: Job }) {
  const { t, at, money, count } = view;
  const done = t.jobs.done(count(doneOf(job)), count(job.items));
  const who = starterOf(view, job);
  return (
    <EntryRow
      title={<a href={at(`jobs/${job.id}`)}>{jobTitle(view, job)}</a>}
      detail={[done, shortId(job), ...(who === null ? [] : [t.jobs.startedBy(who)])].join(' · ')}
      state={<JobBadge view={view} job={job} />}
      cost={
        <>
          {money(job.spent)}
          <span class="detail">{t.jobs.ofMost(money(job.max_total))}</span>
        </>
      }
      when={<Time view={view} at={job.created_at} />}
    >
      <Progress part={doneOf(job) / job.items} label={done} />
    </EntryRow>
  );
}
