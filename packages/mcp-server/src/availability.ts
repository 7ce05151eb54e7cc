import type { Config } from './config.ts';
import { changesSomething, type Tool } from './tool.ts';

type Needs = Pick<Tool, 'needs' | 'effect'>;

/** Whether this configuration offers the tool; that never changes while the server runs. */
export function isAvailable(tool: Needs, config: Config): boolean {
  return isConfigured(tool, config) && !(config.readOnly && changesSomething(tool));
}

export function isConfigured({ needs }: Needs, config: Config): boolean {
  return config.sandbox || needs.some((upstream) => config[upstream] !== null);
}
