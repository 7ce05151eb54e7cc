// In coverage runs, before each test file: the processes that tests start write down what they run, too. Not by Vitest's
// `env`, as its own workers would do the same then.
import { join } from 'node:path';

process.env.NODE_V8_COVERAGE = join(import.meta.dirname, '../coverage/processes');
