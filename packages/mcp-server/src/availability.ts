import type { Config } from './config.ts';
import { changesSomething, type Tool } from './tool.ts';

type Needs = Pick<Tool, 'needs' | 'effect'>;

/** Whether this configuration offers the tool; that never changes while the server runs. */
export function isAvailable(tool: Needs, config: Config): boolean {
  return isConfigured(tool, config) && !(config.readOnly && changesSomething(tool));
}

export function isConfigured({ needs }: Needs, config: Config): boolean {
  if (needs !== 'anything') return config.sandbox || config[needs] !== null;
  return config.sandbox || config.storefront !== null || config.cards !== null || config.supplier !== null;
}
