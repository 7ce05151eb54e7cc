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

  it('reports a name it does not know', () => {
    expect(readConfig({ KAMIKIT_DAILY_BUGDET: '5' }).problems).toEqual([
      { variable: 'KAMIKIT_DAILY_BUGDET', message: 'there is no such setting', concern: 'nothing' },
    ]);
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
    ['KAMIKIT_READ_ONLY', 'maybe', 'spending'],
    ['KAMIKIT_CONFIRM', 'sometimes', 'spending'],
    ['KAMIKIT_REVEAL', 'all', 'everything'],
    ['KAMIKIT_SANDBOX', 'perhaps', 'everything'],
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

  it('allows plain http on this machine only', () => {
    const { storefront, problems } = readConfig({
      KAMIKIT_STOREFRONT_API_KEY: 'k',
      KAMIKIT_STOREFRONT_URL: 'http://127.0.0.1:8080/api',
    });
    expect(problems).toEqual([]);
    expect(storefront?.url).toBe('http://127.0.0.1:8080/api/');
  });
});
