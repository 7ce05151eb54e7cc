import { KamikitError } from '@kamikit/core';
import type { Ledger, LedgerEntry } from '@kamikit/ledger';
import { quoteOf } from '@kamikit/spending';
import type { Context } from 'hono';
import { wordFor } from '../messages/messages.ts';
import type { Flash } from '../safety/sessions.ts';
import type { View } from '../view.ts';
import { ApprovalsPage } from '../views/approvals-page.tsx';
import type { AskedJob } from '../views/asked-job.tsx';
import { failureText } from './failures.tsx';
import { BadTerms, readTerms } from './mandate-terms.ts';
import { byOf, type ConsoleEnv, fieldsOf, type Routes, told } from './room.ts';

const MOST_SHOWN = 50;
const MOST_JOBS = 10;
const MOST_ITEMS = 10;

export const approvals: Routes = (app, { parts, at }) => {
  app.get('/approvals', async (c) => {
    const ledger = await parts.ledger();
    // Whose time is over is void, and no longer to be decided about.
    await ledger.recover();
    const [{ entries, total }, budget, ids] = await Promise.all([
      ledger.askedEntries(MOST_SHOWN),
      ledger.budget(),
      ledger.askedJobs(),
    ]);
    const jobs = await Promise.all(ids.slice(0, MOST_JOBS).map((id) => askedJob(ledger, id)));
    const asked = entries.map((entry) => ({ entry, quote: quoteOf(entry) }));
    return c.html(
      <ApprovalsPage
        view={c.get('view')}
        asked={asked}
        jobs={jobs.filter((job) => job !== null)}
        more={total - entries.length + Math.max(ids.length - MOST_JOBS, 0)}
        budget={budget}
      />,
    );
  });

  /** After a decision the owner sees what is left to decide; what was sent is told with its outcome. */
  async function decide(c: Context<ConsoleEnv>, decision: () => Promise<Flash>): Promise<Response> {
    try {
      return told(c, at('approvals'), await decision());
    } catch (error) {
      if (error instanceof BadTerms) return told(c, at('approvals'), { tone: 'bad', text: error.message });
      return told(c, at('approvals'), { tone: 'bad', text: whyNot(c.get('view'), error) });
    }
  }

  app.post('/approvals/:id/approve', (c) =>
    decide(c, async () => {
      const view = c.get('view');
      // The owner's yes stands, whether or not the browser waits for what comes of it.
      return outcomeOf(view, await parts.spender.approve(c.req.param('id'), { by: byOf(parts) }));
    }),
  );

  app.post('/approvals/:id/allow', (c) =>
    decide(c, async () => {
      const view = c.get('view');
      const terms = readTerms(await fieldsOf(c), view, parts.now());
      const ledger = await parts.ledger();
      ledger.assertMandate(terms);
      const entry = await parts.spender.approve(c.req.param('id'), { by: byOf(parts) });
      const outcome = outcomeOf(view, entry);
      // What was not bought after all is nothing to allow more of, and one yes allows it once.
      if (!entry.isOurs || isVoid(entry)) return outcome;
      const mandate = await ledger.addMandate(terms, byOf(parts)).then(
        () => view.t.approvals.mandateAdded,
        (error) => view.t.approvals.mandateNotAdded(whyNot(view, error)),
      );
      return { ...outcome, text: `${outcome.text} ${mandate}` };
    }),
  );

  app.post('/approvals/:id/decline', (c) =>
    decide(c, async () => {
      const view = c.get('view');
      const entry = await parts.spender.decline(c.req.param('id'), { by: byOf(parts) });
      return entry.error?.code === 'declined'
        ? { tone: 'good', text: view.t.approvals.declined }
        : outcomeOf(view, entry);
    }),
  );
};

/** A job with the first of its items that can be bought, and of those that cannot; null where it is decided about by now. */
async function askedJob(ledger: Ledger, id: string): Promise<AskedJob | null> {
  const [job, items, refused] = await Promise.all([
    ledger.job(id),
    ledger.jobItems(id, { states: ['waiting'], perPage: MOST_ITEMS }),
    ledger.jobItems(id, { states: ['refused'], perPage: MOST_ITEMS }),
  ]);
  return job?.state === 'awaiting_approval' ? { job, items, refused } : null;
}

/** Whether it was never sent, and never will be. */
function isVoid({ state, sent_at }: LedgerEntry): boolean {
  return state === 'refused' && sent_at === null;
}

/** A yes may have been sent by then: nothing is said of that but what is known. */
function whyNot(view: View, error: unknown): string {
  return error instanceof KamikitError ? failureText(view, error) : view.t.approvals.failed;
}

/** What a yes came to. */
function outcomeOf(view: View, entry: LedgerEntry & { isOurs?: boolean }): Flash {
  const { t } = view;
  const { state, error, isOurs } = entry;
  if (isVoid(entry) && error !== null) {
    const reason = error.code === 'declined' ? t.declined : (view.said(error.message, 400) ?? error.code);
    return { tone: 'bad', text: t.approvals.void(reason) };
  }
  const now = wordFor(t.states, state);
  const tone =
    state === 'completed' || state === 'pending' || state === 'sent' || state === 'prepared' ? 'good' : 'bad';
  return { tone, text: isOurs ? t.approvals.approvedAs(now) : t.approvals.alreadyDecided(now) };
}
