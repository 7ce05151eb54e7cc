import axe from 'axe-core';
import { expect, it } from 'vitest';
import { connect, told, viewsForTests } from '../../test/app-view-in-a-browser.ts';
import { orLong } from '../../test/long.ts';

const { render } = viewsForTests();

type Look = [theme: 'light' | 'dark', width: number, locale: string];

interface Violation {
  id: string;
  impact: string | null;
  nodes: Array<{ html: string }>;
}

it.each(
  orLong<Look>(
    [
      ['light', 390, 'en-US'],
      ['dark', 760, 'zh-CN'],
    ],
    [
      ['dark', 390, 'en-US'],
      ['light', 760, 'zh-CN'],
    ],
  ),
)(
  'in %s, %i pixels wide and in %s, axe finds nothing serious, and nothing is wider',
  async (theme, width, locale) => {
    const { document, buy, call } = await connect();
    const owner = await connect({ KAMIKIT_CONFIRM: 'owner' });
    const results = [
      await buy(),
      await owner.buy(),
      await buy({ max_total: '1' }),
      await call('list_ledger'),
    ];
    const { frame, show, uncover } = await render(document, { theme, width, locale });
    const shown = [...results, told({ entries: [], page: 1, per_page: 10, total: 0 })];
    // Every second one in each of the two looks; the others take long.
    const isTried = (_: object, at: number) => at % 2 === (theme === 'light' ? 0 : 1);
    const others = shown.filter((result, at) => !isTried(result, at));
    for (const result of orLong<object>(shown.filter(isTried), others)) {
      await show(result);
      await uncover();
      await frame.evaluate(axe.source);
      const run = 'axe.run(document, { iframes: false }).then(({ violations }) => violations)';
      const serious = ((await frame.evaluate(run)) as Violation[]).filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await frame.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  },
);
