import { KamikitError } from '@kamikit/core';
import { numbersIn } from '@kamikit/spending';
import { CataloguePage } from '../views/catalogue-page.tsx';
import { failureText } from './failures.tsx';
import type { Routes } from './room.ts';

const PER_PAGE = 24;
const TIME_MS = 20_000;
// A picture's name holds for as long as this process runs, and the picture need not be looked at again sooner.
const KEPT_BY_BROWSERS = 'private, max-age=3600';

export const catalogue: Routes = (app, { parts, pictures, at }) => {
  const sourceNamed = (name: string | undefined) =>
    parts.catalogue.sources.find((source) => source === name) ?? parts.catalogue.sources[0];

  app.get('/catalogue', async (c) => {
    const view = c.get('view');
    const source = sourceNamed(c.req.query('source'));
    const search = (c.req.query('q') ?? '').trim().slice(0, 100);
    const asked = Number(c.req.query('page') ?? '1');
    const page = Number.isSafeInteger(asked) && asked >= 1 && asked <= 100_000 ? asked : 1;
    const query = { search, page, perPage: PER_PAGE };
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(TIME_MS)]);
    const props = { view, source, sources: parts.catalogue.sources, query };
    if (source === undefined) return c.html(<CataloguePage {...props} found={null} problem={null} />);
    try {
      const { goods, total } = await parts.catalogue.find(source, query, signal);
      const shown = goods.map((good) => ({
        ...good,
        picture: good.picture === null ? null : at(`pictures/${pictures.name(good.picture)}`),
      }));
      return c.html(<CataloguePage {...props} found={{ goods: shown, total }} problem={null} />);
    } catch (error) {
      if (!(error instanceof KamikitError)) throw error;
      return c.html(<CataloguePage {...props} found={null} problem={failureText(view, error)} />, 502);
    }
  });

  app.get('/pictures/:name', async (c) => {
    const picture = await pictures.get(c.req.param('name'));
    if (picture === null) return c.body(null, 404);
    return c.body(new Uint8Array(picture.bytes), 200, {
      'content-type': picture.type,
      'cache-control': KEPT_BY_BROWSERS,
      'content-disposition': 'inline; filename="picture"',
    });
  });

  // Of what an entry is about: its page is not kept waiting for the shop.
  app.get('/pictures/of/:id', async (c) => {
    const found = await (await parts.ledger()).get(c.req.param('id'));
    const source = found?.kind === 'purchase' ? 'storefront' : 'supplier';
    if (found === null || !parts.catalogue.sources.includes(source)) return c.body(null, 404);
    const address = await parts.catalogue
      .pictureOf(source, numbersIn(found.request), AbortSignal.timeout(TIME_MS))
      .catch(() => null);
    return address === null ? c.body(null, 404) : c.redirect(at(`pictures/${pictures.name(address)}`), 302);
  });
};
