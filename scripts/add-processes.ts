import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeScriptCovs } from '@bcoe/v8-coverage';
import convert from 'ast-v8-to-istanbul';
import { parseAstAsync } from 'vitest/node';

interface Range {
  start: { line: number; column: number };
}

/** How often each piece of a file was run, as Istanbul writes it. */
export interface FileCounts {
  statementMap: Record<string, Range>;
  fnMap: Record<string, { loc: Range }>;
  branchMap: Record<string, { type: string; loc: Range }>;
  s: Record<string, number>;
  f: Record<string, number>;
  /** One for each way that can be taken. */
  b: Record<string, number[]>;
}

const root = pathToFileURL(join(import.meta.dirname, '../')).href;

// What Node itself makes of the sources, and the server's bundle: what tests build of it, and what `pnpm build` left.
const OURS = /^(?:packages\/[^/]+\/src\/.*\.ts|(?:coverage\/bundle|packages\/mcp-server\/dist)\/.*\.mjs)$/;

/**
 * Adds what the processes that tests started have run, by what V8 left of each in `folder`. Vitest compiles the sources in
 * a way of its own, so a piece is known again by where it begins.
 */
export async function addProcesses(counted: Record<string, FileCounts>, folder: string): Promise<void> {
  const scripts = new Map<string, Profiler.ScriptCoverage>();
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const script of files.flatMap((name) => scriptsIn(join(folder, name)))) {
    const before = scripts.get(script.url);
    const merged = mergeScriptCovs(before === undefined ? [script] : [before, script]);
    if (merged !== undefined) scripts.set(script.url, merged);
  }
  for (const coverage of scripts.values()) {
    const path = fileURLToPath(coverage.url);
    const code = readFileSync(path, 'utf8');
    const sourceMap = existsSync(`${path}.map`) ? JSON.parse(readFileSync(`${path}.map`, 'utf8')) : undefined;
    // Node puts blanks in the place of types, so that everything else stays where it is.
    const ast = await parseAstAsync(code, { lang: path.endsWith('.ts') ? 'ts' : 'js' });
    const converted = await convert({ code, sourceMap, coverage, ast });
    for (const [path, more] of Object.entries(converted)) {
      const counts = counted[path];
      if (counts !== undefined) add(counts, more);
    }
  }
}

function scriptsIn(path: string): Profiler.ScriptCoverage[] {
  try {
    const { result }: { result: Profiler.ScriptCoverage[] } = JSON.parse(readFileSync(path, 'utf8'));
    return result.filter(({ url }) => url.startsWith(root) && OURS.test(url.slice(root.length)));
  } catch (error) {
    if (error instanceof SyntaxError) return []; // tests let processes die, and fill their disks
    throw error;
  }
}

function add(counts: FileCounts, more: FileCounts): void {
  const statements = byStart(more.statementMap, more.s, start);
  for (const [id, range] of Object.entries(counts.statementMap))
    counts.s[id] = (counts.s[id] ?? 0) + (statements.get(start(range)) ?? 0);
  const functions = byStart(more.fnMap, more.f, ({ loc }) => start(loc));
  for (const [id, { loc }] of Object.entries(counts.fnMap))
    counts.f[id] = (counts.f[id] ?? 0) + (functions.get(start(loc)) ?? 0);
  const branchStart = ({ type, loc }: { type: string; loc: Range }) => `${type} ${start(loc)}`;
  const branches = byStart(more.branchMap, more.b, branchStart);
  for (const [id, branch] of Object.entries(counts.branchMap)) {
    const ways = branches.get(branchStart(branch));
    counts.b[id] = counts.b[id]?.map((times, way) => times + (ways?.[way] ?? 0)) ?? [];
  }
}

const start = ({ start }: Range) => `${start.line}:${start.column}`;

function byStart<Piece, Count>(
  pieces: Record<string, Piece>,
  counts: Record<string, Count>,
  startOf: (piece: Piece) => string,
): Map<string, Count | undefined> {
  return new Map(Object.entries(pieces).map(([id, piece]) => [startOf(piece), counts[id]]));
}
