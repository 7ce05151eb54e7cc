// Runs this workspace's scripts (`node scripts/with-toolchain.mjs build demo`) under a fit Node and pnpm.
// Where the Node at hand is too old or pnpm is missing, npx brings both from the npm registry, in the exact versions that
// package.json names, so that a fresh clone needs nothing but the npm that comes with Node 20. Plain JavaScript: old Nodes must be able to read it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const fitNode = major > 22 || (major === 22 && minor >= 19);
const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, ...options });
}

function fitPnpm() {
  const { status, stdout } = run('pnpm', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && Number(stdout.toString().split('.')[0]) >= 12;
}

const { packageManager, devEngines } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const pinned = [`node@${devEngines.runtime.version}`, packageManager];
const toolchain =
  fitNode && fitPnpm()
    ? ['pnpm']
    : ['npx', '-y', '--loglevel=error', ...pinned.flatMap((name) => ['-p', name]), '--', 'pnpm'];

/** Runs pnpm and returns its exit code. Quietly: what it prints is shown only when it fails. */
function pnpm(args, quiet) {
  const [command, ...before] = toolchain;
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const { status, signal, stdout, stderr, error } = run(command, [...before, ...args], {
    stdio,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
      npm_config_update_notifier: 'false',
    },
  });
  if (status === 0) return 0;
  if (quiet) process.stderr.write(`${stdout}${stderr}`);
  const reason = error ? error.message : signal ? `stopped by ${signal}` : `exit code ${status}`;
  process.stderr.write(`\npnpm ${args.join(' ')} failed (${reason}).\n`);
  return status ?? 1;
}

/** For the steps without which no other makes sense. */
function pnpmOrExit(args) {
  const status = pnpm(args, true);
  if (status !== 0) process.exit(status);
}

// Under pnpm the user has installed already, as `pnpm install && pnpm test` says.
const underPnpm = process.env.npm_config_user_agent?.startsWith('pnpm/') ?? false;
if (!underPnpm) {
  if (!existsSync(`${root}node_modules`)) process.stderr.write('Setting up, which takes a minute ...\n');
  pnpmOrExit(['install', '--frozen-lockfile']);
}
// A step that fails does not hide what the next ones have to say.
for (const step of process.argv.slice(2)) {
  if (step === 'build') pnpmOrExit(['--silent', 'run', 'build:run']);
  else process.exitCode = pnpm(['--silent', 'run', step], false) || process.exitCode;
}
