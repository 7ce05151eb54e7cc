import type { Config } from '../config/config.ts';
import type { Tool } from '../tools/define-tool.ts';
import { changesSomething } from '../tools/effect.ts';

type Needs = Pick<Tool, 'needs' | 'effect'>;

/** Whether this configuration offers the tool; that never changes while the server runs. */
export function isAvailable(tool: Needs, config: Config): boolean {
  const { readOnly, onlyReads } = config;
  if (!isConfigured(tool, config)) return false;
  return !(readOnly && changesSomething(tool.effect)) && !(onlyReads && tool.effect !== 'read');
}

export function isConfigured({ needs }: Needs, { configured }: Config): boolean {
  return needs === 'any' ? configured.length > 0 : needs.some((upstream) => configured.includes(upstream));
}
