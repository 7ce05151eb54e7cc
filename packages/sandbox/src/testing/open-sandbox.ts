import { onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../start-sandbox.ts';

/** The time at which the sandbox stands still unless a test moves it. */
export const START = Date.parse('2026-11-20T08:00:00Z');

/** A sandbox for one test, and the ways in: the storefront as a well-behaved client, and its control. */
export async function openSandbox(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ now: () => START, ...options });
  onTestFinished(() => sandbox.close());
  const { url, apiKey } = sandbox.storefront;

  function shop(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { accept: 'application/json', 'x-api-key': apiKey, ...init.headers };
    return ask(`${url}${path}`, { redirect: 'manual', ...init, headers });
  }

  return {
    sandbox,
    shop,
    control(path: string, body?: unknown): Promise<Answer> {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      return ask(`${sandbox.url}/__sandbox/${path}`, init);
    },
    /** Two weekly cards of 优酷, 8.50 each, 16.15 to pay, by default. */
    buy(wish: object = {}, path = '/v2/purchase'): Promise<Answer> {
      const body = JSON.stringify({ goods_id: 3, sub_id: 31, quantity: 2, ...wish });
      return shop(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    },
    charges: (): number => sandbox.state().storefront.charges.length,
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  body: unknown;
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
