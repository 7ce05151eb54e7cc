import { record } from '../src/recorder/record.ts';
import { runScript } from './run-script.ts';

await runScript(record);
