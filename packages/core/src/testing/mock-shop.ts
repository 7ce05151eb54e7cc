import { type Dispatcher, MockAgent } from 'undici';

export type ShopReply = { status?: number; body: unknown } | Error;

export interface ShopRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
  fields: Record<string, string>;
}

/** A shop that gives `replies` in turn and keeps what it was asked; an error breaks the connection once the request is read. */
export function mockShop(
  origin: string,
  replies: ShopReply[],
): { agent: Dispatcher; requests: ShopRequest[] } {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const requests: ShopRequest[] = [];
  agent
    .get(origin)
    .intercept({ path: () => true, method: () => true })
    .reply(({ path, headers, body }) => {
      const text = String(body ?? '');
      const fields = Object.fromEntries(new URLSearchParams(text));
      requests.push({ path, headers: { ...Object(headers) }, body: text, fields });
      const reply = replies.shift() ?? new Error('the test expects no further request');
      if (reply instanceof Error) throw reply;
      const data = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      return { statusCode: reply.status ?? 200, data };
    })
    .persist();
  return { agent, requests };
}
