import { readFileSync } from 'node:fs';
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

/** What PHP 8.2 itself says, in one run for all inputs: WebAssembly from npm, so the same on every machine. */
export async function runPhp(inputs: readonly OracleInput[]): Promise<OracleResult[]> {
  using php = new PHP(await loadPHPRuntime(await getPHPLoaderModule()));
  php.writeFile('/inputs.json', JSON.stringify(inputs));
  const { text, errors } = await php.run({
    code: readFileSync(new URL('sign.php', import.meta.url), 'utf8'),
  });
  if (errors !== '') throw new Error(errors);
  return JSON.parse(text);
}
