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

it('has room for the longest name and the longest amount', () => {
  const named = (what: string) => ({
    ...{ what: 'list', unit: 'bytes' as const },
    ...pairs([19_851], { what, values: [63_603] }),
  });
  const widthWith = (name: string) => {
    const drawn = chart([{ title: 'list', figures: [named(name)] }]);
    const [, width = 0] = /viewBox="0 0 (\d+) /.exec(drawn) ?? [];
    const [, at = 0] = /<text x="(\d+)"/.exec(drawn) ?? [];
    return { width: Number(width), at: Number(at) };
  };
  const [short, long] = [widthWith('bare'), widthWith('@modelcontextprotocol/server-everything 2026.8.31')];
  expect(long.at).toBeGreaterThan(340);
  expect(long.width - long.at).toBe(short.width - short.at);
});
