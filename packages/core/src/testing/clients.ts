import { CardsClient, StorefrontClient, SupplierClient } from '../index.ts';
import { instantTiming } from './instant-timing.ts';
import { mockShop, type ShopReply } from './mock-shop.ts';

/** All three clients in front of one shop that gives `replies` in turn. */
export function clientsAgainst(...replies: ShopReply[]) {
  const url = 'https://shop.example';
  const { agent, requests } = mockShop(url, replies);
  const options = { apiKey: 'canary-key', dispatcher: agent, timing: instantTiming() };
  const clients = {
    storefront: new StorefrontClient({ ...options, baseUrl: url }),
    cards: new CardsClient({ ...options, baseUrl: url }),
    supplier: new SupplierClient({ ...options, url, apiId: '10086' }),
  };
  return { ...clients, requests };
}

export type Clients = ReturnType<typeof clientsAgainst>;

/** A success that each of the three understands. */
export const success = (data: unknown): ShopReply => ({ body: { success: true, code: 200, data } });
