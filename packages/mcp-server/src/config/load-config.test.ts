import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { loadConfig } from './load-config.ts';
import { redactorOf } from './redactor-of.ts';

const KEY = 'canary-key-123';

/** A configuration file in a folder of its own, and the configuration that it makes. */
function file(text: string, mode = 0o600) {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return {
    path,
    load: (environment: Record<string, string> = {}) => loadConfig({ KAMIKIT_CONFIG: path, ...environment }),
    mode: () => statSync(path).mode & 0o777,
  };
}

describe('the configuration file', () => {
  it('sets what the environment sets, in camelCase, with comments and a byte order mark', async () => {
    const text = `\uFEFF{
      // numbers and flags need no quotes
      "dailyBudget": 12.5, "maxOrderTotal": "10", "readOnly": true, "dailyCards": null,
      "storefrontApiKey": "${KEY}", "storefrontUrl": "https://shop.example/api", /* a comma after the last: */
    }`;
    const config = await file(text).load();
    expect(config).toMatchObject({
      ...{ dailyBudget: '12.5', maxOrderTotal: '10', dailyCards: 100, readOnly: true, problems: [] },
      storefront: { url: 'https://shop.example/api/' },
    });
    expect(await config.storefront?.apiKey()).toBe(KEY);
  });

  it('alone lets a host’s answer be the owner’s: a variable for that stops what spends', async () => {
    expect(await file('{"confirm": "owner", "elicitation": true}').load()).toMatchObject({
      ...{ confirm: 'owner', elicitation: true, problems: [] },
    });
    const { elicitation, problems } = await file('{}').load({ KAMIKIT_ELICITATION: 'true' });
    expect({ elicitation, problems }).toMatchObject({
      elicitation: false,
      problems: [{ variable: 'KAMIKIT_ELICITATION', concern: 'changes' }],
    });
  });

  it('gives way to the environment, except to what is blank there', async () => {
    const { load } = file('{"dailyBudget": 5, "confirm": "required"}');
    expect(
      await load({ KAMIKIT_DAILY_BUDGET: '7', KAMIKIT_CONFIRM: '${user_config.confirm}' }),
    ).toMatchObject({
      ...{ dailyBudget: '7', confirm: 'required', problems: [] },
    });
  });

  it.each(['', '\uFEFF', '{}', '{"$schema": "x", "storefrontApiKey": "", "dailyBudget": "${x}"}'])(
    'may set nothing, as in %j',
    async (text) => {
      expect(await file(text).load()).toMatchObject({ storefront: null, dailyBudget: '300', problems: [] });
    },
  );

  it('is looked for in the configuration folder of the user, where it need not be', async () => {
    const home = temporaryFolder();
    expect(await loadConfig({ XDG_CONFIG_HOME: home })).toMatchObject({
      sources: { file: { exists: false } },
      problems: [],
    });
    mkdirSync(join(home, 'kamikit'));
    writeFileSync(join(home, 'kamikit', 'config.json'), '{"dailyBudget": 5}');
    expect(await loadConfig({ XDG_CONFIG_HOME: home })).toMatchObject({
      dailyBudget: '5',
      configDir: join(home, 'kamikit'),
    });
  });

  it('is not looked for, nor a ledger kept, in a folder that depends on where a host starts the server', async () => {
    const [normal, relativeOnes] = [
      await loadConfig({}),
      await loadConfig({ XDG_CONFIG_HOME: 'config', XDG_DATA_HOME: './data' }),
    ];
    const { sources, configDir, dataDir } = relativeOnes;
    expect({ sources, configDir, dataDir }).toEqual({
      ...{ sources: normal.sources, configDir: normal.configDir, dataDir: normal.dataDir },
    });
    const home = temporaryFolder();
    expect((await loadConfig({ XDG_DATA_HOME: home })).dataDir).toBe(join(home, 'kamikit'));
  });

  it('named by KAMIKIT_CONFIG leaves what vouches for the ledger where it is', async () => {
    const home = temporaryFolder();
    expect((await file('{}').load({ XDG_CONFIG_HOME: home })).configDir).toBe(join(home, 'kamikit'));
  });

  it.each([
    [
      '{"dailyBugdet": 5}',
      'dailyBugdet',
      'there is no such setting; the nearest name is dailyBudget',
      'changes',
    ],
    [
      '{"KAMIKIT_DAILY_BUDGET": 5}',
      'KAMIKIT_DAILY_BUDGET',
      'there is no such setting; the nearest name is dailyBudget',
      'changes',
    ],
    ['{"storefront": {"url": 5}}', 'storefront', /^there is no such setting/, 'changes'],
    ['{"config": "/x"}', 'config', /^there is no such setting/, 'changes'],
    ['{"lang": "de"}', 'lang', 'it must be one of en, zh', 'nothing'],
    ['{"dailyBudget": 5, "dailyBudget": 500}', 'dailyBudget', 'it is set twice', 'changes'],
    ['{"dailyBudget": "lots"}', 'dailyBudget', /^it must be an amount/, 'spending'],
    ['{"dailyBudget": [5]}', 'dailyBudget', /^it must be a text, a number/, 'spending'],
    ['{"dataDir": {"env": "HOME"}}', 'dataDir', /^it must be a text/, 'everything'],
    ['{"storefrontApiKey": {"evn": "X"}}', 'storefrontApiKey', /^it must be the key, \{"env"/, 'storefront'],
    [
      '{"storefrontApiKey": {"command": "pass show x"}}',
      'storefrontApiKey',
      /^it must be the key/,
      'storefront',
    ],
    ['{"storefrontApiKey": {"command": []}}', 'storefrontApiKey', /^it must be the key/, 'storefront'],
    [
      '{"storefrontApiKey": {"env": "NO_SUCH"}}',
      'storefrontApiKey',
      /that it names is not set/,
      'storefront',
    ],
  ])('with %s has one problem', async (text, name, message, concern) => {
    const { path, load } = file(text);
    expect((await load()).problems).toEqual([
      {
        variable: `${name} in ${path}`,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
        concern,
      },
    ]);
  });

  it.each([
    ['{"a": 1', /^it is not JSON: \w+ in line 1$/],
    ['{\n"a": 1,,\n}', /in line 2$/],
    ['[]', 'it must be a JSON object, {…}'],
    ['"canary-key-123"', 'it must be a JSON object, {…}'],
  ])('that is %j stops everything', async (text, message) => {
    const { path, load } = file(text);
    const { problems } = await load({ KAMIKIT_STOREFRONT_API_KEY: KEY });
    expect(problems).toEqual([
      { variable: path, message: expect.stringMatching(message), concern: 'everything' },
    ]);
  });

  it.each(['/no-such-folder/none.json', 'config.json', '~/config.json', KEY])(
    'that is named, but is not there, stops everything: %s',
    async (name) => {
      const { problems } = await loadConfig({ KAMIKIT_CONFIG: name });
      expect(problems).toEqual([
        expect.objectContaining({ variable: 'KAMIKIT_CONFIG', concern: 'everything' }),
      ]);
      expect(JSON.stringify(problems)).not.toContain(name);
    },
  );

  it('is not looked for from the folder in which a host happens to start the server', async () => {
    const named = relative(process.cwd(), file('{"dailyBudget": 5}').path);
    const { dailyBudget, problems } = await loadConfig({ KAMIKIT_CONFIG: named });
    expect(dailyBudget).toBe('300');
    expect(problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining('absolute path'), concern: 'everything' }),
    ]);
  });

  it('that leads in a circle stops everything', async () => {
    const path = join(temporaryFolder(), 'config.json');
    symlinkSync(path, path);
    const { problems } = await loadConfig({ KAMIKIT_CONFIG: path });
    expect(problems).toEqual([
      expect.objectContaining({ message: 'it cannot be read (ELOOP)', concern: 'everything' }),
    ]);
  });

  it.skipIf(process.getuid?.() !== 0)('that another user may change stops everything', async () => {
    const { path, load } = file('{"dailyBudget": 5}');
    chownSync(path, 12_345, 12_345);
    const { problems } = await load();
    expect(problems).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('it belongs to another user'),
        concern: 'everything',
      }),
    ]);
  });

  it.skipIf(process.platform !== 'linux')('that cannot be read to its end stops everything', async () => {
    const { problems } = await loadConfig({ KAMIKIT_CONFIG: '/proc/self/mem' });
    expect(problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining('EIO'), concern: 'everything' }),
    ]);
  });

  it('that is a folder stops everything', async () => {
    const { problems } = await loadConfig({ KAMIKIT_CONFIG: temporaryFolder() });
    expect(problems).toEqual([
      expect.objectContaining({ message: 'it is not a file', concern: 'everything' }),
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('the mode of the configuration file', () => {
  it('is narrowed where others could read a key in it, and that is told', async () => {
    const { path, load, mode } = file(`{"cardsApiKey": "${KEY}"}`, 0o644);
    const { problems } = await load();
    expect(problems).toEqual([
      { variable: path, message: expect.stringContaining('could read the key'), concern: 'nothing' },
    ]);
    expect(mode()).toBe(0o600);
    expect((await load()).problems).toEqual([]);
  });

  it('may let others read what is no key, a symbolic link to it too', async () => {
    const { path, mode } = file('{"cardsApiKey": {"env": "CARDS_KEY"}, "dailyBudget": 5}', 0o644);
    const link = join(temporaryFolder(), 'config.json');
    symlinkSync(path, link);
    expect(await loadConfig({ KAMIKIT_CONFIG: link, CARDS_KEY: KEY })).toMatchObject({
      dailyBudget: '5',
      problems: [],
    });
    expect(mode()).toBe(0o644);
  });

  it.each([0o620, 0o602, 0o666])('that lets others write it (%o) stops everything', async (mode) => {
    const { path, load } = file('{"dailyBudget": 5000}', mode);
    expect(await load()).toMatchObject({
      dailyBudget: '300',
      problems: [
        { variable: path, message: expect.stringContaining('others can write it'), concern: 'everything' },
      ],
    });
  });
});

describe('a key in the file', () => {
  it('is removed from whatever is shown, also where the environment goes before it', async () => {
    const { load } = file(
      `{"storefrontApiKey": "${KEY}", "cardsApiKey": {"env": "CARDS_KEY"}, "supplierApiId": "${KEY.repeat(2)}"}`,
    );
    const config = await load({ KAMIKIT_STOREFRONT_API_KEY: 'another-key-456', CARDS_KEY: 'named-key-789' });
    expect(redactorOf(config)(`${KEY} another-key-456 named-key-789 ${KEY.repeat(2)}`)).not.toMatch(/key-/);
  });

  it('may come from a command, which runs when the key is first needed, once', async () => {
    const folder = temporaryFolder();
    const runs = join(folder, 'runs');
    const script = `require('fs').appendFileSync(${JSON.stringify(runs)}, 'x'); console.log(${JSON.stringify(`${KEY}\nnotes`)})`;
    const { load } = file(
      JSON.stringify({ storefrontApiKey: { command: [process.execPath, '-e', script] } }),
    );
    const config = await load();
    const redact = redactorOf(config);
    expect(config).toMatchObject({ configured: ['storefront'], problems: [] });
    expect(() => readFileSync(runs)).toThrow();
    expect(await Promise.all([config.storefront?.apiKey(), config.storefront?.apiKey()])).toEqual([KEY, KEY]);
    expect(readFileSync(runs, 'utf8')).toBe('x');
    expect(redact(`the key is ${KEY}`)).not.toContain(KEY);
  });
});
