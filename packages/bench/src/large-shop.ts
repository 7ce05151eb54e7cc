// A shop that gives the largest answers, in a process of its own: told a name, it answers so.
import { largestAnswers } from '@kamikit/mcp-server/test/largest-answers.ts';
import { openLargeShop } from '@kamikit/mcp-server/test/largest-shop.ts';

const shop = await openLargeShop();
const bodies = new Map<string, { operation: string; body: () => Buffer }>(
  largestAnswers(true).flatMap(([operation, each]) =>
    each.map(({ shape, body }) => [`${operation}, ${shape}`, { operation, body }] as const),
  ),
);
process.on('message', (name) => {
  const next = bodies.get(String(name));
  shop.answer(next ? { [next.operation]: next.body() } : {});
  process.send?.('ready');
});
process.send?.(shop.environment);
