// Looks at the package of the current folder as a registry would get it: what is in it, whether every engine and compiler
// finds what it exports, and whether its program starts with nothing beside it. CommonJS can load the libraries by
// `import()` only, which is how it is meant.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shell = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'kamikit-package-'));

try {
  execFileSync('pnpm', ['pack', '--pack-destination', folder], { stdio: 'pipe', shell });
  const [name = ''] = globSync('*.tgz', { cwd: folder });
  const tarball = join(folder, name);
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
  const files = globSync('**', { cwd: unpacked });
  for (const file of ['LICENSE', 'README.md'])
    if (!files.includes(file)) throw new Error(`${name} lacks ${file}`);
  run('publint', ['run', tarball, '--strict']);
  const { bin }: { bin?: Record<string, string> } = JSON.parse(
    readFileSync(join(unpacked, 'package.json'), 'utf8'),
  );
  if (bin === undefined) run('attw', [tarball, '--profile', 'esm-only']);
  for (const program of Object.values(bin ?? {})) greet(join(unpacked, program));
} finally {
  rmSync(folder, { recursive: true });
}

function run(command: string, args: string[]): void {
  execFileSync('pnpm', ['exec', command, ...args], { stdio: 'inherit', shell });
}

/** @throws {Error} for a program that does not answer as an MCP server. */
function greet(program: string): void {
  const clientInfo = { name: 'check-package', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  const input = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`;
  const answer = execFileSync(process.execPath, [program], { input, env: {}, encoding: 'utf8' });
  if (!answer.includes('"serverInfo"')) throw new Error(`${program} does not answer: ${answer}`);
}
