import type { WireReply } from '../transport.ts';

/** An answer as a transport gives it; what is no text yet is sent as JSON. */
export function wireReply(content: unknown, status = 200, headers: WireReply['headers'] = {}): WireReply {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  return { status, headers, body, bytes: Buffer.from(body), raw: body, isExact: true };
}

/** What it throws. */
export async function thrownBy(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new TypeError('it did not fail');
}
