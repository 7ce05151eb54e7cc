import { codeOf, type Means, type Reply, type Request, type Upstream } from './accounts.ts';

interface Card {
  code: string;
  type: 'time' | 'count' | 'point';
  remark: string;
  /** Hours, uses or points that it was issued with, and was recharged by since. */
  total: number;
  /** Points that one use takes; 1 for the others. */
  perUse: number;
  uses: number;
  /** Of a time card, in epoch milliseconds: set anew by its first use. */
  endsAt: number;
}

/** The cards that are there from the beginning. */
export const CARDS = ['COUNT0000000001', 'COUNT0000000002', 'POINT0000000001', 'TIME00000000001'] as const;

const CHANGES = ['use', 'recharge', 'delete', 'generate'];
const HOUR_MS = 3_600_000;

/** A service of cards that run for hours, or are used by uses or points (cards document); it knows no keys either. */
export class CardService implements Upstream {
  readonly showsBalance = false;
  readonly cards = new Map<string, Card>();
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
    for (const code of CARDS) {
      const type = code.startsWith('COUNT') ? 'count' : code.startsWith('POINT') ? 'point' : 'time';
      this.#add(code, type, { total: type === 'point' ? 9 : 4, perUse: type === 'point' ? 2 : 1 });
    }
  }

  effectOf({ query }: Request): 'read' | 'change' {
    return CHANGES.includes(String(query.get('action'))) ? 'change' : 'read';
  }

  answer({ query, body, call }: Request): Reply {
    const fields = new URLSearchParams(body);
    const action = query.get('action');
    if (action === 'query') return told({ list: [...this.cards.values()].map((card) => this.#row(card)) });
    if (action === 'generate') return this.#issue(fields, call);
    const card = this.cards.get(String(fields.get('code')));
    if (card === undefined) return { status: 404, body: { code: 404, message: '卡密不存在' } };
    const refusal = this.#refusalOf(card);
    switch (action) {
      case 'verify':
        return refusal ?? told(view(card));
      case 'use':
        if (refusal !== null) return refusal;
        if (card.type === 'time' && card.uses === 0) card.endsAt = this.#now() + card.total * HOUR_MS;
        card.uses += 1;
        this.#did('use_card', call, card.code);
        return told(view(card));
      case 'recharge':
        this.#did('recharge_card', call, card.code);
        return told(this.#recharge(card, Number(fields.get('amount'))));
      default:
        this.cards.delete(card.code);
        this.#did('delete_card', call, card.code);
        return told({});
    }
  }

  answerOther({ query, body }: Request): Reply | null {
    const own = new URLSearchParams(body).get('code');
    const other = [...this.cards.values()].find(({ code }) => code !== own);
    return query.get('action') === 'use' && other ? told(view(other)) : null;
  }

  refuse(): Reply {
    return USED_UP;
  }

  #issue(fields: URLSearchParams, call: string): Reply {
    const { choices } = this.#means;
    const codes = Array.from({ length: Number(fields.get('count') ?? 1) }, () => codeOf(choices, 16));
    const given = String(fields.get('card_type'));
    const type = given === 'count' || given === 'point' ? given : 'time';
    const perUse = type === 'point' ? Number(fields.get('total_uses')) : 1;
    const remark = fields.get('remark') ?? '';
    for (const code of codes)
      this.#add(code, type, { total: Number(fields.get('duration')), perUse, remark });
    this.#did('generate_cards', call, '', codes);
    return told({ codes });
  }

  #add(
    code: string,
    type: Card['type'],
    { total, perUse, remark = '' }: { total: number; perUse: number; remark?: string },
  ): void {
    const endsAt = this.#now() + total * HOUR_MS;
    this.cards.set(code, { ...{ code, type, remark, total, perUse }, uses: 0, endsAt });
  }

  /** An expired card goes on from now (cards document, 充值说明). */
  #recharge(card: Card, amount: number): object {
    card.total += amount;
    const { code, type, total, uses, perUse } = card;
    const head = { code, card_type: type, card_type_name: TYPE_NAMES[type] };
    switch (type) {
      case 'time':
        card.endsAt = (uses > 0 ? Math.max(card.endsAt, this.#now()) : card.endsAt) + amount * HOUR_MS;
        return { ...head, added_duration: amount, ...endOf(card) };
      case 'count':
        return {
          ...{ ...head, added_uses: amount, new_total_uses: total },
          ...{ used_count: uses, remaining_count: total - uses },
        };
      case 'point':
        return {
          ...{ ...head, added_points: amount, new_total_points: total, points_per_use: perUse },
          ...{ used_points: uses * perUse, remaining_points: total - uses * perUse },
        };
    }
  }

  #refusalOf({ type, uses, perUse, total, endsAt }: Card): Reply | null {
    if (type === 'time') return uses > 0 && endsAt <= this.#now() ? EXPIRED : null;
    return (uses + 1) * perUse > total ? (type === 'count' ? USED_UP : NO_POINTS) : null;
  }

  #row(card: Card): object {
    const isUsed = card.type === 'time' ? card.uses > 0 : this.#refusalOf(card) !== null;
    return { ...view(card), status: isUsed ? '1' : '0', remark: card.remark };
  }

  #did(kind: string, call: string, what: string, cards: readonly string[] = []): void {
    this.#means.deeds.push({
      kind,
      what,
      call,
      fen: 0,
      refunded: 0,
      cards,
      reference: null,
      at: this.#now(),
    });
  }

  #now(): number {
    return this.#means.machine.now();
  }
}

const TYPE_NAMES = { time: '时间卡', count: '次数卡', point: '点数卡' };
const EXPIRED = refusal('卡密已过期');
const USED_UP = refusal('次数已用完');
const NO_POINTS = refusal('点数已用完');

function refusal(message: string): Reply {
  return { status: 400, body: { code: 400, message } };
}

function told(data: object): Reply {
  return { status: 200, body: { code: 200, message: '', data } };
}

function view(card: Card): object {
  const { code, type, total, uses, perUse } = card;
  const head = { code, card_type: type, card_type_name: TYPE_NAMES[type] };
  switch (type) {
    case 'time':
      return { ...head, duration: total, ...endOf(card) };
    case 'count':
      return { ...head, total_uses: total, used_count: uses, remaining_count: total - uses };
    case 'point':
      return {
        ...{ ...head, total_points: total, points_per_use: perUse },
        ...{ used_points: uses * perUse, remaining_points: total - uses * perUse },
      };
  }
}

function endOf({ endsAt, uses }: Card): object {
  const end = new Date(endsAt + 8 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');
  return {
    duration_unit: 'hour',
    duration_unit_name: '小时',
    expire_at: end,
    status: uses > 0 ? '已使用' : '未使用',
  };
}
