import { codeOf, type Deed, type Means, type Reply, type Request, type Upstream } from './accounts.ts';

export const GOODS = [
  { goods_id: 1, sub_id: 11, fen: 2500 },
  { goods_id: 1, sub_id: 12, fen: 800 },
  { goods_id: 2, sub_id: 21, fen: 1050 },
] as const;

interface Order {
  order_sn: string;
  deed: Deed;
  goods_id: number;
  sub_id: number;
  quantity: number;
  unit: number;
  total: number;
  cards: string[];
  doneAt: number;
  /** Storefront facts, order status: 4 completed, 5 failed, 6 paid and short of cards. */
  end: 4 | 5 | 6;
}

interface Settings {
  balance: number;
  /** What the account pays of a price, in percent. */
  percent: number;
}

/** A shop by its documents (storefront facts): it knows no keys, and takes the money with each order. */
export class Storefront implements Upstream {
  readonly prices = new Map<number, number>(GOODS.map(({ sub_id, fen }) => [sub_id, fen]));
  readonly showsBalance = true;
  readonly orders = new Map<string, Order>();
  readonly #means: Means;
  readonly #percent: number;
  #balance: number;
  #spent = 0;

  constructor(means: Means, { balance, percent }: Settings) {
    this.#means = means;
    this.#balance = balance;
    this.#percent = percent;
  }

  effectOf({ method }: Request): 'read' | 'change' {
    return method === 'POST' ? 'change' : 'read';
  }

  answer({ path, method, body, call }: Request): Reply {
    this.#ripen();
    if (path.endsWith('/balance'))
      return told({ balance: this.#balance / 100, total_spent: this.#spent / 100, level_name: '银牌' });
    const stock = /\/goods\/(\d+)\/stock$/.exec(path);
    if (stock) return this.#stock(Number(stock[1]));
    const order = /\/v2\/order\/(\w+)$/.exec(path);
    if (order) return this.#order(String(order[1]));
    if (method === 'POST') return this.#buy(JSON.parse(body), path.endsWith('/v2/purchase'), call);
    return { status: 404, body: { message: 'The route could not be found.' } };
  }

  answerOther({ body }: Request): Reply | null {
    const { choices } = this.#means;
    const others = [...this.orders.values()].filter(
      (order) => order.quantity !== JSON.parse(body || '{}').quantity,
    );
    return told(view(choices.oneOf([this.#ofAStranger(), ...others]), 4));
  }

  /** An order of another customer's, and of more than anybody here asks for. */
  #ofAStranger(): Order {
    const { machine, choices } = this.#means;
    const deed = { kind: 'purchase', what: '', call: '', fen: 9900, refunded: 0, cards: [], reference: null };
    return {
      ...{ order_sn: codeOf(choices, 16), goods_id: 2, sub_id: 21, quantity: 9, unit: 1100, total: 9900 },
      ...{ deed: { ...deed, at: machine.now() }, cards: [`CARD-${codeOf(choices, 10)}`] },
      ...{ doneAt: machine.now(), end: 4 },
    };
  }

  refuse(): Reply {
    return refusal('库存不足');
  }

  /** All orders are done. */
  finish(): void {
    for (const order of this.orders.values())
      order.doneAt = Math.min(order.doneAt, this.#means.machine.now());
    this.#ripen();
  }

  #stock(goodsId: number): Reply {
    const subs = GOODS.filter(({ goods_id }) => goods_id === goodsId);
    return told({
      ...{ goods_id: goodsId, goods_name: `商品${goodsId}` },
      subs: subs.map(({ sub_id }) => ({
        ...{ sub_id, sub_name: `规格${sub_id}`, price: (this.prices.get(sub_id) ?? 0) / 100, stock: 99 },
      })),
    });
  }

  #order(orderSn: string): Reply {
    const order = this.orders.get(orderSn);
    if (order === undefined) return refusal('订单不存在');
    return told(view(order, this.#means.machine.now() >= order.doneAt ? order.end : 3));
  }

  #buy(wish: { goods_id: number; sub_id: number; quantity: number }, isQueued: boolean, call: string): Reply {
    const { machine, choices, deeds } = this.#means;
    const unit = this.prices.get(wish.sub_id);
    if (unit === undefined) return refusal('商品规格不存在');
    const total = unit * wish.quantity;
    const fen = Math.floor((total * this.#percent + 50) / 100);
    if (fen > this.#balance) return refusal('余额不足');
    const order_sn = codeOf(choices, 16);
    const deed: Deed = {
      ...{
        kind: 'purchase',
        what: `${wish.sub_id} x ${wish.quantity}`,
        call,
        fen,
        refunded: 0,
        cards: [],
        reference: order_sn,
        at: machine.now(),
      },
    };
    deeds.push(deed);
    this.#balance -= fen;
    this.#spent += fen;
    const order: Order = {
      ...{ ...wish, order_sn, deed, unit, total },
      cards: Array.from({ length: wish.quantity }, () => `CARD-${codeOf(choices, 10)}`),
      doneAt: machine.now() + (isQueued ? choices.oneOf([0, 2_000, 90_000, 7_200_000]) : 0),
      end: isQueued ? choices.oneOf([4, 4, 4, 4, 4, 4, 5, 6]) : 4,
    };
    this.orders.set(order_sn, order);
    this.#ripen();
    return told(view(order, isQueued ? 1 : 4));
  }

  #ripen(): void {
    for (const { deed, doneAt, end, cards } of this.orders.values()) {
      if (this.#means.machine.now() < doneAt) continue;
      if (end === 4) deed.cards = cards;
      if (end !== 5 || deed.refunded > 0) continue;
      deed.refunded = deed.fen;
      this.#balance += deed.fen;
      this.#spent -= deed.fen;
    }
  }
}

const STATUS_TEXTS = { 1: '待处理', 3: '处理中', 4: '已完成', 5: '失败', 6: '异常' };

function view({ order_sn, deed, cards, ...wish }: Order, status: 1 | 3 | 4 | 5 | 6): object {
  const { goods_id, sub_id, quantity, unit, total } = wish;
  return {
    ...{ order_sn, status, status_text: STATUS_TEXTS[status] },
    ...{ total_price: total / 100, actual_price: deed.fen / 100, balance_used: 0 },
    items: [{ goods_id, sub_id, goods_name: `商品${goods_id}`, unit_price: unit / 100, quantity, type: 1 }],
    ...(status === 4 && { cards: cards.join('\n') }),
  };
}

function told(data: object): Reply {
  return { status: 200, body: { success: true, message: '', data } };
}

function refusal(message: string): Reply {
  return { status: 200, body: { success: false, message } };
}
