import { compareMoney } from '@kamikit/core';
import type { CatalogueGood, CatalogueQuery, CatalogueSource, CataloguePage as Found } from '../parts.ts';
import type { View } from '../view.ts';
import { Layout } from './layout.tsx';
import { Pages } from './pages.tsx';
import { Empty, Head, Panel, Picture } from './parts.tsx';

interface CatalogueProps {
  view: View;
  source: CatalogueSource | undefined;
  sources: readonly CatalogueSource[];
  query: CatalogueQuery;
  found: Found | null;
  problem: string | null;
}

export function CataloguePage(props: CatalogueProps) {
  const { view, source, sources, query, found, problem } = props;
  const { t, at } = view;
  const href = (to: CatalogueSource | undefined, page: number) => {
    const fields = { ...(to && { source: to }), ...(query.search !== '' && { q: query.search }) };
    return at(`catalogue?${new URLSearchParams({ ...fields, page: String(page) })}`);
  };
  return (
    <Layout view={view} title={t.catalogue.title} page="catalogue" live={false}>
      <Head title={t.catalogue.title} intro={t.catalogue.intro}>
        {sources.length > 1 && (
          <nav class="tabs" aria-label={t.catalogue.source}>
            {sources.map((each) => (
              <a href={href(each, 1)} aria-current={each === source ? 'page' : undefined}>
                {t.upstreams[each]}
              </a>
            ))}
          </nav>
        )}
      </Head>
      {source === undefined ? (
        <Panel>
          <Empty title={t.catalogue.none} how={t.catalogue.noneHow} />
        </Panel>
      ) : (
        <>
          <search>
            <form class="filters" method="get" action={at('catalogue')}>
              <input type="hidden" name="source" value={source} />
              <label class="search">
                <span>{t.common.search}</span>
                <input
                  type="search"
                  name="q"
                  value={query.search}
                  placeholder={t.catalogue.searchHint}
                  maxlength={100}
                />
              </label>
              <div class="actions">
                <button type="submit">{t.common.search}</button>
              </div>
            </form>
          </search>
          {problem !== null && (
            <Panel>
              <Empty title={t.catalogue.unreachable} how={problem} />
            </Panel>
          )}
          {found?.goods.length === 0 && (
            <Panel>
              <Empty title={t.catalogue.empty} how={t.catalogue.emptyHow} />
            </Panel>
          )}
          {found !== null && found.goods.length > 0 && (
            <>
              <ul class="offers">
                {found.goods.map((good) => (
                  <Good view={view} good={good} />
                ))}
              </ul>
              <Pages
                view={view}
                page={query.page}
                perPage={query.perPage}
                total={
                  found.total ?? query.page * query.perPage + (found.goods.length === query.perPage ? 1 : 0)
                }
                note={found.total === null ? '' : t.catalogue.count(view.count(found.total))}
                href={(page) => href(source, page)}
              />
            </>
          )}
        </>
      )}
    </Layout>
  );
}

const MOST_SPECIFICATIONS = 4;

function Good({ view, good }: { view: View; good: CatalogueGood }) {
  const { t, clean, money } = view;
  const name = clean(good.name, 80) ?? t.common.noName;
  const { specifications } = good;
  const [cheapest, ...others] = specifications
    .flatMap(({ price }) => (price === null ? [] : [price]))
    .sort(compareMoney);
  const isOnePrice = others.every((price) => price === cheapest);
  return (
    <li class="offer">
      <Picture src={good.picture} name={name} />
      <div class="offer-text">
        <h2>{name}</h2>
        <p class="muted">
          {[clean(good.category, 40), `#${good.id}`].filter((text) => text !== null).join(' · ')}
        </p>
        {cheapest !== undefined && (
          <p class="offer-price">{isOnePrice ? money(cheapest) : t.catalogue.from(money(cheapest))}</p>
        )}
        <ul class="specifications">
          {specifications.slice(0, MOST_SPECIFICATIONS).map((each) => (
            <li>
              <span>{clean(each.name, 50) ?? `#${each.id}`}</span>
              <span class="muted">{stockOf(view, each)}</span>
              <span class="figure">{each.price === null ? t.common.none : money(each.price)}</span>
            </li>
          ))}
        </ul>
        {specifications.length > MOST_SPECIFICATIONS && (
          <p class="muted">{t.catalogue.more(specifications.length - MOST_SPECIFICATIONS)}</p>
        )}
      </div>
    </li>
  );
}

function stockOf({ t, clean }: View, { stock, stock_text }: CatalogueGood['specifications'][number]): string {
  if (stock === null) return clean(stock_text, 30) ?? t.catalogue.unknownStock;
  return stock > 0 ? t.catalogue.stock(stock) : t.catalogue.soldOut;
}
