import { KamikitError } from '@kamikit/core';
import { JOB_ACTIONS } from '@kamikit/ledger';
import * as z from 'zod';
import { assertUsable } from '../config/assert-usable.ts';
import { jobView, viewJob } from '../views/job-view.ts';
import { defineTool } from './define-tool.ts';
import { text } from './input.ts';
import { jobWithId } from './job-id.ts';

/** Under whose name the ledger keeps what a model controls. */
const BY_A_TOOL = 'assistant';

export const controlJob = defineTool({
  name: 'control_job',
  title: 'Pause or cancel a job',
  description: 'Pause, resume or cancel a job (for good) if the user says so; what was sent is finished.',
  needs: ['storefront', 'supplier'],
  effect: 'record',
  input: z.strictObject({ job_id: text(64), action: z.enum(JOB_ACTIONS) }),
  output: jobView,
  async run({ job_id, action }, { config, ledger, goOnWithJobs, say, showing }) {
    // The others spend nothing.
    if (action === 'resume') assertMaySpend(config);
    const job = await jobWithId(await ledger(), job_id);
    const now = await (await ledger()).controlJob(job.id, action, BY_A_TOOL);
    goOnWithJobs();
    return viewJob(now, { ...showing, jobs: say.job });
  },
});

function assertMaySpend(config: Parameters<typeof assertUsable>[0]): void {
  if (config.readOnly)
    throw new KamikitError('control_job cannot resume a job: this server is read-only.', {
      ...{ code: 'read_only', outcome: 'not_committed' },
    });
  assertUsable(config, 'spending', 'changes');
}
