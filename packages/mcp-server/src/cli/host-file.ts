import { lstat, readFile, realpath } from 'node:fs/promises';
import type { Setup } from '../messages/setup.en.ts';
import { asObject, editJson, readObject } from './edit-json.ts';
import type { StartCommand } from './host-command.ts';
import type { Host } from './hosts.ts';
import { modeOf } from './replace-file.ts';

/** A host's file, and what it says of us. */
export interface HostFile {
  /** Null where there is nothing to edit. */
  text: string | null;
  block?: Record<string, unknown>;
  /** Why it cannot be edited. */
  why?: string;
}

/** How to name another file to `kamikit init`. */
export const asHostFile = (target: string) => `--config ${target}`;

/** Who keeps such files elsewhere and links to them wants the file itself edited, and the link to stay. */
export async function behindLink(file: string): Promise<string> {
  const found = await lstat(file).catch(() => null);
  return found?.isSymbolicLink() ? realpath(file).catch(() => file) : file;
}

export async function readHost({ place, property }: Host, say: Setup): Promise<HostFile> {
  if (!('file' in place)) return { text: null };
  const { file } = place;
  const text = (await modeOf(file, asHostFile, say)) === null ? '' : await readFile(file, 'utf8');
  const root = readObject(text);
  if (root === null) return { text: null, why: say.notObject({ path: file }) };
  const servers = asObject(root[property] ?? {});
  if (servers === null) return { text: null, why: say.notObjectIn({ name: property, path: file }) };
  const block = asObject(servers.kamikit ?? {});
  if (block === null) return { text: null, why: say.notObjectIn({ name: 'kamikit', path: file }) };
  return { text, block };
}

/** The same with our block in it; what else stands in the block stays, but for variables that are no longer in `env`. */
export function newHostText(
  text: string,
  { property }: Host,
  block: Record<string, unknown>,
  start: StartCommand,
  env: Record<string, string>,
): string {
  const path = [property, 'kamikit'];
  const type = property === 'servers' ? { type: 'stdio' } : {};
  if (Object.keys(block).length === 0) {
    const whole = { ...type, ...start, ...(Object.keys(env).length > 0 && { env }) };
    return editJson(text, [[path, whole]]);
  }
  const old = asObject(block.env) ?? {};
  return editJson(text, [
    ...Object.entries({ ...type, ...start }).map(([name, value]) => [[...path, name], value] as const),
    ...Object.keys(old).flatMap((name) =>
      name in env || asText(old[name]) === null ? [] : [[[...path, 'env', name], undefined] as const],
    ),
    ...Object.entries(env).map(([name, value]) => [[...path, 'env', name], value] as const),
  ]);
}

/** The variables that a block sets. */
export function variablesOf(block: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asObject(block.env) ?? {}).flatMap(([name, value]) => {
      const text = asText(value);
      return text === null ? [] : [[name, text]];
    }),
  );
}

/** Who writes 7 means "7": some hosts pass it on, others drop it without a word. */
function asText(value: unknown): string | null {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}
