import { calls } from './calls.en.ts';
import { commandLine } from './command-line.en.ts';
import { demo } from './demo.en.ts';
import { doctor } from './doctor.en.ts';
import { jobCommands } from './job-commands.en.ts';
import { ledgerCommand } from './ledger-command.en.ts';
import { ownerCommands } from './owner-commands.en.ts';
import { serving } from './serving.en.ts';
import { setup } from './setup.en.ts';

const own = {
  commandLine,
  ledger: ledgerCommand,
  demo,
  doctor,
  setup,
  owner: ownerCommands,
  jobs: jobCommands,
  serving,
};

/** What the command line alone says. */
export type OwnCommandMessages = typeof own;

/** What the command line says: all that calls say, and its own. */
export const commands = { ...calls, ...own };

export type CommandMessages = typeof commands;
