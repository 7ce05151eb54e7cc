import { sign } from '@kamikit/signing';
import type { SandboxOptions } from '../start-sandbox.ts';
import { openSandbox } from './open-sandbox.ts';

const FORM = 'application/x-www-form-urlencoded';

/** A buyer's number. */
export const NUMBER = '280000000001795206088944';

/** The supplier as a buyer with a key sees it. */
export async function openSupplier(options: SandboxOptions = {}) {
  const { sandbox, control } = await openSandbox(options);
  const { url, apiId, apiKey } = sandbox.supplier;
  async function ask(
    path: string,
    fields: Record<string, string> = {},
    options: { prefix?: string; headers?: Record<string, string>; body?: string } = {},
  ) {
    const {
      prefix = '/plugin/open-api',
      headers,
      body: form = String(new URLSearchParams(fields)),
    } = options;
    const response = await fetch(`${url}${prefix}/${path}`, {
      method: 'POST',
      body: form,
      headers: { 'content-type': FORM, 'api-id': apiId, 'api-signature': sign(fields, apiKey), ...headers },
    });
    const body = await response.text();
    return { status: response.status, json: body.startsWith('{') ? (JSON.parse(body) as Body) : null, body };
  }
  const buy = (fields: Record<string, string> = {}) =>
    ask('trade', { sku_id: '11', quantity: '1', trade_no: NUMBER, ...fields });
  return { sandbox, control, ask, buy, state: () => sandbox.state().supplier };
}

interface Body {
  code: number;
  msg: string;
  data?: { [field: string]: unknown };
}
