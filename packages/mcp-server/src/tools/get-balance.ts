import { KamikitError } from '@kamikit/core';
import type { Suspension } from '@kamikit/ledger';
import * as z from 'zod';
import type { Results } from '../messages/results.en.ts';
import { cleanText } from '../views/clean-text.ts';
import { partialFailure } from '../views/failure.ts';
import { defineTool, type ToolContext } from './define-tool.ts';

export const getBalance = defineTool({
  name: 'get_balance',
  title: 'Check the balance',
  description:
    'Show the account balances in yuan and what the user’s own budgets still allow today; use it before buying.',
  needs: ['storefront', 'supplier'],
  effect: 'read',
  input: z.strictObject({}),
  output: z.object({
    storefront: z
      .object({
        balance: z.string().nullable(),
        total_spent: z.string().nullable(),
        level_name: z.string().nullable(),
      })
      .nullable(),
    supplier: z.object({ username: z.string().nullable(), balance: z.string().nullable() }).nullable(),
    /** Why an account is missing here, by its upstream. */
    problems: z.object({ storefront: partialFailure, supplier: partialFailure }).partial().optional(),
    budget: z.object({
      max_order_total: z.string().nullable(),
      daily_budget: z.string().nullable(),
      spent_today: z.string().nullable(),
      left_today: z.string().nullable(),
      daily_cards: z.int().nullable(),
      cards_left_today: z.int().nullable(),
      /** How many entries wait for their owner; what they may cost is taken off already. */
      awaiting_approval: z.int().optional(),
      notice: z.string().optional(),
    }),
  }),
  async run(_, context) {
    const [storefront, supplier, budget] = await Promise.all([
      tried(readStorefront(context)),
      tried(readSupplier(context)),
      readBudget(context),
    ]);
    const [failed, ...more] = [storefront.error, supplier.error].filter((error) => error !== undefined);
    const accounts = { storefront: storefront.value, supplier: supplier.value };
    if (failed === undefined) return { ...accounts, budget };
    const others = context.config.configured.filter((name) => name !== 'cards').length - 1;
    // Where nobody could be reached, that is the answer.
    if (more.length === others) throw failed;
    const problems = {
      ...(storefront.error && { storefront: context.failure(storefront.error) }),
      ...(supplier.error && { supplier: context.failure(supplier.error) }),
    };
    return { ...accounts, budget, problems };
  },
});

/** One account's failure must not hide the other; what is no failure of an upstream's is thrown on. */
async function tried<Account>(
  reading: Promise<Account>,
): Promise<{ value: Account | null; error?: KamikitError }> {
  try {
    return { value: await reading };
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return { value: null, error };
  }
}

async function readStorefront({ config, storefront, signal }: ToolContext) {
  if (!config.configured.includes('storefront')) return null;
  const { balance, total_spent, level_name } = await (await storefront()).getBalance({ signal });
  return { balance, total_spent, level_name: cleanText(level_name, 40) };
}

/** Null also where the shop does not show it: not every shop has `connect`. */
async function readSupplier({ config, supplier, signal }: ToolContext) {
  if (!config.configured.includes('supplier')) return null;
  try {
    const { username, balance } = await (await supplier()).connect({ signal });
    return { username: cleanText(username, 60), balance };
  } catch (error) {
    if (error instanceof KamikitError && error.code === 'not_found') return null;
    throw error;
  }
}

/** A ledger that cannot be opened must not hide the balance. */
async function readBudget({ ledger, config, say }: ToolContext) {
  try {
    const opened = await ledger();
    const [budget, [suspension], { total: waiting }] = await Promise.all([
      opened.budget(),
      opened.suspensions(),
      opened.list({ state: 'awaiting_approval', perPage: 1 }),
    ]);
    const { max_order_total, daily_budget, spent_today, left_today, daily_cards, cards_left_today } = budget;
    const notice = [
      ...(suspension === undefined ? [] : [suspended(suspension, say.result)]),
      ...(waiting === 0 ? [] : [say.result.waitingForOwner({ count: waiting })]),
    ].join(' ');
    return {
      ...{ max_order_total, daily_budget, spent_today, left_today, daily_cards, cards_left_today },
      ...(waiting > 0 && { awaiting_approval: waiting }),
      ...(notice !== '' && { notice }),
    };
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return {
      ...{ max_order_total: config.maxOrderTotal, daily_budget: config.dailyBudget },
      ...{ spent_today: null, left_today: null, daily_cards: config.dailyCards, cards_left_today: null },
      notice: say.result.cannotBuy({ said: error.message }),
    };
  }
}

function suspended({ entry_id: entryId, since }: Suspension, say: Results): string {
  return entryId === null ? say.stopped({ since }) : say.suspended({ since, entryId });
}
