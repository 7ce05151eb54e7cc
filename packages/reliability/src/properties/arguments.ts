import fc from 'fast-check';
import { oddName, oddText, oddValue } from './odd-values.ts';

/** What a tool's list entry says of one value, as far as these schemas go. */
export interface ValueSchema {
  type?: string;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  minItems?: number;
  items?: ValueSchema;
  properties?: Readonly<Record<string, ValueSchema>> | undefined;
  required?: readonly string[] | undefined;
}

export type Arguments = Record<string, unknown>;

/** Something that exists only once the run is under way: the one of this kind at this place, whatever it is by then. */
export class Existing {
  readonly kind: string;
  readonly at: number;

  constructor(kind: string, at: number) {
    this.kind = kind;
    this.at = at;
  }

  toString(): string {
    return `existing ${this.kind} ${this.at}`;
  }
}

/** Fields whose values mean something only if they name what there is. */
const MEANINGFUL: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries(
    [
      'goods_id',
      'sub_id',
      'sku_id',
      'item_id',
      'order_sn',
      'code',
      'trade_no',
      'entry_id',
      'idempotency_key',
    ].map((name) => [name, fc.nat({ max: 200 }).map((at) => new Existing(name, at))]),
  ),
  idempotency_key: fc.oneof(
    { weight: 8, arbitrary: fc.noShrink(fc.uuid()) },
    { weight: 1, arbitrary: fc.nat({ max: 200 }).map((at) => new Existing('idempotency_key', at)) },
  ),
  max_total: fc.constantFrom('100000', '100000', '100000', '1', '0.01', '99999999999.99'),
  price_max: fc.constantFrom('100', '0.5', '12.34'),
  quantity: fc.integer({ min: 1, max: 4 }),
  search: fc.constantFrom('卡', '月', 'Steam', 'a', '充值 卡'),
  since: fc.constantFrom('2026-11-01', '2020-01-01'),
  until: fc.constantFrom('2026-12-31', '2030-01-01'),
  wait_seconds: fc.constantFrom(0, 0, 1, 45),
  cards: fc.constantFrom(['1'], ['1', '2']),
};

function fitting(schema: ValueSchema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  switch (schema.type) {
    case 'integer': {
      const { minimum: min = -(2 ** 53) + 1, maximum: max = 2 ** 53 - 1 } = schema;
      return fc.oneof(
        fc.integer({ min, max: Math.min(max, min + 20) }),
        fc.maxSafeInteger().map(within(min, max)),
      );
    }
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(fitting(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 5 });
    case 'object':
      return fc.dictionary(oddName, oddText, { maxKeys: 4, noNullPrototype: true });
    default:
      return oddText;
  }
}

function within(min: number, max: number) {
  return (value: number) => Math.min(max, Math.max(min, value));
}

/** Arguments that the schema allows. */
export function allowed({ properties = {}, required = [] }: ValueSchema): fc.Arbitrary<Arguments> {
  const values = Object.entries(properties).map(([name, schema]) => {
    const meaningful = MEANINGFUL[name];
    const value =
      meaningful === undefined
        ? fitting(schema)
        : fc.oneof({ weight: 7, arbitrary: meaningful }, { weight: 1, arbitrary: fitting(schema) });
    return [name, value] as const;
  });
  return fc.record(Object.fromEntries(values), { requiredKeys: [...required], noNullPrototype: true });
}

type Violation = (args: Arguments) => Arguments;

/** Arguments that the schema does not allow, but for what a tool reads kindly, such as numbers written as text. */
export function violating(schema: ValueSchema): fc.Arbitrary<Arguments> {
  const names = Object.keys(schema.properties ?? {});
  const required = schema.required ?? [];
  const other: fc.Arbitrary<Violation>[] = [
    fc.tuple(oddName, oddValue).map(
      ([name, value]) =>
        (args) =>
          withField(args, name, value),
    ),
  ];
  if (required.length > 0)
    other.push(fc.constantFrom(...required).map((gone) => (args) => without(args, gone)));
  if (names.length > 0) {
    const wrong = fc.tuple(fc.constantFrom(...names), oddValue);
    other.push(
      wrong.map(
        ([name, value]) =>
          (args) =>
            withField(args, name, value),
      ),
    );
    other.push(
      wrong.map(
        ([name, value]) =>
          (args) =>
            withField(args, name, value),
      ),
    );
  }
  return fc
    .tuple(allowed(schema), fc.array(fc.oneof(...other), { minLength: 1, maxLength: 2 }))
    .map(([args, violations]) => violations.reduce((all, violate) => violate(all), args));
}

/** A field of its own, `__proto__` too, as JSON makes them. */
function withField(args: Arguments, name: string, value: unknown): Arguments {
  return Object.defineProperty({ ...args }, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function without(args: Arguments, name: string): Arguments {
  return Object.fromEntries(Object.entries(args).filter(([field]) => field !== name));
}
