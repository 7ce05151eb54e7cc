import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestSandbox, temporaryFolder } from '../../../test/host.ts';
import { commands } from '../../messages/commands.en.ts';
import { readObject } from '../edit-json.ts';
import { init } from '../init.ts';
import type { Asker } from '../prompts.ts';

export const OTHERS = '{"mcpServers":{"other":{"env":{"TOKEN":"t"}}},"theme":"dark"}';
export const KEY = 'KAMIKIT_STOREFRONT_API_KEY';

interface Answers {
  yes?: boolean;
  asker?: Asker;
}

/** A user's folder with a host's file in it, a shop, and what `init` says and asks. */
export async function user(text?: string, { mode = 0o644, property = 'mcpServers' } = {}) {
  const home = temporaryFolder();
  const folder = temporaryFolder();
  const file = join(folder, 'host.json');
  const config = join(home, 'kamikit', 'config.json');
  if (text !== undefined) {
    writeFileSync(file, text);
    chmodSync(file, mode);
  }
  const { environment } = await startTestSandbox();
  const { KAMIKIT_STOREFRONT_URL = '', [KEY]: key = '' } = environment;
  const shop: Record<string, string> = { KAMIKIT_STOREFRONT_URL, [KEY]: key };
  let printed: string[] = [];
  return {
    ...{ folder, file, config, key, shop },
    async run(own: Record<string, string> = shop, { yes = true, asker }: Answers = {}) {
      printed = [];
      const print = (said: string) => void printed.push(said);
      const environment = { XDG_CONFIG_HOME: home, ...own };
      const host = property === 'servers' ? ('vscode' as const) : undefined;
      const status = { show() {}, clear() {} };
      return init(
        { environment, print, say: commands, status },
        { host, config: file, ...(yes && { yes }) },
        asker,
      );
    },
    printed: () => printed.join(''),
    read: (name = 'host.json') => readFileSync(join(folder, name), 'utf8'),
    settings: () => readObject(readFileSync(config, 'utf8')) ?? {},
    modes: (of = folder) =>
      Object.fromEntries(readdirSync(of).map((name) => [name, statSync(join(of, name)).mode & 0o777])),
  };
}

/** A person who gives these keys, says nothing else, and agrees to what is shown. */
export const answering = (...answers: Array<string | null>): Asker => ({
  secret: async () => answers.shift() ?? null,
  text: async () => null,
  choose: async () => {
    throw new Error('nobody is asked to choose');
  },
  confirm: async () => true,
});
