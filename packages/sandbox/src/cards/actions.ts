import { type Card, cardView, headOf, refusalOf, statusOf, timeTail, UNIT_MS, usedPoints } from './card.ts';
import { type CardBox, newCode } from './card-box.ts';
import { readInteger } from './fields.ts';
import { BAD_ARGUMENT, type CardsOutcome, UNKNOWN_CARD } from './outcome.ts';

type Fields = Map<string, string>;
type Action = (box: CardBox, fields: Fields) => CardsOutcome;

const MOST_AT_ONCE = 1_000;

/** Issues cards (cards document, action=generate). */
export const generate: Action = (box, fields) => {
  const count = readInteger(fields, 'count', { min: 1, fallback: 1 });
  const duration = readInteger(fields, 'duration', { min: 1, fallback: 30 });
  const perUse = readInteger(fields, 'total_uses', { min: 1, fallback: 1 });
  const type = fields.get('card_type') || 'time';
  const unit = fields.get('duration_unit') || 'day';
  if (count === null || count > MOST_AT_ONCE || duration === null || perUse === null) return BAD_ARGUMENT;

  const at = box.clock.now();
  const remark = fields.get('remark') ?? '';
  const issue = (): Card | null => {
    const common = { code: newCode(box), remark, createdAt: at, uses: 0 };
    if (type === 'count') return { ...common, type, total: duration };
    if (type === 'point') return { ...common, type, total: duration, perUse };
    if (type !== 'time' || (unit !== 'hour' && unit !== 'day')) return null;
    return { ...common, type, unit, duration, expireAt: at + duration * UNIT_MS[unit], used: false };
  };
  const codes: string[] = [];
  for (let issued = 0; issued < count; issued += 1) {
    const card = issue();
    if (card === null) return BAD_ARGUMENT;
    box.cards.set(card.code, card);
    codes.push(card.code);
  }
  box.batches.push({ codes, remark, at });
  return { code: 200, message: '生成成功', data: { codes } };
};

/** Says whether a card is valid and what is left on it; changes nothing. */
export const verify: Action = (box, fields) => {
  const card = find(box, fields);
  if (card === null) return UNKNOWN_CARD;
  const refusal = refusalOf(card, box.clock.now());
  if (refusal !== null) return { code: 400, message: refusal };
  return { code: 200, message: '卡密有效', data: cardView(card, box.clock.now()) };
};

/** Starts a time card, or deducts one use or its points from any other. */
export const use: Action = (box, fields) => {
  const card = find(box, fields);
  if (card === null) return UNKNOWN_CARD;
  const now = box.clock.now();
  const refusal = refusalOf(card, now);
  if (refusal !== null) return { code: 400, message: refusal };
  card.uses += 1;
  if (card.type === 'time' && !card.used) {
    card.used = true;
    card.expireAt = now + card.duration * UNIT_MS[card.unit];
  }
  box.uses.push({ code: card.code, at: now });
  return { code: 200, message: '卡密使用成功', data: cardView(card, now) };
};

/** Adds time, uses or points (cards document, 充值说明); an expired card continues from now. */
export const recharge: Action = (box, fields) => {
  const card = find(box, fields);
  if (card === null) return UNKNOWN_CARD;
  const amount = readInteger(fields, 'amount', { min: 1 });
  if (amount === null) return BAD_ARGUMENT;
  const now = box.clock.now();
  box.recharges.push({ code: card.code, amount, at: now });
  return { code: 200, message: '充值成功', data: { ...headOf(card), ...add(card, amount, now) } };
};

function add(card: Card, amount: number, now: number): object {
  switch (card.type) {
    case 'time':
      if (!card.used) card.duration += amount;
      card.expireAt =
        (card.used ? Math.max(card.expireAt, now) : card.expireAt) + amount * UNIT_MS[card.unit];
      return { added_duration: amount, ...timeTail(card, now) };
    case 'count':
      card.total += amount;
      return {
        ...{ added_uses: amount, new_total_uses: card.total },
        ...{ used_count: card.uses, remaining_count: card.total - card.uses },
      };
    case 'point':
      card.total += amount;
      return {
        ...{ added_points: amount, new_total_points: card.total, points_per_use: card.perUse },
        ...{ used_points: usedPoints(card), remaining_points: card.total - usedPoints(card) },
      };
  }
}

/** Gone for good (cards document, 注意). */
export const remove: Action = (box, fields) => {
  const card = find(box, fields);
  if (card === null) return UNKNOWN_CARD;
  box.cards.delete(card.code);
  box.deleted.push({ code: card.code, at: box.clock.now() });
  return { code: 200, message: '删除成功' };
};

/** Lists cards; the document leaves the shape open, so it follows the current settings. */
export const query: Action = (box, fields) => {
  const { list_shape, page_size, echo_remark } = box.manner;
  const now = box.clock.now();
  const rows = [...box.cards.values()]
    .filter((card) => card.code.includes(fields.get('code') ?? ''))
    .filter((card) => [undefined, '', String(statusOf(card, now))].includes(fields.get('status')))
    .filter((card) => [undefined, '', card.type].includes(fields.get('card_type')))
    .map((card) => ({
      ...cardView(card, now),
      status: String(statusOf(card, now)),
      ...(echo_remark && { remark: card.remark }),
    }));
  const page = readInteger(fields, 'page', { min: 1, fallback: 1 }) ?? 1;
  const from = (page - 1) * page_size;
  const data = {
    list: rows,
    object: { list: rows },
    paged: { items: rows.slice(from, from + page_size), total: rows.length, page, limit: page_size },
  }[list_shape];
  return { code: 200, message: '查询成功', data };
};

function find({ cards }: CardBox, fields: Fields): Card | null {
  return cards.get(fields.get('code') ?? '') ?? null;
}
