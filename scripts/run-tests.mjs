// Vitest, without colours unless it prints to a terminal: left alone, it colours what it writes into a file or a pipe
// too, and it reads this variable before any configuration.
import { spawn } from 'node:child_process';

const isPlain = !process.stdout.isTTY && process.env.FORCE_COLOR === undefined;
const vitest = spawn('vitest', ['run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: isPlain ? { ...process.env, NO_COLOR: '1' } : process.env,
});
vitest.on('exit', (code) => process.exit(code ?? 1));
