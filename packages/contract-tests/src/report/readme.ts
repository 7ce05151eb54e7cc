import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFixtures } from '../interactions/fixture-files.ts';
import { readConversations } from '../layers/conversation.ts';
import { coverOperations, coverTools } from './coverage.ts';
import { markdownTables } from './coverage-tables.ts';

export const README = fileURLToPath(new URL('../../../../README.md', import.meta.url));

const BEGIN = '<!-- Generated from the fixtures by `pnpm generate`. -->';
const END = '<!-- End of what is generated. -->';

/** The README as it is, with its tables as they should be. @throws {Error} when it has no place for them. */
export function currentReadme(): string {
  const text = readFileSync(README, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`the README has no lines ${BEGIN} and ${END}`);
  const tables = markdownTables(coverOperations(readFixtures()), coverTools(readConversations()));
  return `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
}
