import { createTwoFilesPatch } from 'diff';
import type { Setup } from '../messages/setup.en.ts';
import { masked, readObject } from './edit-json.ts';

/** What changes in the configuration file, without its keys; a key that is not the one before says so. */
export function configChange(before: string, after: string, { newKey }: Setup): string {
  const old = new Set(Object.values(readObject(before) ?? {}));
  const show = (text: string) =>
    masked(text, ([name], value) => {
      if (!/ApiKey$|ApiId$/.test(String(name))) return null;
      return old.has(value) ? '…' : newKey;
    });
  return difference(show(before), show(after));
}

/** What changes in a host's file: of what is not ours only the names, and no key. */
export function hostChange(before: string, after: string, property: string): string {
  const show = (text: string) =>
    masked(text, (path) => {
      const isOurs = path[0] === property && path[1] === 'kamikit';
      return isOurs && !/(KEY|ID|TOKEN|SECRET|PASSWORD)$/i.test(String(path.at(-1))) ? null : '…';
    });
  return difference(show(before), show(after));
}

function difference(before: string, after: string): string {
  const patch = createTwoFilesPatch('', '', before, after, '', '', { context: 1 });
  const [, hunks = ''] = /^@@.*\n([\s\S]*)$/m.exec(patch) ?? [];
  return hunks.replaceAll(/^@@.*$/gm, '  …').replaceAll(/^\\ No newline.*\n/gm, '');
}
