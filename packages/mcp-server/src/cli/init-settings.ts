import { UPSTREAMS, type Upstream } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import { createServices } from '../calling/services.ts';
import { type Config, type Environment, readConfig } from '../config/config.ts';
import { createLog } from '../config/log.ts';
import { parseConfigFile } from '../config/parse-config-file.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { settingIn } from '../config/setting-in.ts';
import { upstreamVariables } from '../config/upstream-settings.ts';
import { EVERYWHERE, fileNameOf, isKey } from '../config/variables.ts';
import type { Setup } from '../messages/setup.en.ts';
import { toFailure } from '../views/failure.ts';
import type { CommandContext } from './command.ts';
import { asObject, editJson, readObject } from './edit-json.ts';
import type { Asker } from './prompts.ts';
import { tryUpstream } from './try-upstream.ts';

/** New values by the names of variables; undefined takes one out. */
export type NewSettings = Record<string, string | boolean | undefined>;

/** The settings of a host's block that the file does not contradict: they move there, where commands see them too. */
export function settingsToMove(block: Environment, fileText: string): Record<string, string> {
  const inFile = readObject(fileText) ?? {};
  return Object.fromEntries(
    EVERYWHERE.flatMap((variable) => {
      const value = settingIn(block, variable);
      const other = inFile[fileNameOf(variable)];
      return value !== null && (other === undefined || String(other) === value) ? [[variable, value]] : [];
    }),
  );
}

export function fromEnvironment(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    EVERYWHERE.flatMap((variable) => {
      const value = settingIn(environment, variable);
      return value === null ? [] : [[variable, value]];
    }),
  );
}

/** What the file says of where a key is stays, though the environment has that key, too. */
export function withoutReferences(
  settings: Record<string, string>,
  fileText: string,
): Record<string, string> {
  const inFile = readObject(fileText) ?? {};
  return Object.fromEntries(
    Object.entries(settings).filter(([variable]) => asObject(inFile[fileNameOf(variable)]) === null),
  );
}

export function withSettings(fileText: string, settings: NewSettings): string {
  const inFile = readObject(fileText) ?? {};
  const changes = Object.entries(settings).flatMap(([variable, value]) => {
    const name = fileNameOf(variable);
    const isSame = name in inFile && String(inFile[name]) === String(value);
    return isSame || (value === undefined && !(name in inFile)) ? [] : [[[name], value] as const];
  });
  return editJson(fileText, changes);
}

/** What a file with this text would make of an empty environment. `environment` is for keys that the file leaves there. */
export function configOf(fileText: string, path: string, environment: Environment): Config {
  const outside = Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^KAMIKIT_/i.test(name)),
  );
  return readConfig(outside, { path, exists: true, ...parseConfigFile(fileText, path) });
}

const WITHIN_MS = 15_000;

/** What is printed, and what shows while an upstream is asked. */
type Screen = Pick<CommandContext, 'print' | 'say' | 'status'>;

/** Reads once with a key, and says what that showed. False: the upstream does not accept it; it may be out of reach. */
async function isAccepted(
  config: Config,
  upstream: Upstream,
  { print, say, status }: Screen,
): Promise<boolean> {
  const name = say.setup.upstreams[upstream];
  const redact = redactorOf(config);
  const services = createServices(config, createLog('silent', redact), { retry: { attempts: 1 } });
  try {
    status.show(say.setup.trying({ name }));
    const found = await tryUpstream[upstream](services, say.doctor, AbortSignal.timeout(WITHIN_MS));
    print(oneLine(redact(say.setup.tried({ name, found }))));
    return true;
  } catch (error) {
    const { code, message } = toFailure(error, 'sealed', say.failure).error;
    const isRefused = ['unauthorized', 'signature_rejected', 'config_invalid'].includes(code);
    const why = say.failure.explained(code, { said: message });
    const told = isRefused ? say.setup.tried({ name, found: why }) : say.setup.untried({ name, why });
    print(oneLine(redact(told)));
    return !isRefused;
  } finally {
    await services.close();
  }
}

/** An upstream may have written it. */
function oneLine(text: string): string {
  return `${stripInvisible(text).replace(/\s+/g, ' ')}\n`;
}

/** Whoever gives a key means the real thing, unless the sandbox is asked for as well. */
export function withoutPlayMoney(settings: NewSettings, wanted: NewSettings): NewSettings {
  const isReal =
    Object.keys(wanted).some((variable) => isKey(variable)) && wanted.KAMIKIT_SANDBOX === undefined;
  return isReal ? { ...settings, KAMIKIT_SANDBOX: undefined } : settings;
}

/** Whether an upstream for which something new is set refuses the key for it. */
export async function refusesKeys(
  settings: NewSettings,
  fileText: string,
  configWith: (settings: NewSettings) => Config,
  screen: Screen,
): Promise<boolean> {
  const config = configWith(settings);
  let isRefused = false;
  for (const upstream of config.sandbox ? [] : UPSTREAMS) {
    // What is wrong or missing there is told later, by its name.
    const isFaulty = config.problems.some(({ concern }) => concern === upstream);
    if (isFaulty || !hasNew(upstream, settings, fileText)) continue;
    isRefused = !(await isAccepted(config, upstream, screen)) || isRefused;
  }
  return isRefused;
}

function hasNew(upstream: Upstream, settings: NewSettings, fileText: string): boolean {
  const inFile = readObject(fileText) ?? {};
  return upstreamVariables[upstream].variables.some(
    (variable) =>
      settings[variable] !== undefined && String(inFile[fileNameOf(variable)]) !== settings[variable],
  );
}

/** How its key stands in the file: itself, or where it comes from; null where it is not whole, or was tried already. */
function storedKey(
  config: Config,
  upstream: Upstream,
  settings: NewSettings,
  fileText: string,
): 'itself' | 'reference' | null {
  const inFile = readObject(fileText) ?? {};
  const isWhole = config[upstream] !== null && !config.problems.some(({ concern }) => concern === upstream);
  if (!isWhole || config.sandbox || hasNew(upstream, settings, fileText)) return null;
  const keys = upstreamVariables[upstream].variables.filter(isKey).map((name) => inFile[fileNameOf(name)]);
  if (keys.some((key) => typeof key === 'string')) return 'itself';
  return keys.some((key) => asObject(key) !== null) ? 'reference' : null;
}

type Question = readonly [how: 'text' | 'secret', variable: keyof Setup['questions']];

const QUESTIONS: { readonly [U in Upstream]: readonly Question[] } = {
  storefront: [['secret', 'KAMIKIT_STOREFRONT_API_KEY']],
  cards: [['secret', 'KAMIKIT_CARDS_API_KEY']],
  supplier: [
    ['text', 'KAMIKIT_SUPPLIER_URL'],
    ['text', 'KAMIKIT_SUPPLIER_API_ID'],
    ['secret', 'KAMIKIT_SUPPLIER_API_KEY'],
  ],
};

/**
 * Asks for what each upstream needs that has nothing yet, or whose key in the file is no longer accepted; asks again while
 * its answer is that the key is wrong. An old key stays where there is no other, and so does what the file says of where one comes from. What is new for one that is left out is left out with it, and nothing else.
 */
export async function askForKeys(
  asker: Asker,
  given: NewSettings,
  fileText: string,
  configWith: (settings: NewSettings) => Config,
  screen: Screen,
): Promise<{ settings: NewSettings; leftOut: readonly Upstream[] }> {
  let settings = given;
  const leftOut: Upstream[] = [];
  for (const upstream of UPSTREAMS) {
    const stored = storedKey(configWith(given), upstream, given, fileText);
    let isRefused = stored !== null && !(await isAccepted(configWith(given), upstream, screen));
    if (isRefused && stored === 'reference') {
      const { setup } = screen.say;
      screen.print(`${setup.referenceStays({ name: setup.upstreams[upstream] })}\n`);
      continue;
    }
    while (isRefused || isMissing(configWith(settings), upstream)) {
      const answers = await ask(asker, upstream, screen.say.setup);
      if (answers === null) {
        if (isRefused) break;
        const { variables } = upstreamVariables[upstream];
        if (configWith(settings)[upstream] !== null) screen.print(`${leftOutOf(upstream, screen)}\n`);
        settings = Object.fromEntries(Object.entries(settings).filter(([name]) => !variables.includes(name)));
        leftOut.push(upstream);
        break;
      }
      const next = withoutPlayMoney({ ...settings, ...answers }, answers);
      if (!(await isAccepted(configWith(next), upstream, screen))) continue;
      settings = next;
      isRefused = false;
    }
  }
  return { settings, leftOut };
}

function leftOutOf(upstream: Upstream, { say: { setup } }: Screen): string {
  return setup.leftOut({ name: setup.upstreams[upstream] });
}

/** Nothing is set for it, or not yet all that it needs. */
function isMissing(config: Config, upstream: Upstream): boolean {
  const asked = QUESTIONS[upstream].map(([, variable]): string => variable);
  return config[upstream] === null || config.problems.some(({ variable }) => asked.includes(variable));
}

/** Null as soon as one is left out. */
async function ask(
  asker: Asker,
  upstream: Upstream,
  { openly, questions, unseen }: Setup,
): Promise<Record<string, string> | null> {
  const answers: Record<string, string> = {};
  for (const [how, variable] of QUESTIONS[upstream]) {
    const question = questions[variable];
    const answer = await asker[how](how === 'secret' ? unseen({ question }) : openly({ question }));
    if (answer === null) return null;
    answers[variable] = answer;
  }
  return answers;
}
