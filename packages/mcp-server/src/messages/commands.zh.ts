import { calls } from './calls.zh.ts';
import { commandLine } from './command-line.zh.ts';
import type { CommandMessages } from './commands.en.ts';
import { demo } from './demo.zh.ts';
import { doctor } from './doctor.zh.ts';
import { jobCommands } from './job-commands.zh.ts';
import { ledgerCommand } from './ledger-command.zh.ts';
import { ownerCommands } from './owner-commands.zh.ts';
import { serving } from './serving.zh.ts';
import { setup } from './setup.zh.ts';

export const commands: CommandMessages = {
  ...calls,
  commandLine,
  ledger: ledgerCommand,
  demo,
  doctor,
  setup,
  owner: ownerCommands,
  jobs: jobCommands,
  serving,
};
