import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { type Concern, type Config, type Environment, readConfig } from '../config/config.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { settingIn, textOf } from '../config/setting-in.ts';
import { EVERYWHERE } from '../config/variables.ts';
import type { Setup } from '../messages/setup.en.ts';
import type { CommandContext } from './command.ts';
import { hostCommand, thisInstallation } from './host-command.ts';
import { asHostFile, behindLink, newHostText, readHost, variablesOf } from './host-file.ts';
import { CARRIED, HOSTS, type Host, type HostName, hostOf } from './hosts.ts';
import {
  askForKeys,
  configOf,
  fromEnvironment,
  type NewSettings,
  refusesKeys,
  settingsToMove,
  withoutPlayMoney,
  withoutReferences,
  withSettings,
} from './init-settings.ts';
import type { Asker } from './prompts.ts';
import { modeOf, replaceFile } from './replace-file.ts';
import { configChange, hostChange } from './show-change.ts';
import { sourcesOf } from './sources.ts';

interface InitOptions {
  host?: HostName | undefined;
  config?: string | undefined;
  yes?: true | undefined;
}

/** A file that is about to be written. */
interface Change {
  path: string;
  text: string;
  /** What becomes different, without any key. */
  difference: string;
  /** How to name another file to this command. */
  instead: (target: string) => string;
}

export function initCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('init')
    .description(context.say.setup.init)
    .addOption(new Option('--host <host>', context.say.setup.host).choices(HOSTS))
    .option('--config <file>', context.say.setup.hostFile)
    .option('--yes', context.say.setup.initYes)
    .action(async (options) => context.exit(await init(context, options)));
}

/**
 * Puts keys and limits into the configuration file and the server into a host's; what stands in either stays there. The
 * change is shown first, and made after a yes, or with `--yes`.
 */
export async function init(
  { environment, print, say, status }: Pick<CommandContext, 'environment' | 'print' | 'say' | 'status'>,
  { host: named, config, yes }: InitOptions,
  asker?: Asker,
): Promise<number> {
  const words = say.setup;
  const person = asker ?? (await terminal(yes ?? false, words));
  const isAsked = person !== null && named === undefined && config === undefined;
  const known = hostOf(
    isAsked ? await askForHost(person, environment, words) : (named ?? HOSTS[0]),
    environment,
  );
  const given = config === undefined ? known.place : { file: config };
  const place = 'file' in given ? { file: await behindLink(given.file) } : given;
  const host: Host = { ...known, place };

  const before = await readHost(host, words);
  const block = before.block ?? {};
  const blockEnvironment = variablesOf(block);
  const file = await readConfigFile(
    { ...only(CARRIED, blockEnvironment), ...environment },
    { mayCreate: true },
  );
  refuse(
    file.problems.filter(({ concern }) => concern === 'everything'),
    words,
  );
  refuse(faultsOf(environment), words);
  await modeOf(file.path, asConfigFile, words); // before anything is asked: what it refuses stays refused
  const fileText = file.exists ? await readFile(file.path, 'utf8') : '';

  const moved = settingsToMove(blockEnvironment, fileText);
  const configWith = (settings: NewSettings) =>
    configOf(withSettings(fileText, settings), file.path, environment);
  const wanted = withoutReferences(fromEnvironment(environment), fileText);
  let leftOut: readonly Concern[] = [];
  let settings = withoutPlayMoney({ ...moved, ...wanted }, wanted);
  if (await refusesKeys(settings, fileText, configWith, { print, say, status })) {
    print(`${words.unchanged}\n`);
    return 1;
  }
  if (person !== null) {
    print(`${words.about({ path: file.path })}\n`);
    ({ settings, leftOut } = await askForKeys(person, settings, fileText, configWith, {
      print,
      say,
      status,
    }));
  }
  if (configWith(settings).configured.length === 0) settings = { ...settings, KAMIKIT_SANDBOX: true };
  const result = configWith(settings);
  refuse(
    result.problems.filter(({ concern }) => concern !== 'nothing' && !leftOut.includes(concern)),
    words,
  );

  const newText = withSettings(fileText, settings);
  const start = hostCommand(thisInstallation(environment));
  const toFile = Object.keys(moved).filter((variable) => variable in settings);
  const blockEnv = { ...only(CARRIED, environment), ...without(toFile, blockEnvironment) };
  const changes: Change[] = [];
  if (newText !== fileText) {
    const difference = configChange(fileText, newText, words);
    changes.push({ path: file.path, text: newText, difference, instead: asConfigFile });
  }
  if ('file' in host.place && before.text !== null) {
    const text = newHostText(before.text, host, block, start, blockEnv);
    const difference = hostChange(before.text, text, host.property);
    if (text !== before.text) changes.push({ path: host.place.file, text, difference, instead: asHostFile });
  }

  for (const { path, difference } of changes)
    print(`${existsSync(path) ? path : words.newFile({ path })}\n${difference}\n`);
  if ('file' in host.place && !existsSync(dirname(host.place.file)))
    print(`${words.noFolder({ folder: dirname(host.place.file), host: host.title })}\n\n`);
  for (const variable of Object.keys(fromEnvironment(blockEnvironment)))
    if (!toFile.includes(variable)) print(`${words.stays({ variable })}\n`);
  if (changes.length > 0 && !yes && !(await person?.confirm(words.write))) {
    print(`${person === null ? words.notAsked : words.unchanged}\n`);
    return 1;
  }
  for (const { path, text, instead } of changes) {
    const backup = await replaceFile(path, text, instead, words);
    if (backup !== null) print(`${words.backup({ path: backup })}\n`);
  }
  print(`${words.sources(sourcesOf(result, words))}${limits(result, words)}\n`);
  const isPasted = before.why !== undefined || 'paste' in host.place;
  if (isPasted) {
    const ours = { ...start, ...(Object.keys(blockEnv).length > 0 && { env: blockEnv }) };
    const paste = JSON.stringify({ [host.property]: { kamikit: ours } }, null, 2);
    const where =
      'paste' in host.place ? host.place.paste(ours, words) : words.pasteYourself({ why: before.why ?? '' });
    print(`\n${where}\n\n${paste}\n\n`);
  } else if (changes.length === 0) print(`${words.allThere}\n`);
  const restart = isPasted ? words.thenRestart : words.restart;
  print(`${restart({ host: host.title })}\n`);
  return before.why === undefined ? 0 : 1;
}

/** Those that are on this machine come first. */
async function askForHost(person: Asker, environment: Environment, say: Setup): Promise<HostName> {
  const choices = HOSTS.map((value) => {
    const { title, place } = hostOf(value, environment);
    const sign = 'file' in place ? dirname(place.file) : place.seenIn;
    return { value, label: title, isFound: sign !== undefined && existsSync(sign) };
  });
  const sorted = choices.toSorted((a, b) => Number(b.isFound) - Number(a.isFound));
  return person.choose(
    say.whichHost,
    sorted.map(({ isFound, ...choice }) => (isFound ? { ...choice, hint: say.found } : choice)),
  );
}

function limits({ maxOrderTotal, dailyBudget, sandbox }: Config, say: Setup): string {
  return sandbox ? say.playMoney : say.limits({ order: maxOrderTotal, day: dailyBudget });
}

const asConfigFile = (target: string) => `KAMIKIT_CONFIG=${target}`;

/** What is wrong with what would be taken from the environment. */
function faultsOf(environment: Environment): Config['problems'] {
  return readConfig(environment).problems.filter(
    ({ variable, concern }) =>
      settingIn(environment, variable) !== null && (concern !== 'nothing' || EVERYWHERE.includes(variable)),
  );
}

/** @throws {Error} for the first of them. */
function refuse([fault]: Config['problems'], say: Setup): void {
  if (fault !== undefined) throw new Error(say.fault({ what: say.problem(fault) }));
}

async function terminal(isSilent: boolean, say: Setup): Promise<Asker | null> {
  if (isSilent || !process.stdin.isTTY) return null;
  return (await import('./prompts.ts')).askOn(process.stdin, process.stdout, say);
}

function only(names: readonly string[], values: Environment): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = textOf(values[name] ?? '');
      return value === null ? [] : [[name, value]];
    }),
  );
}

function without(names: readonly string[], values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
