import { redactor } from '@kamikit/core';
import { ITEM_STATES, type ItemState, type JobItem, LEFT_BY_HAND } from '@kamikit/ledger';
import type { View } from '../view.ts';
import { JobPage } from '../views/job-page.tsx';
import { LEFT } from '../views/job-parts.tsx';
import { JobsPage } from '../views/jobs-page.tsx';
import { secretsOf } from './entry.tsx';
import { failureText, notFound } from './failures.tsx';
import { pageOf, type Routes } from './room.ts';

const MOST_JOBS = 50;
const PER_PAGE = 25;
const MOST_LEFT = 10;

export const jobs: Routes = (app, { parts }) => {
  app.get('/jobs', async (c) => {
    const found = await (await parts.ledger()).jobs({ limit: MOST_JOBS });
    return c.html(<JobsPage view={c.get('view')} jobs={found} isCut={found.length === MOST_JOBS} />);
  });

  app.get('/jobs/:id', async (c) => {
    const [ledger, view, asked] = [await parts.ledger(), c.get('view'), c.req.query('state') ?? ''];
    const job = await ledger.job(c.req.param('id'));
    if (job === null) return notFound(c, view.t.jobs.notFound);
    const states = statesOf(asked);
    const isOver = job.state === 'stopped' || job.state === 'finished' || job.state === 'cancelled';
    const page = { page: pageOf(c), perPage: PER_PAGE };
    const [found, left] = await Promise.all([
      states === null ? null : ledger.jobItems(job.id, { ...page, states }),
      isOver ? ledger.jobItems(job.id, { states: LEFT_BY_HAND, perPage: MOST_LEFT }) : null,
    ]);
    const why = (item: JobItem) => whyOf(view, item);
    return c.html(<JobPage {...{ view, job, asked, found, left, why }} />, found === null ? 400 : 200);
  });
};

/** Null for a filter that makes no sense. */
function statesOf(asked: string): readonly ItemState[] | undefined | null {
  if (asked === '') return undefined;
  if (asked === LEFT) return LEFT_BY_HAND;
  const state = ITEM_STATES.find((each) => each === asked);
  return state === undefined ? null : [state];
}

/** Why an item stands as it does; cards stay out of it. */
function whyOf(view: View, { state, entry, error }: JobItem): string | null {
  if (state === 'completed' || state === 'waiting' || state === 'under_way') return null;
  const failure = error ?? entry?.error ?? null;
  const advice = state === 'refused' ? null : (entry?.advice ?? null);
  const hint = failure?.hint ?? null;
  const said =
    advice !== null
      ? view.said(advice, 600)
      : failure && failureText(view, { ...failure, hint: hint ?? undefined });
  const secrets = entry === null ? [] : secretsOf(entry);
  return said === null || secrets.length === 0 ? said : redactor(secrets)(said);
}
