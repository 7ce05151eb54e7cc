import { loadConfig } from '../../config/load-config.ts';
import { createProgram, everyCommand, fullName } from '../program.ts';
import { terminal } from './terminal.ts';

/** Every command there is, by the words that call it. */
export function commands(): string[][] {
  const names: string[][] = [];
  const [stdout, nothing] = [terminal(), () => {}];
  const status = { show: nothing, clear: nothing };
  const context = {
    ...{ environment: {}, version: '1.2.3', status, stdout },
    ...{ print: nothing, tell: nothing, exit: nothing, config: () => loadConfig({}) },
  };
  everyCommand(createProgram(context, nothing).root, (command) =>
    names.push(fullName(command).split(' ').slice(1)),
  );
  return names;
}
