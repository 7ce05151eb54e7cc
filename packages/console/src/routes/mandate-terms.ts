import { type Money, parseMoney, shanghaiDay } from '@kamikit/core';
import type { MandateTerms } from '@kamikit/ledger';
import type { View } from '../view.ts';

/** What was filled in makes no sense; its message is for the page. */
export class BadTerms extends Error {
  override name = 'BadTerms';
}

const GOOD = /^\d{1,12}(\/\d{1,12})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The terms of a mandate as a form has them. @throws {BadTerms} */
export function readTerms(
  fields: Readonly<Record<string, string>>,
  { t }: Pick<View, 't'>,
  now: number,
): Partial<MandateTerms> {
  const words = t.mandates;
  const field = (name: string) => (fields[name] ?? '').trim();
  const limit = (name: string, label: string): Money | null => {
    if (field(name) === '') return null;
    if (!/^\d{1,9}(\.\d{1,2})?$/.test(field(name))) throw new BadTerms(words.badMoney(label));
    return parseMoney(field(name));
  };
  const limits = {
    max_order: limit('max_order', words.maxOrder),
    per_day: limit('per_day', words.perDay),
    per_week: limit('per_week', words.perWeek),
  };
  if (Object.values(limits).every((each) => each === null)) throw new BadTerms(words.noLimit);
  const goods = field('goods')
    .split(/[\s,，、]+/)
    .filter(Boolean);
  if (goods.length > 200 || !goods.every((good) => GOOD.test(good))) throw new BadTerms(words.badGoods);
  const until = field('until');
  if (until !== '' && (!DAY.test(until) || Number.isNaN(Date.parse(until)) || until < shanghaiDay(now)))
    throw new BadTerms(words.badUntil);
  const [account, kind] = [field('account'), field('kind')];
  return {
    ...limits,
    goods: goods.length === 0 ? null : goods,
    account: account === '' ? null : account.slice(0, 100),
    until: until === '' ? null : until,
    ...((kind === 'purchase' || kind === 'supplier_trade') && { kinds: [kind] }),
  };
}
