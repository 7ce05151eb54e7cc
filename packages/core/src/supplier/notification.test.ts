import { once } from 'node:events';
import { createServer } from 'node:http';
import { sign } from '@kamikit/signing';
import { describe, expect, test } from 'vitest';
import {
  createNotificationHandler,
  type NotificationHandlerOptions,
  parseMoney,
  type Trade,
  type TradeProgress,
  verifyNotification,
} from '../index.ts';

/** As real PHP sends it (supplier facts, notification). */
const SECRET = '8F3A2C9D1E7B6A54';
const NO = '280000000001795206088944';
const SIGNATURE = 'b5fd7d848b217bb4defb55e05975c1ef';
const BODY =
  'status=1&contents=CARD-LATE----pw%2B1%25%0Aline2+%26+%3Cb%3Ex%3C%2Fb%3E+%E4%B8%AD%E6%96%87&item_trade_no=280000000001795206088944&trade_no=261121889859015349845999&amount=1.00&trade_time=2026-11-21+04%3A21%3A28';

describe('the documented notification', () => {
  test.each([
    ['text', BODY],
    ['bytes', new TextEncoder().encode(BODY)],
  ])('verifies as %s and is read', (_, body) => {
    expect(verifyNotification({ body, signature: SIGNATURE, secret: SECRET })).toEqual({
      ...{ item_trade_no: NO, trade_no: '261121889859015349845999', status: 1, amount: '1', notice: null },
      ...{
        contents: 'CARD-LATE----pw+1%\nline2 & <b>x</b> 中文',
        trade_time: '2026-11-21T04:21:28+08:00',
      },
    });
  });

  test('is rejected with any byte of a name or value changed', () => {
    const accepted = Array.from(BODY, (_, at) => at).filter((at) => {
      const body = `${BODY.slice(0, at)}${BODY[at] === 'x' ? 'y' : 'x'}${BODY.slice(at + 1)}`;
      try {
        verifyNotification({ body, signature: SIGNATURE, secret: SECRET });
        return true;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([]);
  });

  test.each([undefined, null, '', SIGNATURE.toUpperCase(), SIGNATURE.slice(1), `${SIGNATURE}0`])(
    'is rejected with the signature %j',
    (signature) => {
      expect(() => verifyNotification({ body: BODY, signature, secret: SECRET })).toThrow(
        expect.objectContaining({ code: 'signature_rejected' }),
      );
    },
  );

  test.each([
    { status: '1' },
    { item_trade_no: NO },
    { item_trade_no: '7', status: '1' },
    { item_trade_no: NO, status: 'x' },
  ])('signed but reduced to %j is malformed', (fields) => {
    const body = new URLSearchParams({ ...fields }).toString();
    expect(() => verifyNotification({ body, signature: sign(fields, SECRET), secret: SECRET })).toThrow(
      expect.objectContaining({ code: 'malformed_response' }),
    );
  });
});

const trade = (status: number | null): Trade => ({
  ...{
    item_trade_no: NO,
    trade_no: '1',
    amount: parseMoney('1'),
    trade_time: null,
    notice: null,
  },
  ...{ status, contents: status === 1 ? 'CONFIRMED' : null },
});

function notify(
  status: number,
  { no = NO, path = `/notify/${NO}`, secret = SECRET, headers = {} } = {},
): Request {
  const fields = { status: String(status), contents: 'CLAIMED', item_trade_no: no };
  return new Request(`https://me.example${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'api-signature': sign(fields, secret), ...headers },
  });
}

/** A handler over one order that is recorded as `progress`, in a shop that has it as `status` (null: not at all). */
function received({
  progress = 'waiting',
  status = 1,
  maxBodyBytes = 1_000,
}: {
  progress?: TradeProgress;
  status?: number | null;
  maxBodyBytes?: number;
} = {}) {
  const events: Trade[] = [];
  const asked: string[] = [];
  let forged = 0;
  let recorded = progress;
  const handler = createNotificationHandler({
    secret: SECRET,
    findOrder: async (no) => (no === NO ? { progress: recorded } : null),
    requery: async (no) => {
      asked.push(no);
      return status === null ? null : trade(status);
    },
    onEvent: async (event) => {
      events.push(event);
      recorded = event.status === 1 ? 'shipped' : event.status === 2 ? 'failed' : 'refunded';
    },
    maxBodyBytes,
    onForged: () => {
      forged += 1;
    },
  });
  return { handler, events, asked, forged: () => forged };
}

describe('the handler', () => {
  test('reports what the shop says when asked, not what the notification claims', async () => {
    const { handler, events } = received();
    const response = await handler(notify(1));
    expect([response.status, await response.json()]).toEqual([200, { code: 200, msg: 'success' }]);
    expect(events).toEqual([trade(1)]);
  });

  test('acknowledges a repetition but does not report it again, even when both arrive at once', async () => {
    const { handler, events } = received();
    const responses = await Promise.all([handler(notify(1)), handler(notify(1))]);
    responses.push(await handler(notify(1)));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(events).toHaveLength(1);
  });

  test.each([0, 2, 3])('never takes back a shipped trade for status %i', async (status) => {
    const { handler, events, asked } = received({ progress: 'shipped', status });
    expect((await handler(notify(status))).status).toBe(200);
    expect([events, asked]).toEqual([[], []]);
  });

  test.each<[string, number, TradeProgress, number | null, number]>([
    ['waiting, claimed shipped', 1, 'waiting', 0, 409],
    ['unknown, claimed shipped', 1, 'waiting', null, 409],
    ['failed as recorded, claimed shipped', 1, 'failed', 2, 409],
    ['waiting, claimed waiting after a refund', 0, 'refunded', 0, 200],
  ])('reports nothing for a trade that is %s', async (_, claimed, progress, status, answered) => {
    const { handler, events } = received({ progress, status });
    expect((await handler(notify(claimed))).status).toBe(answered);
    expect(events).toEqual([]);
  });

  test('reports a refund that the shop confirms', async () => {
    const { handler, events } = received({ progress: 'failed', status: 3 });
    expect((await handler(notify(3))).status).toBe(200);
    expect(events).toEqual([trade(3)]);
  });

  const large = () => new Request('https://me.example/', { method: 'POST', body: 'a'.repeat(1_001) });

  test.each([
    ['a GET', () => new Request('https://me.example/'), 405, 0],
    ['a forgery', () => notify(1, { secret: 'other' }), 403, 1],
    ['no signature', () => new Request('https://me.example/', { method: 'POST', body: BODY }), 403, 1],
    [
      'what a page in a browser sends',
      () => notify(1, { headers: { origin: 'https://me.example' } }),
      403,
      0,
    ],
    ['a body too large', large, 413, 0],
    ['an order of somebody else', () => notify(1, { no: '9'.repeat(24), path: '/' }), 404, 0],
    ['another order in the path', () => notify(1, { path: `/notify/${'9'.repeat(24)}` }), 400, 0],
    ['no order number', () => notify(1, { no: '', path: '/' }), 400, 0],
  ])('refuses %s, and tells of a wrong signature', async (_, request, status, told) => {
    const { handler, events, asked, forged } = received();
    const response = await handler(request());
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 0 });
    expect([events, asked, forged()]).toEqual([[], [], told]);
  });

  test('reads few large ones at once, and any number of small ones beside them', async () => {
    const { handler } = received({ maxBodyBytes: 200_000 });
    const sends: Array<ReadableStreamDefaultController<Uint8Array>> = [];
    const send = (bytes: number) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new Uint8Array(bytes));
          sends.push(controller);
        },
      });
      return handler(new Request('https://me.example/', { method: 'POST', body, duplex: 'half' }));
    };
    const waiting = Array.from({ length: 16 }, () => send(65_537));
    expect((await send(65_537)).status).toBe(503);
    expect((await handler(notify(1))).status).toBe(200);
    for (const controller of sends.slice(0, 16)) controller.close();
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([403]));
    const another = send(65_537);
    sends.at(-1)?.close();
    expect((await another).status).toBe(403);
  });

  test('answers 500 without revealing the cause when it cannot be recorded, and accepts the repetition', async () => {
    const outcomes = [new Error('disk full at /secret'), null];
    const handler = createNotificationHandler({
      secret: SECRET,
      findOrder: async () => ({ progress: 'waiting' }),
      requery: async () => trade(1),
      onEvent: async () => {
        const error = outcomes.shift();
        if (error) throw error;
      },
    });
    const first = await handler(notify(1));
    expect([first.status, await first.text()]).toEqual([500, expect.not.stringContaining('secret')]);
    expect((await handler(notify(1))).status).toBe(200);
  });

  describe('tells of one that is to be asked about later', () => {
    /** The numbers that it tells of where the shop is asked, or the answer recorded, like this. */
    async function told(request: Request, changes: Partial<NotificationHandlerOptions> = {}) {
      const numbers: string[] = [];
      const handler = createNotificationHandler({
        secret: SECRET,
        findOrder: async (no) => (no === NO ? { progress: 'waiting' } : null),
        requery: async () => trade(0),
        onEvent: async () => {},
        onUnconfirmed: async (no) => void numbers.push(no),
        ...changes,
      });
      const { status } = await handler(request);
      return [status, ...numbers];
    }

    const failing = () => Promise.reject(new Error('away'));

    test('as the shop does not confirm it, cannot be asked, or its answer cannot be recorded', async () => {
      expect(await told(notify(1))).toEqual([409, NO]);
      expect(await told(notify(1), { requery: async () => null })).toEqual([409, NO]);
      expect(await told(notify(1), { requery: failing })).toEqual([500, NO]);
      expect(await told(notify(1), { findOrder: failing })).toEqual([500, NO]);
      expect(await told(notify(1), { requery: async () => trade(1), onEvent: failing })).toEqual([500, NO]);
    });

    test('and of no other', async () => {
      expect(await told(notify(1), { requery: async () => trade(1) })).toEqual([200]);
      expect(await told(notify(0))).toEqual([200]);
      expect(await told(notify(1, { secret: 'other' }))).toEqual([403]);
      expect(await told(notify(1, { no: '9'.repeat(24), path: '/' }))).toEqual([404]);
    });

    test('where that cannot be written down, the shop hears of it', async () => {
      expect(await told(notify(1), { onUnconfirmed: failing })).toEqual([500]);
    });
  });

  test('serves the documented notification behind Node’s own http server', async () => {
    const { handler, events } = received();
    const server = createServer(async (incoming, outgoing) => {
      const body = Buffer.concat(await Array.fromAsync(incoming));
      const headers = { 'api-signature': String(incoming.headers['api-signature']) };
      const response = await handler(
        new Request(`http://127.0.0.1${incoming.url}`, { method: 'POST', headers, body }),
      );
      outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : expect.fail('no port');
    const sent = { method: 'POST', body: BODY, headers: { 'api-signature': SIGNATURE, connection: 'close' } };
    const response = await fetch(`http://127.0.0.1:${port}/notify/${NO}`, sent);
    expect(await response.json()).toEqual({ code: 200, msg: 'success' });
    expect(events).toHaveLength(1);
    server.close();
  });
});
