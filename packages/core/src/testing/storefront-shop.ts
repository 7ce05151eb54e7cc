import { onTestFinished } from 'vitest';
import { StorefrontClient, type StorefrontOptions } from '../storefront/client.ts';
import { instantTiming } from './instant-timing.ts';
import { type Answer, json, loopbackShop } from './loopback-shop.ts';

export const apiKey = 'canary-storefront-key+/=';
export const wish = { goods_id: 1, sub_id: 2, quantity: 1 };

/** A client in front of a real server that gives `answers` in turn. */
export async function shop(answers: [Answer, ...Answer[]], options: Partial<StorefrontOptions> = {}) {
  const { url, arrived } = await loopbackShop(...answers);
  const client = new StorefrontClient({ apiKey, baseUrl: url, timing: instantTiming(), ...options });
  onTestFinished(() => client.close());
  return { client, arrived };
}

export const success = (data: unknown) => json({ success: true, message: '操作成功', data });
export const order = {
  order_sn: 'A1',
  status: 4,
  status_text: '已完成',
  total_price: 99,
  actual_price: 94.05,
  balance_used: 0,
  items: [
    { goods_id: 1, sub_id: 2, goods_name: '商品 [规格]', unit_price: 99, quantity: 1, subtotal: 99, type: 1 },
  ],
};
