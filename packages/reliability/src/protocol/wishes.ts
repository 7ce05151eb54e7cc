/** Specifications of the sandbox's with many in stock. */
const SOLD = [
  { goods_id: 26, sub_id: 261, upTo: 480 },
  { goods_id: 59, sub_id: 591, upTo: 880 },
  { goods_id: 1, sub_id: 11, upTo: 1_000 },
] as const;

/** The arguments of one of a thousand purchases, each under a key of its own. */
export function wish(number: number): Record<string, unknown> {
  const { goods_id, sub_id } = SOLD.find(({ upTo }) => number % 1_000 < upTo) ?? SOLD[0];
  return {
    ...{ goods_id, sub_id, quantity: 1, max_total: '100', mode: 'sync' },
    ...{ idempotency_key: `wish ${number}`, again: true },
  };
}

export function purchase(number: number) {
  return { method: 'tools/call', params: { name: 'purchase', arguments: wish(number) } };
}
