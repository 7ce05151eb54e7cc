import { describe, expect, test } from 'vitest';
import { readCard } from '../index.ts';
import { clientsAgainst, success } from '../testing/clients.ts';
import { failure } from '../testing/supplier-shop.ts';

const card = { code: 'A1', card_type: 'count', total_uses: 3, used_count: 1, remaining_count: 2 };
const refused = (code: number, message: string) => ({ body: { code, message } });

describe('reading a card', () => {
  test('shows the card that verify shows', async () => {
    const { cards } = clientsAgainst(success(card));
    expect(await cards.read('A1')).toMatchObject(card);
  });

  test.each([
    ['card_expired', refused(400, '卡密已过期')],
    ['card_exhausted', refused(400, '次数已用完')],
    ['not_found', refused(404, '卡密不存在')],
  ])('takes the refusal %s for an answer', async (reading, reply) => {
    const { cards, requests } = clientsAgainst(reply);
    expect(await cards.read('A1')).toBe(reading);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['unauthorized', refused(401, '密钥无效')],
    ['invalid_request', refused(400, '参数错误')],
    ['upstream_refused', refused(400, '不行')],
    ['malformed_response', success({ ...card, code: 'B2' })],
  ])('fails with %s, which is no answer about it', async (code, reply) => {
    const { cards } = clientsAgainst(reply);
    expect(await failure(cards.read('A1'))).toMatchObject({ code });
  });
});

test.each([card, 'card_expired', 'card_exhausted', 'not_found'])(
  'the reading %j is taken up again from JSON',
  (reading) => {
    const kept: unknown = JSON.parse(JSON.stringify(reading));
    expect({ reading: readCard(kept, 0) }).toMatchObject({ reading });
  },
);

test.each([null, 'unauthorized', {}, { code: 'A1' }, 7])('%j is no reading', (value) => {
  expect(readCard(value, 0)).toBeNull();
});
