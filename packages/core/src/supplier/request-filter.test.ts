import { describe, expect, test } from 'vitest';
import { prepareFields } from '../index.ts';
import { FIREWALL, REFUSED_VALUES, TAKEN_NAMES, TAKEN_VALUES } from '../testing/seen-request-filter.ts';
import { failure, no, ok, order, supplierAgainst, trade } from '../testing/supplier-shop.ts';

describe('what mcy-shop was seen to refuse is refused before it is sent', () => {
  test.each(REFUSED_VALUES.map((value) => [value]))('%j', async (value) => {
    const { supplier, requests } = supplierAgainst([]);
    expect(await failure(supplier.trade({ ...order, fields: { account: value } }))).toMatchObject({
      ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
    });
    expect(requests).toEqual([]);
  });
});

describe('what mcy-shop was seen to take is sent as it is', () => {
  test.each(TAKEN_VALUES.map((value) => [value]))('the value %j', (value) => {
    expect(prepareFields({ account: value }, null)).toEqual({ account: value });
  });

  test.each(TAKEN_NAMES.map((name) => [name]))('the name %j', async (name) => {
    const { supplier, requests } = supplierAgainst([ok(trade())]);
    await supplier.trade({ ...order, fields: { [name]: 'v' } });
    expect(requests[0]?.fields).toMatchObject({ [name]: 'v' });
  });
});

describe('its firewall is the owner’s to switch on, so', () => {
  test.each(FIREWALL)('%j is sent, and its refusal bought nothing', async (value, refusal) => {
    const { supplier, requests } = supplierAgainst([refusal === null ? ok(trade()) : no(refusal)]);
    const sent = supplier.trade({ ...order, is_new: true, fields: { account: value } });
    if (refusal === null) expect(await sent).toMatchObject({ contents: 'CARD-1' });
    else
      expect(await failure(sent)).toMatchObject({
        ...{ code: 'upstream_refused', outcome: 'not_committed', upstreamMessage: refusal },
      });
    expect(requests[0]?.fields).toMatchObject({ account: value.trim() });
  });
});
