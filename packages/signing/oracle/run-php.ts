import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getPHPLoaderModule } from '@php-wasm/node-8-2';
import { loadPHPRuntime, PHP } from '@php-wasm/universal';

/** `fields` as they are, or a form `body` in base64 that PHP parses itself. */
export type OracleInput = { readonly secret: string } & (
  | { readonly fields: object }
  | { readonly body: string }
);

export interface OracleResult {
  readonly sign: string;
  /** Names and values of the text fields, in base64. */
  readonly posted: readonly [name: string, value: string][];
}

const script = fileURLToPath(new URL('sign.php', import.meta.url));

const commandVersion = versionOnPath();

/** Which PHP answers: the machine’s own command if it is 8.2 or newer, otherwise WebAssembly from npm. */
export const phpVersion = commandVersion ?? '8.2 (WebAssembly)';

/** What PHP itself says, in one run for all inputs. */
export async function runPhp(inputs: readonly OracleInput[]): Promise<OracleResult[]> {
  const json = JSON.stringify(inputs);
  return JSON.parse(commandVersion === null ? await runWasm(json) : runCommand(json));
}

/** Before 8.2, PHP orders number-like names differently. */
function versionOnPath(): string | null {
  const { status, stdout } = spawnSync('php', ['-r', 'echo PHP_VERSION;'], { encoding: 'utf8' });
  const [major = 0, minor = 0] = (stdout ?? '').split('.').map(Number);
  return status === 0 && (major > 8 || (major === 8 && minor >= 2)) ? stdout : null;
}

function runCommand(json: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-php-'));
  try {
    const file = join(folder, 'inputs.json');
    writeFileSync(file, json);
    return execFileSync('php', [script, file], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runWasm(json: string): Promise<string> {
  using php = new PHP(await loadPHPRuntime(await getPHPLoaderModule()));
  php.writeFile('/inputs.json', json);
  const { text, errors } = await php.run({ code: readFileSync(script, 'utf8') });
  if (errors !== '') throw new Error(errors);
  return text;
}
