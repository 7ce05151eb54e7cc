// Refuses a release while a name stands somewhere that nobody has yet: those of .example (RFC 2606).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the names of host and owners are set; everything else is made from the first of them. */
const NAMED_IN = ['package.json', 'Dockerfile', '.github/CODEOWNERS'] as const;

/** Each line that holds such a name, as `file:line`. */
export function placeholders(read: (file: string) => string): string[] {
  return NAMED_IN.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, at) => (/\.example\b|"example\./.test(line) ? [`${file}:${at + 1}`] : [])),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = placeholders((file) => readFileSync(join(ROOT, file), 'utf8'));
  if (found.length > 0) {
    process.stderr.write(
      `Not ready to release. Put the real names in place of those of .example: ${found.join(', ')}; then run \`pnpm generate\`.\n`,
    );
    process.exitCode = 1;
  }
}
