import { drift } from '../src/drift/drift.ts';
import { runScript } from './run-script.ts';

await runScript(drift);
