import { inspect } from 'node:util';
import { MockAgent } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { CardsClient, KamikitError, type RequestEvent } from '../index.ts';
import { samples } from '../testing/card-samples.ts';
import { instantTiming } from '../testing/instant-timing.ts';

const KEY = "k3y'~(canary)0123456789abcdefghijklmnopqrstuvwx";
const ORIGIN = 'https://yhs.ihuahui.win';
const CARD = samples[0]?.data ?? expect.fail('no sample');

let agent: MockAgent;
const events: RequestEvent[] = [];

/** A client whose requests are answered in turn by `replies`; gives what was sent besides. */
function cardsAgainst(...replies: ({ status?: number; body: unknown } | Error)[]) {
  agent = new MockAgent();
  agent.disableNetConnect();
  const sent: { method: string; path: string; body: Record<string, string> }[] = [];
  for (const reply of replies) {
    const intercepted = agent.get(ORIGIN).intercept({ path: () => true, method: () => true });
    if (reply instanceof Error) {
      intercepted.replyWithError(reply);
      continue;
    }
    intercepted.reply(({ method, path, body }) => {
      sent.push({ method, path, body: Object.fromEntries(new URLSearchParams(String(body ?? ''))) });
      const data = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      return { statusCode: reply.status ?? 200, data };
    });
  }
  const now = Date.parse('2026-05-16T16:00:00+08:00');
  const timing = instantTiming(now);
  const onRequest = (event: RequestEvent) => events.push(event);
  return { cards: new CardsClient({ apiKey: KEY, dispatcher: agent, timing, onRequest }), sent };
}

afterEach(() => agent.close());

const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => (error instanceof KamikitError ? error : expect.fail(String(error))),
  );

const ok = (data: unknown) => ({ body: { code: 200, message: '', data } });

describe('every sample of the document', () => {
  test.each(samples)(
    '$action of a $kind card is read under its clear names',
    async ({ action, data, reads }) => {
      const { cards } = cardsAgainst(ok(data));
      const card =
        action === 'recharge'
          ? await cards.recharge(data.code, 30)
          : await cards[action === 'use' ? 'use' : 'verify'](data.code);
      expect(JSON.parse(JSON.stringify(card))).toEqual(reads);
    },
  );

  test('generate returns its codes', async () => {
    const { cards } = cardsAgainst(ok({ codes: ['A1B2C3D4E5F6G7H8', 'I9J8K7L6M5N4O3P2'] }));
    const { codes } = await cards.generate({
      card_type: 'time',
      duration: 30,
      duration_unit: 'day',
      count: 2,
    });
    expect(codes).toEqual(['A1B2C3D4E5F6G7H8', 'I9J8K7L6M5N4O3P2']);
  });
});

describe('what goes out', () => {
  test.each([
    [
      { card_type: 'time', duration: 24, duration_unit: 'hour', count: 10 },
      { card_type: 'time', duration: '24', duration_unit: 'hour', count: '10' },
    ],
    [
      { card_type: 'count', uses: 5 },
      { card_type: 'count', duration: '5' },
    ],
    [
      { card_type: 'point', points: 100, points_per_use: 10, remark: '备注 1' },
      { card_type: 'point', duration: '100', total_uses: '10', remark: '备注 1' },
    ],
  ] as const)('generate %j becomes the wire names', async (request, fields) => {
    const count = 'count' in request ? request.count : 1;
    const { cards, sent } = cardsAgainst(
      ok({ codes: Array.from({ length: count }, (_, number) => `A${number}`) }),
    );
    await cards.generate(request);
    expect(sent).toEqual([{ method: 'POST', path: '/?action=generate', body: { api_key: KEY, ...fields } }]);
  });

  test('uses for a point card are refused by name before anything is sent', async () => {
    const { cards, sent } = cardsAgainst();
    const request = { card_type: 'point', points: 1, points_per_use: 1, uses: 3 } as const;
    expect(await failure(cards.generate(request))).toMatchObject({
      code: 'invalid_request',
      outcome: 'not_committed',
      message: expect.stringContaining('"uses"'),
    });
    expect(sent).toEqual([]);
  });

  test('the key stands in a URL for query alone', async () => {
    const { cards, sent } = cardsAgainst(...Array(4).fill(ok(CARD)), ok([]));
    await cards.verify(CARD.code);
    await cards.use(CARD.code);
    await cards.delete(CARD.code);
    await cards.recharge(CARD.code, 3);
    await cards.query({ status: 0, card_type: 'point' });
    expect(
      sent.map(({ path, body }) => `${path.replace(/api_key=[^&]*/, 'KEY')} ${Object.keys(body)}`),
    ).toEqual([
      '/?action=verify api_key,code',
      '/?action=use api_key,code',
      '/?action=delete api_key,code',
      '/?action=recharge api_key,code,amount',
      '/?action=query&KEY&status=0&card_type=point ',
    ]);
  });
});

describe('refusals', () => {
  const cases = [
    [400, '卡密已过期', 'card_expired'],
    [400, '次数已用完', 'card_exhausted'],
    [400, '点数不足', 'card_exhausted'],
    [400, '参数错误', 'invalid_request'],
    [401, '密钥无效', 'unauthorized'],
    [404, '卡密不存在', 'not_found'],
    [404, '', 'not_found'],
    [429, '慢一点', 'rate_limited'],
  ] as const;

  test.each(
    cases.flatMap(([code, message, expected]) => [
      { status: 200, code, message, expected },
      { status: code, code: String(code), message, expected },
    ]),
  )(
    'HTTP $status with code $code $message is $expected and used nothing',
    async ({ status, code, message, expected }) => {
      const { cards } = cardsAgainst({ status, body: { code, message } });
      expect(await failure(cards.use('A'))).toMatchObject({ code: expected, outcome: 'not_committed' });
    },
  );

  test.each([
    [400, '不行'],
    [400, ''],
    [400, '请勿重复提交'],
    [404, '订单处理中'],
    [409, '次数已用完'],
    [425, '参数错误'],
  ])('code %s with message %s proves nothing of a change, and refuses a reading', async (code, message) => {
    const { cards } = cardsAgainst({ body: { code, message } }, { status: code, body: { message } });
    expect(await failure(cards.recharge('A', 3))).toMatchObject({ outcome: 'unknown' });
    expect(await failure(cards.recharge('A', 3))).toMatchObject({ outcome: 'unknown' });
    const reading = cardsAgainst({ body: { code, message } });
    expect(await failure(reading.cards.verify('A'))).not.toMatchObject({ code: 'outcome_unknown' });
  });

  test('a status of 404 without a code is one too, and 200 in the body outranks the status', async () => {
    const { cards } = cardsAgainst(
      { status: 404, body: { message: '卡密不存在' } },
      { status: 500, body: { code: '200', data: CARD } },
    );
    expect(await failure(cards.verify(CARD.code))).toMatchObject({ code: 'not_found' });
    expect(await cards.verify(CARD.code)).toMatchObject({ card_type: 'time' });
  });
});

test.each([
  ['an HTML page', { body: '<html>oops</html>' }],
  ['HTTP 500 without JSON', { status: 500, body: 'oops' }],
  ['a code of 500', { body: { code: 500, message: 'SQLSTATE' } }],
  ['a broken server in words', { body: { code: 400, message: '系统错误' } }],
  ['an undocumented code', { body: { code: 1, message: '' } }],
  ['no code', { body: { data: {} } }],
  ['a success without a card', { body: { code: 200 } }],
  ['a lost connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
])('after %s nobody knows whether a card was used, and it is not used again', async (_, reply) => {
  const { cards, sent } = cardsAgainst(reply, ok(CARD));
  expect(await failure(cards.use(CARD.code))).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown' });
  expect(sent.length).toBeLessThanOrEqual(1);
});

describe('query', () => {
  const rows = [
    'BARE',
    {
      code: 'T',
      card_type: 'time',
      status: 1,
      duration: '30',
      duration_unit: 'day',
      expire_at: '2026-06-15 10:30:00',
    },
    { code: 'P', card_type: 'point', status: 0, duration: 100, total_uses: 10, remark: 'r1' },
  ];

  test.each<[string, unknown]>([
    ['a bare list', rows],
    ...['list', 'items', 'data', 'codes', 'records'].map((name): [string, unknown] => [
      name,
      { [name]: rows },
    ]),
  ])('reads rows from %s', async (_, data) => {
    const { cards } = cardsAgainst(ok(data));
    const { cards: found } = await cards.query();
    expect(found).toMatchObject([
      { code: 'BARE', card: null, used: null, remark: null },
      {
        code: 'T',
        used: true,
        card: { duration: 30, expire_at: '2026-06-15T10:30:00+08:00', remaining_seconds: 2_572_200 },
      },
      { code: 'P', used: false, remark: 'r1', raw: { duration: 100, total_uses: 10 } },
    ]);
  });

  test('a point card never shows its points as a duration or its price as uses', async () => {
    const { cards } = cardsAgainst(ok(rows));
    const card = (await cards.query()).cards[2]?.card;
    expect(card).toMatchObject({ duration: undefined, total_uses: undefined });
  });

  test('an answer without a list is not an empty list', async () => {
    const { cards } = cardsAgainst(...Array(4).fill(ok(null)));
    expect(await failure(cards.query())).toMatchObject({ code: 'malformed_response' });
  });

  const codesOf = async (cards: CardsClient) =>
    (await Array.fromAsync(cards.iterateQuery())).map(({ code }) => code);

  test('iterates over pages until the total is reached', async () => {
    const { cards, sent } = cardsAgainst(
      ok({ list: ['A', 'B'], total: 3, limit: 2 }),
      ok({ list: ['C'], total: '3', limit: 2 }),
    );
    expect(await codesOf(cards)).toEqual(['A', 'B', 'C']);
    expect(sent.map(({ path }) => new URL(path, ORIGIN).searchParams.get('page'))).toEqual([null, '2']);
  });

  test('asks once where the service does not paginate', async () => {
    const { cards, sent } = cardsAgainst(ok(['A', 'B']));
    expect(await codesOf(cards)).toEqual(['A', 'B']);
    expect(sent).toHaveLength(1);
  });

  test('says so when there are more cards than it can get', async () => {
    const { cards } = cardsAgainst(ok({ list: ['A'], total: 3 }), ok({ list: ['A'], total: 3 }));
    expect(await failure(codesOf(cards))).toMatchObject({
      code: 'malformed_response',
      message: expect.stringContaining('1 of 3'),
    });
  });

  test('gives up where the pages have no end', async () => {
    const { cards, sent } = cardsAgainst(
      ...Array.from({ length: 1_001 }, (_, page) => ok({ list: [`C${page}`], total: 1e9 })),
    );
    expect(await failure(codesOf(cards))).toMatchObject({ code: 'malformed_response' });
    expect(sent).toHaveLength(1_000);
  });
});

test('no error, event or result ever holds the key, not even when the service repeats it', async () => {
  const echoed = new Error(
    `connect to ${ORIGIN}/?action=query&api_key=${new URLSearchParams({ k: KEY }).toString().slice(2)}`,
  );
  const { cards } = cardsAgainst(
    ...Array(4).fill(echoed),
    { body: { code: 400, message: `bad ${KEY}` } },
    ok([{ code: 'A', api_key: KEY }]),
  );
  const told = [await failure(cards.query()), await failure(cards.use('A')), await cards.query(), ...events];
  expect(told.length).toBeGreaterThan(6);
  expect(inspect(told, { depth: 9, showHidden: true })).not.toContain('canary');
});
