import { counted } from './english.ts';

/** The story that `kamikit demo` tells; names of tools and codes are as they are. */
export const demo = {
  intro:
    'Kamikit buys digital goods (卡密) for an assistant. This demo runs in a sandbox: made-up goods, play money.',
  starting: 'starting the server',
  calling: ({ tool }: { tool: string }) => `calling ${tool}`,
  callFailed: ({ tool, why }: { tool: string; why: string }) => `${tool} failed: ${why}`,
  callSucceeded: ({ tool }: { tool: string }) => `${tool} was expected to fail`,
  receiverFailed: 'kamikit notify did not start',

  found: ({ total, search }: { total: number; search: string }) =>
    `list_goods: ${total} goods for "${search}"`,
  price: ({ name, price }: { name: string; price: string }) => `${name}  ${price} yuan`,
  goods: ({ name, specification }: { name: string; specification: string }) =>
    `get_goods: ${name} [${specification}]`,
  stock: ({ price, stock }: { price: string; stock: number | null }) =>
    `${price} yuan each, ${stock} in stock`,
  balance: ({ balance, left }: { balance: string; left: string }) =>
    `balance ${balance} yuan; your budget leaves ${left} yuan today`,
  buying: 'purchase: two of them, async',
  ordered: ({ orderSn, status, price }: { orderSn: string; status: string; price: string }) =>
    `order ${orderSn}: ${status}, ${price} yuan`,
  polled: ({ status }: { status: string }) => `poll_order: ${status}`,
  noCards: 'no cards',
  nothingFits: 'the sandbox sells nothing that fits',
  sameKey: 'purchase again, same idempotency_key',
  notSent: ({ orderSn }: { orderSn: string }) => `nothing is sent: the ledger answers with order ${orderSn}`,
  newKey: 'the same purchase, new idempotency_key: assistants choose new ones after a restart',
  unlessMeant: ({ code }: { code: string }) => `${code}: nothing is sent, unless the user means it`,
  losing: 'purchase, on purpose, and the connection breaks after the shop has charged',
  charged: ({ times }: { times: number }) => `charged ${counted(times, 'time')}, not sent again`,
  reconciling: 'reconcile_ledger: the account before and after',
  balances: ({ before, after, left }: { before: string; after: string; left: string }) =>
    `${before} yuan before, ${after} yuan now; ${left} yuan left of today's budget`,

  issued: 'generate_cards: a card for two uses',
  valid: ({ code, uses }: { code: string; uses: number }) => `${code}, valid, ${counted(uses, 'use')} left`,
  usedThrice: 'use_card, three times',
  worksTwice: 'it works twice',
  thenRefused: ({ code, reason }: { code: string; reason: string }) =>
    `then ${code}; verify_card says ${reason}`,
  recharged: 'recharge_card by three, then use_card again',
  usesLeft: ({ uses }: { uses: number }) => `${counted(uses, 'use')} left`,

  items: ({ total }: { total: number }) => `supplier_items: ${counted(total, 'item')}`,
  chosen: ({ name, price }: { name: string; price: string }) => `chosen: ${name}, ${price} yuan`,
  traded: ({ state, amount }: { state: string; amount: string }) => `${state}, ${amount} yuan`,
  byHand: ({ name }: { name: string }) => `supplier_trade: ${name}, delivered by hand`,
  onlyNotice: ({ state, notice }: { state: string; notice: string }) =>
    `${state}: "${notice}" is a notice, not the goods`,
  notified: 'the shop delivers and notifies: the signature is checked, and the shop is asked to confirm',
  answered: ({ status }: { status: number | string | null }) => `answered ${status}`,
  ledgerSays: ({ state, cards }: { state: string; cards: string }) => `the ledger says ${state}: ${cards}`,
};

export type Demo = typeof demo;
