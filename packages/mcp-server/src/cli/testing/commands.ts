import { readConfig } from '../../config/config.ts';
import { commands as messages } from '../../messages/commands.en.ts';
import { createProgram, everyCommand, fullName } from '../program.ts';
import { terminal } from './terminal.ts';

/** Every command there is, by the words that call it. */
export async function commands(): Promise<string[][]> {
  const names: string[][] = [];
  const [stdout, nothing] = [terminal(), () => {}];
  const status = { show: nothing, clear: nothing };
  const context = {
    ...{ environment: {}, config: readConfig({}), version: '1.2.3', say: messages },
    ...{ log: nothing, print: nothing, tell: nothing, exit: nothing, status, stdout },
  };
  const { root } = await createProgram(context, nothing, ['help']);
  everyCommand(root, (command) => names.push(fullName(command).split(' ').slice(1)));
  return names;
}
