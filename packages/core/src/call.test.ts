import { inspect } from 'node:util';
import { MockAgent } from 'undici';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import {
  assertPage,
  type CallOptions,
  type ClientOptions,
  createCaller,
  type Protocol,
  type RequestEvent,
} from './call.ts';
import type { Effect, Endpoint } from './endpoint.ts';
import { KamikitError } from './errors.ts';
import { instantTiming } from './testing/instant-timing.ts';
import { mockShop, type ShopReply } from './testing/mock-shop.ts';
import { lost } from './testing/supplier-shop.ts';

const KEY = 'canary-key-of-a-card-service';
const HALF_MIB = 512 * 1024;

/** One endpoint of one upstream, whose answer is any JSON. */
function callerAgainst(
  replies: ShopReply[],
  { options = {}, endpoint = {}, protocol = {} }: Partial<Changes> = {},
) {
  const { agent, requests } = mockShop('https://shop.example', replies);
  const events: RequestEvent[] = [];
  const onRequest = (event: RequestEvent) => void events.push(event);
  const timing = instantTiming(1_000);
  const whole: Protocol = {
    upstream: 'cards',
    secrets: [KEY],
    buildRequest: () => ({ method: 'GET', url: new URL('https://shop.example/x'), headers: {} }),
    readReply: ({ body }) => JSON.parse(body),
    ...protocol,
  };
  const caller = createCaller(whole, { dispatcher: agent, timing, onRequest, ...options });
  const asked: Endpoint = {
    ...{ operation: 'cards.x', method: 'GET', path: 'x', effect: 'read', source: 'none' },
    ...{ input: z.unknown(), output: z.unknown() },
    ...endpoint,
  };
  const call = (input: unknown = {}, given: CallOptions = {}) => caller.call(asked, input, given);
  return { call, requests, events, timing };
}

interface Changes {
  options: ClientOptions;
  endpoint: Partial<Endpoint>;
  protocol: Partial<Protocol>;
}

const failure = (call: Promise<unknown>): Promise<KamikitError> =>
  call.then(
    () => expect.fail('it did not fail'),
    (error) => error,
  );

describe('refused as a mistake of the caller is', () => {
  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d of anything that limits', async (value) => {
    const says = (name: string) => new TypeError(`${name} must be a positive number, not ${value}`);
    expect(() => callerAgainst([], { options: { timeoutMs: value } })).toThrow(says('timeoutMs'));
    expect(() => callerAgainst([], { options: { maxBodyBytes: value } })).toThrow(says('maxBodyBytes'));
    const retry = { attempts: value };
    expect(() => callerAgainst([], { options: { retry } })).toThrow(says('retry.attempts'));
    const { call, requests } = callerAgainst([]);
    await expect(call({}, { timeoutMs: value })).rejects.toEqual(says('timeoutMs'));
    expect(requests).toEqual([]);
  });
});

describe('the time limit of a request is', () => {
  test.each<[string, number, number | undefined, Partial<Changes>]>([
    ['what the call says', 5_000, 5_000, { options: { timeoutMs: 6_000 }, endpoint: { timeoutMs: 7_000 } }],
    [
      'or else the client',
      6_000,
      undefined,
      { options: { timeoutMs: 6_000 }, endpoint: { timeoutMs: 7_000 } },
    ],
    ['or else the endpoint', 7_000, undefined, { endpoint: { timeoutMs: 7_000 } }],
    ['or else half a minute', 30_000, undefined, {}],
  ])('%s', async (_, limit, timeoutMs, changes) => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    const { call } = callerAgainst([{ body: {} }], changes);
    await call({}, { timeoutMs });
    expect(timeout.mock.calls).toEqual([[limit]]);
    timeout.mockRestore();
  });
});

describe('the longest answer that is read is', () => {
  const MIB = 1024 * 1024;

  test.each<[string, number, Partial<Changes>]>([
    ['what the client says', 10, { options: { maxBodyBytes: 10 }, endpoint: { maxBodyBytes: 20 } }],
    ['or else the endpoint', 20, { endpoint: { maxBodyBytes: 20 } }],
    ['or else two MiB', 2 * MIB, {}],
  ])('%s', async (_, most, changes) => {
    const text = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    const { call } = callerAgainst([{ body: text(most) }, { body: text(most + 1) }], changes);
    expect(await call()).toHaveLength(most - 2);
    expect(await failure(call())).toMatchObject({
      code: 'malformed_response',
      message: `cards.x: the answer is larger than ${most} bytes`,
    });
  });
});

describe('an input that does not fit', () => {
  const input = z.object({ card: z.object({ code: z.string() }), names: z.record(z.string(), z.unknown()) });
  const fits = { card: { code: 'A1' }, names: {} };

  test.each<[string, unknown, string]>([
    ['a field', { ...fits, card: { code: 7 } }, 'card.code: Invalid input: expected string, received number'],
    ['all of it', null, 'the whole value: Invalid input: expected object, received null'],
    ['half a character', { ...fits, names: { 'a\ud800': 1 } }, 'half a character cannot be sent'],
    [
      'half a character, deep',
      { ...fits, names: { a: [{ b: '\udfff' }] } },
      'half a character cannot be sent',
    ],
  ])('is told by its place: %s', async (_, value, what) => {
    const { call, requests } = callerAgainst([], { endpoint: { input } });
    expect(await failure(call(value))).toMatchObject({
      ...{ code: 'invalid_request', message: `cards.x: ${what}`, upstream: 'cards', operation: 'cards.x' },
      ...{ outcome: undefined, neverSent: false },
    });
    expect(requests).toEqual([]);
  });

  test('was never sent, where it would have changed something', async () => {
    const { call } = callerAgainst([], { endpoint: { input, effect: 'consume' } });
    expect(await failure(call(null))).toMatchObject({ outcome: 'not_committed', neverSent: true });
  });

  test.each([
    [5, '4: Invalid input: expected string, received number'],
    [6, '4: Invalid input: expected string, received number; 1 more'],
    [8, '4: Invalid input: expected string, received number; 3 more'],
  ])('in %d places is told by five of them', async (count, end) => {
    const { call } = callerAgainst([], { endpoint: { input: z.array(z.string()) } });
    const { message } = await failure(call([...Array(count).keys()]));
    expect(message.split('; ').slice(0, 2)).toEqual([
      'cards.x: 0: Invalid input: expected string, received number',
      '1: Invalid input: expected string, received number',
    ]);
    expect(message.slice(-end.length - 2)).toBe(`; ${end}`);
  });
});

describe('an answer that cannot be understood', () => {
  const half = new KamikitError('half', { code: 'malformed_response' });

  test.each<[string, ShopReply, Partial<Changes>, string]>([
    ['breaks its reader', { body: '{' }, {}, 'it could not be read'],
    [
      'is not as documented',
      { body: { a: 1 } },
      { endpoint: { output: z.object({ a: z.string() }) } },
      'its data is not as documented (a: Invalid input: expected string, received number)',
    ],
    [
      'is about something else',
      { body: '1' },
      { endpoint: { contradicts: () => 'card B instead of A' } },
      'with card B instead of A',
    ],
  ])('%s: a read says why, after a change nobody knows what it did', async (_, reply, changes, why) => {
    const as = (effect: Effect) => ({ ...changes, endpoint: { ...changes.endpoint, effect } });
    const said = `cards.x: the card service answered, but ${why}`;
    const read = callerAgainst([reply], as('read'));
    expect(await failure(read.call())).toMatchObject({
      ...{ code: 'malformed_response', message: said, outcome: undefined, receivedBody: undefined },
    });
    const change = callerAgainst([reply], as('consume'));
    expect(await failure(change.call())).toMatchObject({
      ...{ code: 'outcome_unknown', message: `${said}; the request may have been carried out` },
      outcome: 'unknown',
      receivedBody: typeof reply === 'object' && 'body' in reply ? asText(reply.body) : '',
    });
    for (const { requests, events } of [read, change]) {
      expect(requests).toHaveLength(1);
      expect(events).toMatchObject([{ attempt: 1, status: 200, error: expect.any(String) }]);
    }
  });

  test('of bytes that are no text may be read, but proves no change', async () => {
    const dispatcher = new MockAgent();
    const answer = dispatcher.get('https://shop.example').intercept({ path: '/x' });
    answer.reply(200, Buffer.from('22ff22', 'hex')).persist();
    const as = (effect: Effect) => callerAgainst([], { options: { dispatcher }, endpoint: { effect } });
    expect(await as('read').call()).toBe('\ufffd');
    expect(await failure(as('spend').call())).toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringContaining('answered, but with bytes that are no text;'),
      receivedBody: 'base64:Iv8i',
    });
  });

  test.each([
    [HALF_MIB, ''],
    [HALF_MIB + 1, `\n[cut: ${HALF_MIB + 1} characters came]`],
  ])('of %d characters is kept up to half a MiB', async (length, end) => {
    const { call } = callerAgainst([{ body: 'x'.repeat(length) }], { endpoint: { effect: 'spend' } });
    expect((await failure(call())).receivedBody).toBe(`${'x'.repeat(HALF_MIB)}${end}`);
  });

  test('keeps its cause, unless that holds the key, however deep', async () => {
    const causes = [new Error('plain'), Object.assign(new Error('deep'), { a: { b: { c: { d: KEY } } } })];
    const [plain, deep] = await Promise.all(
      causes.map((cause) => {
        const readReply = () => Promise.reject(half.with({ cause }));
        return failure(callerAgainst([{ body: 1 }], { protocol: { readReply } }).call());
      }),
    );
    expect(plain?.cause).toBe(causes[0]);
    expect(deep?.cause).toEqual(new Error('Error: deep'));
    expect(inspect(deep, { depth: 9 })).not.toContain('canary');
  });
});

describe('a call that is cancelled while its answer is read', () => {
  const reason = new Error('enough');
  const cancelled = (effect: Effect) => {
    const stop = new AbortController();
    const readReply: Protocol['readReply'] = (_, __, signal) => {
      stop.abort(reason);
      signal?.throwIfAborted();
    };
    const { call, events } = callerAgainst([{ body: 1 }], { endpoint: { effect }, protocol: { readReply } });
    return { failed: failure(call({}, { signal: stop.signal })), events };
  };

  test('ends with the reason, if it is a read', async () => {
    const { failed, events } = cancelled('read');
    expect(await failed).toBe(reason);
    expect(events).toMatchObject([{ status: 200, error: 'cancelled' }]);
  });

  test('ends with its outcome unknown, if it is a change', async () => {
    const { failed, events } = cancelled('delete');
    expect(await failed).toMatchObject({ code: 'outcome_unknown', cause: reason });
    expect(events).toMatchObject([{ error: 'outcome_unknown' }]);
  });
});

test('a fault of ours before anything is sent stays what it is, and is told as such', async () => {
  const fault = new RangeError('a bug');
  const buildRequest = () => {
    throw fault;
  };
  const { call, events } = callerAgainst([], { protocol: { buildRequest } });
  expect(await failure(call())).toBe(fault);
  expect(events).toMatchObject([{ status: undefined, error: 'internal' }]);
});

test('each try is told with how long it took, and once', async () => {
  const { call, events, timing } = callerAgainst([lost(), { body: '1' }], {
    protocol: { readReply: () => timing.sleep(40) },
  });
  await call();
  expect(events).toEqual([
    {
      ...{ upstream: 'cards', operation: 'cards.x', method: 'GET', attempt: 1, durationMs: 0 },
      ...{ status: undefined, error: 'unreachable' },
    },
    {
      ...{ upstream: 'cards', operation: 'cards.x', method: 'GET', attempt: 2, durationMs: 40 },
      ...{ status: 200, error: undefined },
    },
  ]);
});

test('a change is sent once, whatever became of it', async () => {
  const unsent = Object.assign(new Error('no way'), { syscall: 'connect' });
  const { call, requests } = callerAgainst([unsent, { body: 1 }], { endpoint: { effect: 'spend' } });
  expect(await failure(call())).toMatchObject({ code: 'unreachable', retryable: true, neverSent: true });
  expect(requests).toHaveLength(1);
});

test('what is sent is made of the input as it was checked', async () => {
  const buildRequest = vi.fn(() => ({
    ...{ method: 'GET' as const, url: new URL('https://shop.example/x'), headers: {} },
  }));
  const input = z.object({ code: z.string().trim() });
  const { call } = callerAgainst([{ body: 1 }], { protocol: { buildRequest }, endpoint: { input } });
  await call({ code: ' A1 ', other: 1 });
  expect(buildRequest.mock.calls).toEqual([[expect.anything(), { code: 'A1' }]]);
});

test.each([
  ['rate_limited', [[5_000]]],
  ['unauthorized', []],
] as const)('of an answer that is %s, whoever keeps the pace is told %j', async (code, told) => {
  const onRateLimited = vi.fn(async () => {});
  const readReply = () => {
    throw new KamikitError('no', { code, retryAfterMs: 5_000 });
  };
  const { call } = callerAgainst([{ body: 1 }], { protocol: { readReply }, options: { onRateLimited } });
  expect(await failure(call())).toMatchObject({ code });
  expect(onRateLimited.mock.calls).toEqual(told);
});

test('each try waits for its turn, and says what it would do', async () => {
  const admit = vi.fn(async () => {});
  const { signal } = new AbortController();
  const { call } = callerAgainst([lost(), { body: '1' }], { options: { admit } });
  await call({}, { signal });
  expect(admit.mock.calls).toEqual([[{ effect: 'read', signal }], [{ effect: 'read', signal }]]);
});

test('a list that goes on for more than a thousand pages has no end', () => {
  const context = { upstream: 'cards', operation: 'cards.query', effect: 'read' } as const;
  expect(() => assertPage(1_000, context)).not.toThrow();
  expect(() => assertPage(1_001, context)).toThrow(
    'cards.query: the card service answered, but with more than 1000 pages of a list',
  );
});

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
