import { type ErrorCode, KamikitError, parseMoney } from '@kamikit/core';
import { ITEM_STATES, type ItemState, type Ledger, type Settlement } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { connectHost, temporaryFolder } from '../../test/host.ts';
import { ownerOf } from '../../test/owner.ts';

const ITEMS = 5_000;
const IN_EACH_STATE = 8;
const MOST_BYTES = 3_000;
const LONG = '充值失败，请联系客服处理后再试。'.repeat(40);
const CARDS = { short: 'A1B2-C3D4-E5F6-G7H8', 'in many lines': '卡号：ABCD 密码：1234\n'.repeat(500) };

const error = (code: ErrorCode, outcome: 'not_committed' | 'unknown' = 'not_committed') =>
  new KamikitError(LONG, { code, outcome, neverSent: code === 'over_budget' });

/** What the upstream answers for an item that is to end so; null where it is not asked, as there is enough in stock. */
function answers(cards: string): Partial<Record<ItemState, Settlement | KamikitError | null>> {
  return {
    completed: { state: 'completed', result: { cards } },
    pending: { state: 'pending', reference: 'S1' },
    failed: { state: 'failed', reference: 'S1', error: error('upstream_refused') },
    refused: error('out_of_stock'),
    refunded: { state: 'refunded', reference: 'S1', result: { cards } },
    unknown: error('timeout', 'unknown'),
    enough: null,
  };
}

/** Eight items in each state, in turns or one state after the other, and the others wait; in the end it stopped by itself. */
async function largeJob(ledger: Ledger, cards: string, isMixed: boolean): Promise<string> {
  const items = Array.from({ length: ITEMS }, (_, number) => ({ goods_id: number, sub_id: 1, quantity: 1 }));
  const started = { kind: 'purchase', idempotencyKey: cards.slice(0, 9) + isMixed, items };
  const { job } = await ledger.startJob({ ...started, maxTotal: parseMoney('9999999.99') });
  const settled = Object.entries(answers(cards));
  for (let made = 0; made < settled.length * IN_EACH_STATE; made += 1) {
    const at = isMixed ? made % settled.length : Math.floor(made / IN_EACH_STATE);
    const answer = settled[at]?.[1];
    const claim = await ledger.claimItem(job.id);
    if (!('item' in claim) || answer === undefined) throw new Error('there is nothing to buy');
    const { number, request, idempotencyKey } = claim.item;
    const wish = {
      ...{ kind: 'purchase', idempotencyKey, request, amount: parseMoney('1234.56') },
      ...{ goods: { name: LONG, specification: LONG, quantity: 10_000 }, item: { job: job.id, number } },
    };
    if (answer !== null) {
      const send = async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      };
      await ledger.execute(wish, send).catch(() => {});
    }
    await ledger.settleItem(job.id, number, { done: true });
  }
  const last = await ledger.claimItem(job.id);
  await ledger.claimItem(job.id);
  if ('item' in last) await ledger.settleItem(job.id, last.item.number, { stop: error('over_budget') });
  return job.id;
}

const HOSTS = (['en', 'zh'] as const).flatMap((language) =>
  (['inline', 'sealed'] as const).map((reveal) => ({ KAMIKIT_LANG: language, KAMIKIT_REVEAL: reveal })),
);
const PAGES = [undefined, 1, 2, 3, 4, 5, 6, 7, 8, 625, 5_000];

it.each(
  Object.entries(CARDS).flatMap(([which, cards]) =>
    [true, false].map((isMixed) => ({ which, cards, isMixed })),
  ),
)(
  'an answer about 5,000 items stays under 3,000 bytes, text and structure: $which, $isMixed',
  async ({ cards, isMixed }) => {
    const environment = {
      ...{ KAMIKIT_DATA_DIR: temporaryFolder(), XDG_CONFIG_HOME: temporaryFolder() },
      ...{ KAMIKIT_DAILY_BUDGET: 'none', KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_SANDBOX: '1' },
    };
    const job_id = await largeJob(await ownerOf(environment).ledger(), cards, isMixed);
    for (const settings of HOSTS) {
      const { client } = await connectHost({ environment: { ...environment, ...settings } });
      const seen = new Set<string>();
      for (const page of PAGES) {
        const asked = { job_id, ...(page !== undefined && { page }) };
        const { content, structuredContent } = await client.callTool({ name: 'get_job', arguments: asked });
        const { items }: { items: Array<{ state: string }> } = Object(structuredContent);
        for (const { state } of items) seen.add(state);
        expect(items.length).toBe(page === 5_000 ? 0 : 8);
        for (const said of [JSON.stringify(structuredContent), Object(content)[0].text])
          expect(Buffer.byteLength(said)).toBeLessThan(MOST_BYTES);
      }
      expect([...seen].sort()).toEqual([...ITEM_STATES].sort());
    }
  },
);
