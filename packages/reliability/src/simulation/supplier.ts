import { sign } from '@kamikit/signing';
import { codeOf, type Deed, type Means, type Reply, type Request, type Upstream, yuan } from './accounts.ts';

export const SKUS = [
  { id: 11, fen: 1350 },
  { id: 12, fen: 400 },
] as const;

export const SUPPLIER_KEY = 'simulated-supplier-key';

interface Trade {
  trade_no: string;
  item_trade_no: string;
  deed: Deed;
  card: string;
  doneAt: number;
  /** Supplier document, 异步通知: 1 shipped, 2 failed, 3 refunded; 0 with an apology: sold out, the money is kept. */
  end: 0 | 1 | 2 | 3;
}

interface Settings {
  balance: number;
  showsBalance: boolean;
  showsAmount: boolean;
}

/** An mcy-shop with its open-api plugin (supplier facts): it takes each number of a buyer's once. */
export class Supplier implements Upstream {
  readonly prices = new Map<number, number>(SKUS.map(({ id, fen }) => [id, fen]));
  readonly trades = new Map<string, Trade>();
  readonly showsBalance: boolean;
  readonly #showsAmount: boolean;
  readonly #means: Means;
  #balance: number;

  constructor(means: Means, { balance, showsBalance, showsAmount }: Settings) {
    this.#means = means;
    this.#balance = balance;
    this.showsBalance = showsBalance;
    this.#showsAmount = showsAmount;
  }

  effectOf({ path }: Request): 'read' | 'change' {
    return path.endsWith('/trade') ? 'change' : 'read';
  }

  answer({ path, body, call }: Request): Reply {
    this.#ripen();
    const fields = new URLSearchParams(body);
    switch (path.split('/').at(-1)) {
      case 'items':
        return told([this.#item()]);
      case 'item':
        return told(this.#item());
      case 'connect':
        return this.showsBalance ? told({ username: 'u', balance: yuan(this.#balance) }) : MISSING;
      case 'amount':
        return this.#showsAmount ? this.#amount(fields) : MISSING;
      case 'query':
        return this.#query(String(fields.get('trade_no')));
      case 'trade':
        return this.#trade(fields, call);
      default:
        return MISSING;
    }
  }

  answerOther({ body }: Request): Reply | null {
    const own = new URLSearchParams(body).get('trade_no');
    const other = [...this.trades.values()].find(({ item_trade_no }) => item_trade_no !== own);
    return other ? told(this.#view(other)) : null;
  }

  refuse(): Reply {
    return refusal('库存不足');
  }

  finish(): void {
    for (const trade of this.trades.values())
      trade.doneAt = Math.min(trade.doneAt, this.#means.machine.now());
    this.#ripen();
  }

  /** What the shop tells of a trade unasked, signed as it signs; `isForged`: by somebody else. */
  notificationOf(trade: Trade, isForged: boolean): globalThis.Request {
    const view = Object.entries(this.#view(trade)).map(([name, value]) => [name, String(value)] as const);
    const fields = Object.fromEntries(view);
    return new Request(`https://buyer.example/notify/${trade.item_trade_no}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'api-signature': sign(fields, isForged ? 'another-key' : SUPPLIER_KEY),
      },
      body: new URLSearchParams(fields),
    });
  }

  #item(): object {
    const sku = SKUS.map(({ id }) => ({
      id,
      name: `月卡${id}`,
      stock_price: yuan(this.prices.get(id) ?? 0),
      stock: 99,
    }));
    return { id: 1, name: '会员', widget: [], sku };
  }

  #amount(fields: URLSearchParams): Reply {
    const price = this.prices.get(Number(fields.get('sku_id'))) ?? 0;
    return told({ amount: yuan(price * Number(fields.get('quantity'))) });
  }

  #query(tradeNo: string): Reply {
    const trade = this.trades.get(tradeNo);
    return trade ? told(this.#view(trade)) : refusal('订单不存在');
  }

  #trade(fields: URLSearchParams, call: string): Reply {
    const { machine, choices, deeds } = this.#means;
    const item_trade_no = String(fields.get('trade_no'));
    if (this.trades.has(item_trade_no)) return refusal('订单号已存在');
    const fen = (this.prices.get(Number(fields.get('sku_id'))) ?? 0) * Number(fields.get('quantity'));
    if (fen > this.#balance) return refusal('余额不足');
    const trade_no = `${choices.between(100_000_000, 999_999_999)}${'0'.repeat(15)}`;
    const deed: Deed = {
      ...{
        kind: 'supplier_trade',
        what: `${fields.get('sku_id')} x ${fields.get('quantity')}`,
        call,
        fen,
        refunded: 0,
        cards: [],
        reference: item_trade_no,
        at: machine.now(),
      },
    };
    deeds.push(deed);
    this.#balance -= fen;
    const trade: Trade = {
      ...{ trade_no, item_trade_no, deed, card: `TRADE-${codeOf(choices, 10)}` },
      doneAt: machine.now() + choices.oneOf([0, 0, 30_000, 7_200_000]),
      end: choices.oneOf([1, 1, 1, 1, 1, 1, 0, 2, 3]),
    };
    this.trades.set(item_trade_no, trade);
    this.#ripen();
    return told(this.#view(trade));
  }

  #view({ trade_no, item_trade_no, deed, card, doneAt, end }: Trade): object {
    const isDone = this.#means.machine.now() >= doneAt;
    const contents = isDone && end === 1 ? card : isDone && end === 0 ? SOLD_OUT : '正在发货';
    return {
      ...{ contents, trade_no, item_trade_no, amount: yuan(deed.fen), status: isDone ? end : 0 },
      trade_time: '2026-11-20 16:00:00',
    };
  }

  #ripen(): void {
    for (const { deed, doneAt, end, card } of this.trades.values()) {
      if (this.#means.machine.now() < doneAt) continue;
      if (end === 1) deed.cards = [card];
      if (end !== 3 || deed.refunded > 0) continue;
      deed.refunded = deed.fen;
      this.#balance += deed.fen;
    }
  }
}

const SOLD_OUT = '很抱歉，有人在你付款之前抢走了商品，请联系客服。';
const MISSING: Reply = { status: 404, body: '<h1>404 Not Found</h1>' };

function told(data: object): Reply {
  return { status: 200, body: { code: 200, msg: 'success', data } };
}

function refusal(msg: string): Reply {
  return { status: 200, body: { code: 0, msg } };
}
