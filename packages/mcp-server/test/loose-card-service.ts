import { MockAgent } from 'undici';

/** The vendor's card service as one that answers a part of a code with its card; there is one, of this code. */
export function looseCardService(code: string): MockAgent {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const card = { code, card_type: 'count', used_count: 0, remaining_count: 5, total_uses: 5 };
  agent
    .get('https://yhs.ihuahui.win')
    .intercept({ path: '/?action=verify', method: 'POST' })
    .reply(({ body }) => {
      const isPart = card.code.includes(new URLSearchParams(String(body)).get('code') ?? '');
      const data = isPart ? { code: 200, message: '', data: card } : { code: 404, message: '卡密不存在' };
      return { statusCode: 200, data: JSON.stringify(data) };
    })
    .persist();
  return agent;
}

/** Calls of each tool about one card, but for its code. */
export const CARD_WISHES: Readonly<Record<string, object>> = {
  verify_card: {},
  use_card: { idempotency_key: 'u' },
  recharge_card: { amount: 1, idempotency_key: 'r' },
  delete_card: {},
};
