// A shop of 20,000 items, in a process of its own; its first answer has one.
import { once } from 'node:events';
import { createServer } from 'node:http';

const ITEMS = 20_000;

function catalogue(count: number): string {
  const items = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `ChatGPT Plus 月卡 ${index + 1}`,
    introduce: `<p>自动发货，质保三十天。订单 ${index + 1}</p>`.repeat(4),
    picture_url: `/assets/upload/${index + 1}.png`,
    category: { name: '人工智能' },
    api_code: `code${index + 1}`,
    widget: JSON.stringify([
      { title: '充值账号', name: 'account', placeholder: '邮箱', type: 'text', regex: '' },
    ]),
    sku: [1, 2].map((kind) => ({
      id: index * 2 + kind,
      name: `规格 ${kind}`,
      picture_url: null,
      stock_price: '1.000000',
      stock: '5',
      message: null,
    })),
  }));
  return JSON.stringify({ code: 200, msg: 'success', data: items });
}

const bodies = [catalogue(1), catalogue(ITEMS)];
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(bodies.length > 1 ? bodies.shift() : bodies[0]);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const address = server.address();
process.send?.({
  port: typeof address === 'object' ? address?.port : 0,
  bytes: Buffer.byteLength(bodies[1] ?? ''),
});
