import { request } from 'undici';

/** One piece of something that a shop delivers at once. */
export interface Piece {
  goods_id: number;
  sub_id: number;
  price: number;
}

/** All that a storefront has to sell, piece by piece: thousands. */
export async function piecesAt({ url, apiKey }: { url: string; apiKey: string }): Promise<Piece[]> {
  const listed = await request(`${url}/goods?per_page=100`, { headers: { 'x-api-key': apiKey } });
  const { data } = Object(await listed.body.json()).data;
  const pieces: Piece[] = [];
  for (const { id, type, subs } of data)
    for (const { id: sub_id, price, stock } of type === 1 ? subs : [])
      for (let left = Number(stock) || 0; left > 0; left -= 1)
        pieces.push({ goods_id: id, sub_id, price: Number(price) });
  return pieces;
}
