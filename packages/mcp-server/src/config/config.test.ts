import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('is all defaults when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      storefront: null,
      cards: null,
      supplier: null,
      maxOrderTotal: '100',
      dailyBudget: '300',
      dailyCards: 100,
      readOnly: false,
      confirm: 'auto',
      reveal: 'inline',
      sandbox: false,
      logLevel: 'info',
      problems: [],
    });
  });

  it('has no limit where none is wanted', () => {
    const environment = {
      ...{ KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_DAILY_BUDGET: 'None', KAMIKIT_DAILY_CARDS: 'none' },
    };
    expect(readConfig(environment)).toMatchObject({
      ...{ maxOrderTotal: null, dailyBudget: null, dailyCards: null, problems: [] },
    });
  });

  it.each(['', '   ', '${user_config.storefront_key}'])('takes %j as unset, as hosts send it', (blank) => {
    expect(readConfig({ KAMIKIT_STOREFRONT_API_KEY: blank })).toMatchObject({
      storefront: null,
      problems: [],
    });
  });

  it.each([
    ['KAMIKIT_DAILY_BUGDET', 'there is no such setting; the nearest name is KAMIKIT_DAILY_BUDGET'],
    ['kamikit_daily_budget', 'there is no such setting; the nearest name is KAMIKIT_DAILY_BUDGET'],
    ['KAMIKIT_READONLY', 'there is no such setting; the nearest name is KAMIKIT_READ_ONLY'],
    ['KAMIKT_DAILY_BUDGET', 'there is no such setting; the nearest name is KAMIKIT_DAILY_BUDGET'],
    ['KAMI_KIT_DAILY_BUDGET', 'there is no such setting; the nearest name is KAMIKIT_DAILY_BUDGET'],
    ['KMAIKIT_DAILY_BUGDET', 'there is no such setting; the nearest name is KAMIKIT_DAILY_BUDGET'],
    ['KAMIKIT-DAILY-BUDGET', 'there is no such setting; the nearest name is KAMIKIT_DAILY_BUDGET'],
    ['KAMIKITREAD_ONLY', 'there is no such setting; the nearest name is KAMIKIT_READ_ONLY'],
    ['Kamikt_Max_Order', 'there is no such setting; the nearest name is KAMIKIT_MAX_ORDER_TOTAL'],
  ])('stops what spends when %s is set: %s', (variable, message) => {
    expect(readConfig({ [variable]: '5' }).problems).toEqual([{ variable, message, concern: 'changes' }]);
    expect(readConfig({ [variable]: '${user_config.x}' }).problems).toEqual([]);
  });

  it.each([
    ...['KAMIKIT', 'KAMIKITTEN', 'KAMAKURA_CONFIG', 'GAMEKIT_HOME', 'CAMKIT_DATA', 'MAKEKIT_CONFIG'],
    ...['KIT_SANDBOX', 'DAILY_BUDGET', 'READ_ONLY', 'LOG_LEVEL', 'KIND_CONFIG', 'npm_config_registry'],
  ])("leaves another program's %s alone", (variable) => {
    expect(readConfig({ [variable]: '5' }).problems).toEqual([]);
  });

  it('takes no limit of requests for none', () => {
    expect(readConfig({ KAMIKIT_RATE_LIMIT: 'none' })).toMatchObject({ rateLimit: null, problems: [] });
    expect(readConfig({ KAMIKIT_RATE_LIMIT: '30' })).toMatchObject({ rateLimit: 30, problems: [] });
    expect(readConfig({})).toMatchObject({ rateLimit: undefined });
  });

  it.each([
    [{ KAMIKIT_LANG: 'ZH', LANG: 'en_US' }, 'zh', true, []],
    [{ KAMIKIT_LANG: 'en', LANG: 'zh_CN' }, 'en', true, []],
    [{ LANG: 'zh_CN' }, 'zh', false, []],
    [{ KAMIKIT_LANG: 'de', LANG: 'zh_CN' }, 'zh', false, ['KAMIKIT_LANG']],
  ])('speaks the language of %j: %s', (environment, language, isLanguageSet, faulty) => {
    const { problems, ...config } = readConfig(environment);
    expect(config).toMatchObject({ language, isLanguageSet });
    expect(problems).toEqual(
      faulty.map((variable) => ({ variable, message: 'it must be one of en, zh', concern: 'nothing' })),
    );
  });

  it('reads names in any case where the system does', () => {
    const anyCase = new Proxy<Record<string, string>>(
      { Kamikit_Daily_Budget: '5' },
      {
        get: (target, name) =>
          target[Object.keys(target).find((key) => key.toUpperCase() === String(name).toUpperCase()) ?? ''],
      },
    );
    expect(readConfig(anyCase)).toMatchObject({ dailyBudget: '5', problems: [] });
  });

  it.each([
    ['KAMIKIT_STOREFRONT_URL', 'http://shop.example', 'storefront'],
    ['KAMIKIT_STOREFRONT_API_KEY', 'two words', 'storefront'],
    ['KAMIKIT_CARDS_URL', 'cards', 'cards'],
    ['KAMIKIT_SUPPLIER_URL', 'ftp://shop.example', 'supplier'],
    ['KAMIKIT_SUPPLIER_PREFIX', 'plugin', 'supplier'],
    ['KAMIKIT_SUPPLIER_NOTIFY_URL', 'https://me.example/?a=1&b=2', 'supplier'],
    ['KAMIKIT_MAX_ORDER_TOTAL', 'ten', 'spending'],
    ['KAMIKIT_DAILY_BUDGET', '-1', 'spending'],
    ['KAMIKIT_DAILY_CARDS', '1.5', 'spending'],
    ['KAMIKIT_RATE_LIMIT', '0', 'spending'],
    ['KAMIKIT_READ_ONLY', 'maybe', 'spending'],
    ['KAMIKIT_CONFIRM', 'sometimes', 'spending'],
    ['KAMIKIT_REVEAL', 'all', 'everything'],
    ['KAMIKIT_SANDBOX', 'perhaps', 'everything'],
    ['KAMIKIT_DATA_DIR', 'kamikit', 'everything'],
    ['KAMIKIT_DATA_DIR', '~/kamikit', 'everything'],
    ['KAMIKIT_LOG_LEVEL', 'loud', 'nothing'],
  ])('names %s when it is %j', (variable, value, concern) => {
    expect(readConfig({ [variable]: value }).problems).toContainEqual(
      expect.objectContaining({ variable, concern }),
    );
  });

  it('misses the key of an upstream whose URL is set', () => {
    expect(readConfig({ KAMIKIT_CARDS_URL: 'https://cards.example' }).problems).toEqual([
      { variable: 'KAMIKIT_CARDS_API_KEY', message: 'it is missing', concern: 'cards' },
    ]);
  });

  it.each([
    [{ KAMIKIT_OAUTH_ISSUER: 'https://login.example' }, 'KAMIKIT_OAUTH_AUDIENCE'],
    [{ KAMIKIT_OAUTH_AUDIENCE: 'kamikit' }, 'KAMIKIT_OAUTH_ISSUER'],
  ])('lets nobody in by half of what names an issuer: %j', (half, variable) => {
    const { oauth, problems } = readConfig(half);
    expect(oauth).toBeNull();
    expect(problems).toEqual([{ variable, message: 'it is missing', concern: 'nothing' }]);
  });

  it('allows plain http on this machine only', () => {
    const { storefront, problems } = readConfig({
      KAMIKIT_STOREFRONT_API_KEY: 'k',
      KAMIKIT_STOREFRONT_URL: 'http://127.0.0.1:8080/api',
    });
    expect(problems).toEqual([]);
    expect(storefront?.url).toBe('http://127.0.0.1:8080/api/');
  });
});
