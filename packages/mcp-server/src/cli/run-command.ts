import { redactor, stripInvisible } from '@kamikit/core/base';
import { readConfig, secretsOf } from '../config/config.ts';
import type { Command, CommandContext } from './command.ts';
import { connectHelp } from './connect-help.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { init } from './init.ts';
import { ledger } from './ledger.ts';
import { notify } from './notify.ts';
import { resume } from './resume.ts';
import { sandbox } from './sandbox.ts';

const USAGE = `Usage: kamikit [command]

  (no command)      the MCP server over stdio; a host such as Claude Desktop starts it
  demo              a complete tour, against the sandbox
  init              adds the server to Claude Desktop's configuration; shows the change first
  doctor            checks configuration, keys, reachability and the ledger
  ledger            what was bought: list, show, export, verify, reconcile, settle
  resume            lets a suspended ledger spend again, after asking you
  notify --port N   records the supplier's notifications in the ledger
  sandbox --port N  a stand-in for the upstreams; prints one JSON line with URLs and keys
  help, version
`;

const commands: Readonly<Record<string, Command>> = {
  demo,
  doctor,
  init,
  ledger,
  notify,
  resume,
  sandbox,
  async help({ print }) {
    print(USAGE);
    return 0;
  },
  async version({ print, version }) {
    print(`${version}\n`);
    return 0;
  },
};

/** Runs `kamikit name args`; with no name, on a terminal, explains how to connect a host. */
export async function runCommand(
  argv: readonly string[],
  environment: CommandContext['environment'],
  version: string,
): Promise<number> {
  const [name, ...args] = argv;
  const print = (text: string): void => void process.stdout.write(text);
  if (name === undefined) {
    print(connectHelp());
    return 0;
  }
  const command = commands[name.replace(/^--?(?=help$|version$)/, '')];
  if (command === undefined) {
    process.stderr.write(`kamikit: unknown command ${JSON.stringify(name)}.\n\n${USAGE}`);
    return 2;
  }
  try {
    return await command({ args, environment, version, print });
  } catch (error) {
    // What an upstream wrote may be part of it.
    const redact = redactor(secretsOf(readConfig(environment)));
    const message = redact(stripInvisible(error instanceof Error ? error.message : String(error)));
    process.stderr.write(`kamikit ${name}: ${message}\n`);
    return error instanceof TypeError && 'code' in error ? 2 : 1;
  }
}
