import { parseMoney } from '@kamikit/core';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import { orLong } from '../../test/long.ts';
import { pagesForTests } from '../../test/page-in-a-browser.ts';

const { open } = pagesForTests();

type Look = [theme: 'light' | 'dark', width: number];

interface Violation {
  id: string;
  impact: string | null;
  nodes: Array<{ html: string }>;
}

it.each(
  orLong<Look>(
    [
      ['light', 390],
      ['dark', 1280],
    ],
    [
      ['dark', 390],
      ['light', 1280],
    ],
  ),
)(
  'in %s, %i pixels wide, axe finds nothing serious on the pages, and none is wider than the screen',
  async (theme, width) => {
    const { page, go, ask, ledger, spender } = await open();
    await page.setViewportSize({ width, height: 900 });
    const bought = await spender.purchase(
      { goods_id: 1, sub_id: 11, quantity: 2, max_total: '100' },
      { idempotencyKey: 'b' },
    );
    await spender.follow(bought.id);
    for (let count = 0; count < 10; count += 1) await ask();
    const limits = { daily_budget: parseMoney('12345.67'), max_order: null };
    for (const name of ['a'.repeat(40), '名'.repeat(40)])
      await ledger.addPerson({ name, role: 'buyer', ...limits }, 'test');
    await page.locator(`button[name=theme][value=${theme}]`).click();
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    const paths = [
      ...[
        '',
        'approvals',
        'ledger',
        'ledger?q=nothing',
        `ledger/${bought.id}`,
        `ledger/${bought.id}?cards=shown`,
      ],
      ...[
        'mandates',
        'notifications',
        'catalogue',
        'catalogue?source=supplier',
        'doctor',
        'nothing',
        'people',
      ],
    ];
    // Every second one in each of the two looks; the others take long.
    const isTried = (_: string, at: number) => at % 2 === (theme === 'light' ? 0 : 1);
    const others = paths.filter((path, at) => !isTried(path, at));
    for (const path of orLong(paths.filter(isTried), others)) {
      await go(path);
      for (const summary of await page.locator('details > summary').all()) await summary.click();
      await page.evaluate(axe.source);
      const violations = (await page.evaluate(
        'axe.run().then(({ violations }) => violations)',
      )) as Violation[];
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(({ id, nodes }) => [id, nodes[0]?.html]),
        path,
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
    }
  },
);

it('on a narrow screen shows which page is open, though not all of their names fit', async () => {
  const { page, go } = await open();
  await page.setViewportSize({ width: 390, height: 900 });
  for (const path of ['doctor', '']) {
    await go(path);
    const shown = await page.locator('nav [aria-current]').boundingBox();
    expect(shown?.x, path).toBeGreaterThanOrEqual(0);
    expect((shown?.x ?? 0) + (shown?.width ?? 0), path).toBeLessThanOrEqual(390);
  }
});

it('a stock that a shop tells in many words pushes no price out of its place', async () => {
  const { page, go } = await open();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await go('catalogue');
    await page.getByText('api.example_data.total_100').first().waitFor();
    const outside = await page.locator('.specifications li').evaluateAll(
      (rows) =>
        rows.filter((row) => {
          const right = row.getBoundingClientRect().right + 1;
          return [...row.children].some((each) => each.getBoundingClientRect().right > right);
        }).length,
    );
    expect(outside, `${width}`).toBe(0);
  }
});
