import { KamikitError } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../clean-text.ts';
import { defineTool, type ToolContext } from '../tool.ts';

export const getBalance = defineTool({
  name: 'get_balance',
  title: 'Check the balance',
  description:
    'Show the account’s balance in yuan and what the user’s own budgets still allow today; use it before buying.',
  needs: 'storefront',
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
    budget: z.object({
      max_order_total: z.string().nullable(),
      daily_budget: z.string().nullable(),
      spent_today: z.string().nullable(),
      left_today: z.string().nullable(),
      notice: z.string().optional(),
    }),
  }),
  async run(_, context) {
    const [account, budget] = await Promise.all([
      context.storefront().then((client) => client.getBalance({ signal: context.signal })),
      readBudget(context),
    ]);
    return {
      storefront: {
        balance: account.balance,
        total_spent: account.total_spent,
        level_name: cleanText(account.level_name, 40),
      },
      budget,
    };
  },
});

/** A ledger that cannot be opened must not hide the balance. */
async function readBudget({ ledger, config }: ToolContext) {
  try {
    const { max_order_total, daily_budget, spent_today, left_today } = await (await ledger()).budget();
    return { max_order_total, daily_budget, spent_today, left_today };
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return {
      max_order_total: config.maxOrderTotal,
      daily_budget: config.dailyBudget,
      spent_today: null,
      left_today: null,
      notice: `Nothing can be bought now. ${error.message}`,
    };
  }
}
