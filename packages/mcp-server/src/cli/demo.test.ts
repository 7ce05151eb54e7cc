import { expect, it } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';
import { commands } from '../messages/commands.en.ts';
import { callers } from './demo.ts';
import { storefrontStory } from './demo-storefront.ts';
import { supplierStory } from './demo-supplier.ts';
import type { Story } from './story.ts';

const status = { show() {}, clear() {} };

/** How the demo calls the tools of a server. */
async function calling() {
  const { environment } = await startTestSandbox();
  const { call } = await connectHost({ environment });
  return callers({ callTool: call }, { status, say: commands });
}

const NONE = { goods_id: 999_999 };

it('a failure that the demo does not expect ends it, and says of which tool and why', async () => {
  const { call } = await calling();
  await expect(call('get_goods', NONE)).rejects.toThrow(/^get_goods failed: the storefront refused /);
});

it('one that it expects is told with its code, and where there is none the demo ends', async () => {
  const { fail } = await calling();
  expect(await fail('get_goods', NONE)).toEqual({
    ...{ code: 'not_found', told: expect.stringContaining('not_found') },
  });
  await expect(fail('list_goods', {})).rejects.toThrow('list_goods was expected to fail');
});

const ANSWERS: Readonly<Record<string, object>> = {
  list_goods: { total: 1, data: [{ id: 1, name: 'A', price: '1' }] },
  get_goods: { id: 1, name: 'A', subs: [] },
  get_balance: { storefront: { balance: '1' }, budget: { spent_today: '0', left_today: '1' } },
  supplier_items: { total: 1, items: [{ id: 1, name: 'A', sku: [] }] },
};

it.each([
  ['storefront', storefrontStory],
  ['supplier', supplierStory],
])('a %s that sells nothing of use to it ends the demo before anything is bought', async (_, tell) => {
  const { sandbox } = await startTestSandbox();
  const called: string[] = [];
  const story: Story = {
    ...{
      sandbox,
      say: commands.demo,
      step: () => {},
      fail: () => Promise.reject(new Error('not asked for')),
    },
    async call(tool) {
      called.push(tool);
      return ANSWERS[tool];
    },
  };
  await expect(tell(story)).rejects.toThrow(commands.demo.nothingFits);
  expect(called.join()).not.toMatch(/purchase|trade/);
});
