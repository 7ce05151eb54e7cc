import { createPatternMatcher } from '@kamikit/core/src/supplier/php-pattern.ts';
import { sign } from '@kamikit/signing';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fixtureConnections, openClients } from '../interactions/connections.ts';
import type { Exchange } from '../interactions/fixture.ts';
import { playFixture } from '../interactions/play-fixture.ts';
import { capture } from '../live/capture.ts';
import { openStage } from '../sandbox/stage.ts';
import { filterCases } from './filter-fixtures.ts';

const TRADE_NO = '280000000001795206088944';
const ORDER = { sku_id: 11, quantity: 1, trade_no: TRADE_NO };

const show = <Case extends { form: Record<string, string> }>(each: Case) => ({
  ...each,
  shown: JSON.stringify(each.form),
});
const values = filterCases('values').map(show);
const firewall = filterCases('firewall').map(show);

/** The headers of a form, as the fixtures' buyer signs it. */
function signed(form: Record<string, string>, { apiId, apiKey } = fixtureConnections.supplier) {
  return {
    ...{ accept: 'application/json', 'accept-language': 'zh-CN' },
    ...{ 'api-id': apiId, 'api-signature': sign(form, apiKey) },
    'content-type': 'application/x-www-form-urlencoded',
  };
}

describe('a signed field that the real shop was sent with connect', () => {
  it.each(values)('$shown: the sandbox says the same', async ({ form, refusal }) => {
    const { sandbox, connections } = await openStage();
    const response = await fetch(`${sandbox.supplier.url}/plugin/open-api/connect`, {
      method: 'POST',
      headers: signed(form, connections.supplier),
      body: new URLSearchParams(form),
    });
    const { msg } = (await response.json()) as { msg: string };
    expect(msg).toBe(refusal ?? 'success');
  });

  it.each(values)(
    '$shown: the client sends it, unchanged, only if it was taken',
    async ({ form, refusal }) => {
      const { connections } = await openStage();
      const sent: Array<Exchange['request']> = [];
      const agent = new Agent();
      onTestFinished(() => agent.destroy());
      const kept = capture(agent, connections.supplier.url, ({ request }) => sent.push(request));
      const { supplier } = openClients(connections, () => kept);
      const trade = supplier.trade({ ...ORDER, fields: form });
      if (refusal === null) {
        await expect(trade).resolves.toMatchObject({ status: 1 });
        expect(sent).toMatchObject([{ form }]);
      } else {
        const never = { code: 'invalid_request', outcome: 'not_committed', neverSent: true };
        await expect(trade).rejects.toMatchObject(never);
        expect(sent).toEqual([]);
      }
    },
  );
});

describe('its firewall is the owner’s to switch on, so', () => {
  it.each(firewall)('$shown is sent, and a refusal of it bought nothing', async ({ form, refusal }) => {
    const account = form.account ?? '';
    const posted = { account: account.trim(), quantity: '1', sku_id: '11', trade_no: TRADE_NO };
    const request = { path: '/plugin/open-api/trade', headers: signed(posted), form: posted };
    const data = { trade_no: '1', item_trade_no: TRADE_NO, status: 1, amount: '1', contents: 'CARD-0001' };
    const { client, differences } = await playFixture({
      operation: 'supplier/trade',
      input: { ...ORDER, account, is_new: true },
      exchanges: [
        {
          request: { method: 'POST', ...request },
          reply: {
            ...{ status: 200, headers: { 'content-type': 'application/json' } },
            json: refusal === null ? { code: 200, msg: 'success', data } : { code: 0, msg: refusal },
          },
        },
      ],
    });
    expect(differences).toEqual([]);
    if (refusal === null) expect(client).toMatchObject({ returns: { contents: 'CARD-0001' } });
    else
      expect(client).toMatchObject({
        throws: { code: 'upstream_refused', outcome: 'not_committed', upstreamMessage: refusal },
      });
  });
});

describe('what PHP said, and the client says no otherwise:', () => {
  it.each(filterCases('patterns'))('$pattern to $value: $found', ({ pattern, value, found }) => {
    const verdict = createPatternMatcher()(pattern, value.trim());
    // With delimiters of its own inside the shop's it means something else, which is left to the shop.
    if (pattern.startsWith('/')) expect(verdict).toBeNull();
    else expect(verdict).toBe(found);
  });
});

it.each(filterCases('pasted-cards'))(
  'a pasted card $pasted is delivered as $kept',
  async ({ pasted, kept }) => {
    const { clients, control } = await openStage();
    await clients.supplier.trade({ ...ORDER, sku_id: 101 });
    await control('trades', { trade_no: TRADE_NO, status: 1, contents: pasted, through: 'paste' });
    expect(await clients.supplier.query(TRADE_NO)).toMatchObject({ status: 1, contents: kept });
  },
);
