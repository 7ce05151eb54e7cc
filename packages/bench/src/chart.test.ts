import { expect, it } from 'vitest';
import { chart } from './chart.ts';
import { pairs } from './figure.ts';

it('shows ours among the counterparts, the least first, each with its amount', () => {
  const beside = (what: string, value: number) => ({
    ...{ what: 'start', unit: 'ms' as const },
    ...pairs([57], { what, values: [value] }),
  });
  const drawn = chart([{ title: 'start <ms>', figures: [beside('slow & old', 390), beside('bare', 32)] }]);
  const texts = [...drawn.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts).toEqual(['start &lt;ms>', 'bare', '32 ms', 'kamikit', '57 ms', 'slow &amp; old', '390 ms']);
});
