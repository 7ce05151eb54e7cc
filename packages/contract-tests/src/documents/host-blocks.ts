import { z } from 'zod';
import { type CodeBlock, codeBlocks, documents } from './code-blocks.ts';

const startedSchema = z.strictObject({
  type: z.literal('stdio').optional(),
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
const reachedSchema = z.strictObject({
  type: z.literal('http').optional(),
  url: z.literal('https://kamikit.example.com/mcp'),
  headers: z.strictObject({ Authorization: z.literal('Bearer TOKEN') }),
});
const entrySchema = z.union([startedSchema, reachedSchema]);
const blockSchema = z.union([
  z
    .strictObject({ mcpServers: z.strictObject({ kamikit: entrySchema }) })
    .transform((block) => block.mcpServers),
  z.strictObject({ servers: z.strictObject({ kamikit: entrySchema }) }).transform((block) => block.servers),
]);

/** How a host is told to start the server. */
export type StartedEntry = z.output<typeof startedSchema>;
/** How it is told to reach one that runs elsewhere, with somebody's token. */
export type ReachedEntry = z.output<typeof reachedSchema>;
export type HostEntry = StartedEntry | ReachedEntry;

/** What a text has a user paste into a host's configuration. @throws {z.ZodError} for anything else. */
export function hostEntry(json: string): HostEntry {
  return blockSchema.parse(JSON.parse(json)).kamikit;
}

/** What a command adds to Claude Code, or null when it does not. */
export function addedByClaude(command: string): HostEntry | null {
  const reached =
    /^claude mcp add --transport http kamikit (?<url>\S+) --header "Authorization: (?<token>[^"]+)"$/.exec(
      command,
    )?.groups;
  if (reached) return reachedSchema.parse({ url: reached.url, headers: { Authorization: reached.token } });
  const [, name, value, started] = /^claude mcp add kamikit --env (\w+)=(\S+) -- (.+)$/.exec(command) ?? [];
  if (name === undefined || value === undefined || started === undefined) return null;
  const [program = '', ...args] = started.split(' ');
  return { command: program, args, env: { [name]: value } };
}

/** All that the documents have users paste, each once, by where it stands. */
export function hostBlocks(): Array<{ at: string; entry: HostEntry }> {
  const found = documents()
    .flatMap((file) => codeBlocks(file))
    .flatMap(({ at, ...block }) => entriesOf(block).map((entry) => ({ at, entry })));
  const same = Map.groupBy(found, ({ entry }) => JSON.stringify(entry));
  return [...same.values()].flatMap((blocks) =>
    blocks.slice(0, 1).map(({ entry }) => ({ at: blocks.map(({ at }) => at).join(', '), entry })),
  );
}

function entriesOf({ language, code }: Pick<CodeBlock, 'language' | 'code'>): HostEntry[] {
  if (language === 'json') return [hostEntry(code)];
  return code.split('\n').flatMap((line) => addedByClaude(line) ?? []);
}
