import { createProgram, everyCommand, fullName } from '../program.ts';
import { terminal } from './terminal.ts';

/** Every command there is, by the words that call it. */
export function commands(): string[][] {
  const names: string[][] = [];
  const [stdout, nothing] = [terminal(), () => {}];
  const status = { show: nothing, clear: nothing };
  const context = { environment: {}, version: '1.2.3', print: nothing, status, stdout, exit: nothing };
  everyCommand(createProgram(context, nothing).root, (command) =>
    names.push(fullName(command).split(' ').slice(1)),
  );
  return names;
}
