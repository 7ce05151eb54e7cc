import { codeOf, type Means, type Reply, type Request, type Upstream } from './accounts.ts';

interface Card {
  code: string;
  remark: string;
  total: number;
  used: number;
}

/** The cards that are there from the beginning. */
export const CARDS = ['COUNT0000000001', 'COUNT0000000002'] as const;

const CHANGES = ['use', 'recharge', 'delete', 'generate'];

/** A service of cards that are used a number of times (cards document); it knows no keys either. */
export class CardService implements Upstream {
  readonly showsBalance = false;
  readonly cards = new Map<string, Card>();
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
    for (const code of CARDS) this.cards.set(code, { code, remark: '', total: 4, used: 0 });
  }

  effectOf({ query }: Request): 'read' | 'change' {
    return CHANGES.includes(String(query.get('action'))) ? 'change' : 'read';
  }

  answer({ query, body, call }: Request): Reply {
    const fields = new URLSearchParams(body);
    const action = query.get('action');
    if (action === 'query') return told({ list: [...this.cards.values()].map(row) });
    if (action === 'generate') return this.#issue(fields, call);
    const card = this.cards.get(String(fields.get('code')));
    if (card === undefined) return { status: 404, body: { code: 404, message: '卡密不存在' } };
    switch (action) {
      case 'verify':
        return card.used < card.total ? told(view(card)) : USED_UP;
      case 'use':
        if (card.used >= card.total) return USED_UP;
        card.used += 1;
        this.#did('use_card', call);
        return told(view(card));
      case 'recharge': {
        const amount = Number(fields.get('amount'));
        card.total += amount;
        this.#did('recharge_card', call);
        return told({
          ...{ code: card.code, card_type: 'count', card_type_name: '次数卡', added_uses: amount },
          ...{ new_total_uses: card.total, used_count: card.used, remaining_count: card.total - card.used },
        });
      }
      default:
        this.cards.delete(card.code);
        this.#did('delete_card', call);
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
    const remark = fields.get('remark') ?? '';
    for (const code of codes)
      this.cards.set(code, { code, remark, total: Number(fields.get('duration')), used: 0 });
    this.#did('generate_cards', call, codes);
    return told({ codes });
  }

  #did(kind: string, call: string, cards: readonly string[] = []): void {
    const { deeds, machine } = this.#means;
    deeds.push({ kind, call, fen: 0, refunded: 0, cards, reference: null, at: machine.now() });
  }
}

const USED_UP: Reply = { status: 400, body: { code: 400, message: '次数已用完' } };

function told(data: object): Reply {
  return { status: 200, body: { code: 200, message: '', data } };
}

function view({ code, total, used }: Card): object {
  return {
    ...{ code, card_type: 'count', card_type_name: '次数卡' },
    ...{ total_uses: total, used_count: used, remaining_count: total - used },
  };
}

function row(card: Card): object {
  return { ...view(card), status: '0', remark: card.remark };
}
