/** A card as the service keeps it. Amounts are in the card's own unit: hours or days, uses, points. */
export type Card = TimeCard | CountCard | PointCard;

interface Common {
  code: string;
  remark: string;
  createdAt: number;
  /** How often it was used. */
  uses: number;
}

export interface TimeCard extends Common {
  type: 'time';
  unit: 'hour' | 'day';
  duration: number;
  /** Epoch milliseconds. An unused card shows an end too, which is set anew by its first use. */
  expireAt: number;
  used: boolean;
}

export interface CountCard extends Common {
  type: 'count';
  total: number;
}

export interface PointCard extends Common {
  type: 'point';
  total: number;
  perUse: number;
}

export const UNIT_MS = { hour: 3_600_000, day: 86_400_000 };

const TYPE_NAMES = { time: '时间卡', count: '次数卡', point: '点数卡' };
const UNIT_NAMES = { hour: '小时', day: '天' };
const SHANGHAI_MS = 8 * UNIT_MS.hour;

/** How many points were taken. */
export function usedPoints({ uses, perUse }: PointCard): number {
  return uses * perUse;
}

/** Why a card cannot be used, in the service's words; null when it can. */
export function refusalOf(card: Card, now: number): string | null {
  switch (card.type) {
    case 'time':
      return card.used && card.expireAt <= now ? '卡密已过期' : null;
    case 'count':
      return card.uses >= card.total ? '次数已用完' : null;
    case 'point':
      return usedPoints(card) + card.perUse > card.total ? '点数已用完' : null;
  }
}

/** The beginning of every answer about a card. */
export function headOf({ code, type }: Card) {
  return { code, card_type: type, card_type_name: TYPE_NAMES[type] };
}

/** The rest of a time card, as verify, use and recharge show it; only hour cards say what remains. */
export function timeTail({ unit, expireAt, used }: TimeCard, now: number) {
  const minutes = Math.floor(Math.max(0, expireAt - now) / 60_000);
  return {
    duration_unit: unit,
    duration_unit_name: UNIT_NAMES[unit],
    expire_at: new Date(expireAt + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' '),
    status: used ? '已使用' : '未使用',
    ...(unit === 'hour' && used && { remaining_time: `${Math.floor(minutes / 60)}小时${minutes % 60}分` }),
  };
}

/** A card as verify and use return it (cards document, action=verify). */
export function cardView(card: Card, now: number): object {
  switch (card.type) {
    case 'time':
      return { ...headOf(card), duration: card.duration, ...timeTail(card, now) };
    case 'count':
      return {
        ...headOf(card),
        total_uses: card.total,
        used_count: card.uses,
        remaining_count: card.total - card.uses,
      };
    case 'point':
      return {
        ...headOf(card),
        total_points: card.total,
        points_per_use: card.perUse,
        used_points: usedPoints(card),
        remaining_points: card.total - usedPoints(card),
      };
  }
}

/** 0 unused, 1 used, as `query` filters: a time card once it runs, the others once nothing is left. */
export function statusOf(card: Card, now: number): 0 | 1 {
  if (card.type === 'time') return card.used ? 1 : 0;
  return refusalOf(card, now) === null ? 0 : 1;
}
