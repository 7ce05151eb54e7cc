import { ControlError, controlFields } from '../control-fields.ts';
import { catalogueOf, type StockMode } from './catalogue.ts';
import { purified } from './html-text.ts';
import { notify } from './notification.ts';
import { filteredText } from './request-filter.ts';
import type { Manner, Site, Status, Trade } from './site.ts';
import { moveTrade } from './trade.ts';

const STATUSES: readonly Status[] = [0, 1, 2, 3];
const STOCK_MODES: readonly StockMode[] = [0, 1, 2, 3];

/** What contents go through on their way into the shop (supplier facts, contents). */
const WAYS_IN = { hand: purified, paste: filteredText, upload: (text: string) => text };

/** `POST supplier`; whatever it changes, what the shop has told of its stock is forgotten. */
export function setManner(site: Site, operations: readonly string[], body: unknown): Manner {
  const fields = controlFields(body, 'a supplier control');
  const { manner } = site;
  const next: Manner = {
    prefix: fields.has('prefix') ? fields.text('prefix') : manner.prefix,
    without: [fields.texts('without') ?? manner.without].flat(),
    status_field: fields.flag('status_field', manner.status_field),
    items: fields.integer('items', { min: 0, max: 50_000 }, manner.items),
    stock_cache: fields.flag('stock_cache', manner.stock_cache),
    stock_mode: fields.has('stock_mode')
      ? among(STOCK_MODES, fields.integer('stock_mode', { min: 0, max: 3 }))
      : manner.stock_mode,
    notify_on_save: fields.flag('notify_on_save', manner.notify_on_save),
  };
  fields.end();
  const stranger = next.without.find((name) => !operations.includes(name));
  if (stranger !== undefined)
    throw new ControlError(`there is no ${stranger} to do without; there are ${operations.join(', ')}`);
  site.manner = next;
  site.told.clear();
  site.items = catalogueOf(next.items);
  for (const { sku } of site.items)
    for (const { id, stock } of sku) site.stock.set(id, site.stock.get(id) ?? stock);
  return next;
}

/** `POST trades`: a person of the shop's settles a trade. */
export async function settle(site: Site, body: unknown): Promise<object> {
  const fields = controlFields(body, 'a trade control');
  const found = findTrade(site, fields.text('trade_no'));
  const status = among(STATUSES, fields.integer('status', { min: 0, max: 3 }));
  const contents = fields.texts('contents');
  const wayIn = WAYS_IN[fields.choice('through', ['hand', 'paste', 'upload'], 'hand')];
  fields.end();
  const text = contents === undefined ? undefined : [contents].flat().map(wayIn).join('\n');
  await moveTrade(site, found, status, text);
  return { trade_no: found.item_trade_no, status: found.status };
}

/** `POST notify`. */
export async function sendNotifications(site: Site, body: unknown): Promise<object> {
  const fields = controlFields(body, 'a notification');
  const found = findTrade(site, fields.text('trade_no'));
  const repeat = fields.integer('repeat', { min: 1, max: 20 }, 1);
  const forge = fields.has('forge') ? fields.choice('forge', ['signature', 'foreign_order']) : undefined;
  const status = fields.has('status')
    ? among(STATUSES, fields.integer('status', { min: 0, max: 3 }))
    : undefined;
  fields.end();
  const sent = [];
  for (let count = 0; count < repeat; count += 1) sent.push(await notify(site, found, { status, forge }));
  return { sent };
}

function among<T extends number>(choices: readonly T[], value: number): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new ControlError(`${value} is none of ${choices.join(', ')}`);
  return found;
}

/** By the buyer's number. */
function findTrade({ trades }: Site, tradeNo: string): Trade {
  const found = trades.get(tradeNo);
  if (found === undefined) throw new ControlError(`there is no trade ${tradeNo}`);
  return found;
}
