import type { ToolContext } from '../tools/define-tool.ts';
import type { Services } from './services.ts';

/**
 * What tools get of the ledger and of the spender: nothing by which an owner approves, declines, allows beforehand, stops,
 * resumes or settles. A model writes the arguments of tools, so no tool may hold the owner's word.
 */
export function toolPowers({
  spender,
  ledger,
}: Pick<Services, 'spender' | 'ledger'>): Pick<ToolContext, 'spender' | 'ledger'> {
  const { approve, decline, settleByOwner, notificationHandler, lookAgain, runJob, ...dealings } = spender;
  return {
    spender: dealings,
    async ledger() {
      const { list, idsLike, summary, budget, suspensions, ...others } = await ledger();
      const { job, findJob, jobIdsLike, jobItems, controlJob } = others;
      return {
        ...{ list, idsLike, summary, budget, suspensions },
        ...{ job, findJob, jobIdsLike, jobItems, controlJob },
      };
    },
  };
}
