// Runs this workspace's scripts (`node scripts/with-toolchain.mjs build demo`) under a fit Node and pnpm.
// Where the Node at hand is too old or pnpm is missing, npx brings both from the npm registry, in the exact versions that
// package.json names, so that a fresh clone needs nothing but the npm that comes with Node 20. Plain JavaScript: old Nodes must be able to read it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stepLine } from './step-line.mjs';
import { stepTexts } from './step-texts.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
const fitNode = major > 22 || (major === 22 && minor >= 19);
const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';
const texts = stepTexts(process.env);

function fitPnpm() {
  const { status, stdout } = spawnSync('pnpm', ['--version'], {
    cwd: root,
    shell: windows,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 && Number(stdout.toString().split('.')[0]) >= 12;
}

const { packageManager, devEngines } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const pinned = [`node@${devEngines.runtime.version}`, packageManager];
const toolchain =
  fitNode && fitPnpm()
    ? ['pnpm']
    : ['npx', '-y', '--loglevel=error', ...pinned.flatMap((name) => ['-p', name]), '--', 'pnpm'];

/**
 * Runs pnpm and returns its exit code. With a text, quietly: stderr tells what takes longer than a moment, and what pnpm
 * prints is shown only when it fails.
 */
async function pnpm(args, text) {
  const [command, ...before] = toolchain;
  const child = spawn(command, [...before, ...args], {
    cwd: root,
    shell: windows,
    stdio: text === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
      npm_config_update_notifier: 'false',
    },
  });
  const line = text === undefined ? null : stepLine(process.stderr, text);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      const [, resolved, added] = /.*resolved (\d+),.* added (\d+)/s.exec(chunk) ?? [];
      if (added !== undefined) line?.show(Number(added), Number(resolved));
    });
  }
  const { status, reason } = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ status: 1, reason: error.message }));
    child.on('close', (code, signal) =>
      resolve({ status: code ?? 1, reason: signal ? texts.stopped(signal) : texts.exitCode(code) }),
    );
  });
  line?.end(status === 0);
  if (status === 0) return 0;
  process.stderr.write(`${said}\n${texts.failed(`pnpm ${args.join(' ')}`, reason)}\n`);
  return status;
}

/** For the steps without which no other makes sense. */
async function pnpmOrExit(args, text) {
  const status = await pnpm(args, text);
  if (status !== 0) process.exit(status);
}

// Under pnpm the user has installed already, as `pnpm install && pnpm test` says.
const underPnpm = process.env.npm_config_user_agent?.startsWith('pnpm/') ?? false;
if (!underPnpm) {
  const isFirst = !existsSync(`${root}node_modules`);
  await pnpmOrExit(['install', '--frozen-lockfile'], isFirst ? texts.settingUp : texts.checking);
}
// A step that fails does not hide what the next ones have to say.
for (const step of process.argv.slice(2)) {
  if (step === 'build') await pnpmOrExit(['--silent', 'run', 'build:run'], texts.building);
  else process.exitCode = (await pnpm(['--silent', 'run', step])) || process.exitCode;
}
