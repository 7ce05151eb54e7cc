import type { Job, Person } from '@kamikit/ledger';
import type { Spender } from '@kamikit/spending';
import type { ToolContext } from '../tools/define-tool.ts';
import type { Services } from './services.ts';

/**
 * What tools get of the ledger and of the spender, in the hands of whoever calls: nothing by which an owner approves, declines,
 * allows beforehand, stops, resumes or settles, and of entries, only those that this person may know of. A model writes the
 * arguments of tools, so no tool may hold the owner's word.
 */
export function toolPowers(
  { spender, ledger }: { spender: Spender; ledger: Services['ledger'] },
  person: Person | null,
): Pick<ToolContext, 'spender' | 'ledger'> {
  const { approve, decline, settleByOwner, notificationHandler, lookAgain, runJob, as, ...dealings } =
    spender;
  const whose = person?.role === 'buyer' ? person.name : undefined;
  const isTheirs = (job: Job) => whose === undefined || job.person?.name === whose;
  return {
    spender: dealings,
    async ledger() {
      const opened = await ledger();
      const { budget, suspensions, findJob, controlJob } = person === null ? opened : opened.as(person);
      const job = async (id: string) => {
        const found = await opened.job(id);
        return found !== null && isTheirs(found) ? found : null;
      };
      return {
        ...{ budget, suspensions, findJob, controlJob, job },
        list: (options) => opened.list({ ...options, person: whose }),
        idsLike: (beginning, limit) => opened.idsLike(beginning, limit, whose),
        summary: (options) => opened.summary({ ...options, person: whose }),
        jobIdsLike: (beginning, limit) => opened.jobIdsLike(beginning, limit, whose),
        async jobItems(id, options) {
          const items = (await job(id)) === null ? null : await opened.jobItems(id, options);
          return items ?? { items: [], total: 0, page: 1, per_page: 0 };
        },
      };
    },
  };
}
