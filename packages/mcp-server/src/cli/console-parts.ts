import type { Account, Catalogue, CatalogueGood, CatalogueSource, ConsoleParts } from '@kamikit/console';
import { KamikitError, type Money } from '@kamikit/core';
import type { Person } from '@kamikit/ledger';
import type { Spender } from '@kamikit/spending';
import type { Services } from '../calling/services.ts';
import { assertUsable } from '../config/assert-usable.ts';
import type { Config } from '../config/config.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { messagesIn } from '../messages/messages-in.ts';
import { inChinese } from '../messages/said.zh.ts';
import { cleanText } from '../views/clean-text.ts';
import { viewPicture } from '../views/picture-view.ts';
import type { CommandContext } from './command.ts';
import { runCheck } from './doctor.ts';
import { checksOf } from './doctor-checks.ts';
import { jobCsv } from './job-export.ts';
import { formats } from './ledger-export.ts';

type Reading = Pick<ConsoleParts, 'accounts' | 'catalogue'>;

/** What the page shows and does with these settings, but for pictures. */
export function consoleParts(
  config: Config,
  services: Services,
  { environment }: Pick<CommandContext, 'environment'>,
  /** In whose name it is decided; null: of whoever uses this machine. */
  owner: Person | null = null,
): Omit<ConsoleParts, 'pictures'> {
  const redact = redactorOf(config);
  const spender = owner === null ? services.spender : services.spender.as(owner);
  return {
    ...{
      ledger: owner === null ? services.ledger : async () => (await services.ledger()).as(owner),
      spender: guarded(spender, config),
      ...(owner !== null && { by: owner.name }),
      now: Date.now,
      language: config.language,
      clean: cleanText,
      redact,
      formats,
    },
    async *jobCsv(id) {
      for await (const part of jobCsv(await services.ledger(), id)) yield redact(part);
    },
    ...readings(config, services),
    translate: (sentence, language) => (language === 'zh' ? inChinese(sentence) : null),
    async doctor(language) {
      const say = await messagesIn('commands', language);
      const checks = checksOf(config, services, environment, say);
      return Promise.all(checks.map((check) => runCheck(check, say, redact)));
    },
  };
}

/** What guards money must be set right before anything is sent. */
function guarded(spender: Spender, config: Config): Spender {
  return {
    ...spender,
    async approve(...given) {
      assertUsable(config, 'spending', 'changes');
      return spender.approve(...given);
    },
  };
}

function readings(config: Config, services: Services): Reading {
  const sources = config.configured.filter((name): name is CatalogueSource => name !== 'cards');
  const balances: { readonly [S in CatalogueSource]: (signal: AbortSignal) => Promise<Balance> } = {
    async storefront(signal) {
      const client = await services.storefront();
      return { account: client.account, balance: (await client.getBalance({ signal })).balance };
    },
    async supplier(signal) {
      const client = await services.supplier();
      const account = await client.connect({ signal }).catch((error) => {
        // Not every shop has `connect`.
        if (error instanceof KamikitError && error.code === 'not_found') return null;
        throw error;
      });
      return { account: client.account, balance: account?.balance ?? null };
    },
  };
  return {
    accounts: (signal) =>
      Promise.all(
        sources.map(async (upstream): Promise<Account> => {
          try {
            return { upstream, ...(await balances[upstream](signal)), problem: null };
          } catch (error) {
            if (!(error instanceof KamikitError)) throw error;
            return { upstream, account: '', balance: null, problem: error.message };
          }
        }),
      ),
    catalogue: catalogueOf(services, sources),
  };
}

interface Balance {
  account: string;
  balance: Money | null;
}

function catalogueOf(
  { storefront, supplier, address }: Services,
  sources: readonly CatalogueSource[],
): Catalogue {
  const pictureAt = async (source: CatalogueSource, picture: string | null) =>
    viewPicture(picture, await address(source));
  return {
    sources,
    async find(source, { search, page, perPage }, signal) {
      if (source === 'storefront') {
        const asked = { page, per_page: perPage, ...(search !== '' && { search }) };
        const { data, total } = await (await storefront()).listGoods(asked, { signal });
        const goods = data.map(async ({ id, name, type_name, picture, subs }): Promise<CatalogueGood> => {
          const specifications = subs.map((sub) => pick(sub, sub.price));
          return { id, name, category: type_name, picture: await pictureAt(source, picture), specifications };
        });
        return { goods: await Promise.all(goods), total };
      }
      const wanted = search.toLowerCase();
      const items = (await (await supplier()).items({ signal })).filter(({ name, category, sku }) =>
        [name, category?.name, ...sku.map((each) => each.name)].some((word) =>
          word?.toLowerCase().includes(wanted),
        ),
      );
      const from = (page - 1) * perPage;
      const goods = items
        .slice(from, from + perPage)
        .map(async ({ id, name, category, picture_url, sku }) => ({
          ...{ id, name, category: category?.name ?? null, picture: await pictureAt(source, picture_url) },
          specifications: sku.map((each) => pick(each, each.stock_price)),
        }));
      return { goods: await Promise.all(goods), total: items.length };
    },
    async pictureOf(source, { goods_id, sku_id }, signal) {
      if (source === 'storefront') {
        if (goods_id === undefined) return null;
        return pictureAt(source, (await (await storefront()).getGoods(goods_id, { signal })).picture);
      }
      const items = sku_id === undefined ? [] : await (await supplier()).items({ signal });
      const item = items.find(({ sku }) => sku.some(({ id }) => id === sku_id));
      return pictureAt(source, item?.picture_url ?? null);
    },
  };
}

function pick<T extends { id: number; name: string | null; stock: number | null; stock_text: string | null }>(
  { id, name, stock, stock_text }: T,
  price: Money | null,
) {
  return { id, name, price, stock, stock_text };
}
