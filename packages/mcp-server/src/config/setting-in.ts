import type { Environment } from './config.ts';

/** The value of a variable, without surrounding spaces; null where it is not set. */
export function settingIn(environment: Environment, variable: string): string | null {
  return textOf(environment[variable] ?? '');
}

/** A value as it was set, without surrounding spaces; null where that is as good as not set. */
export function textOf(text: string): string | null {
  const value = text.trim();
  // Claude Desktop passes an optional setting that was left blank as the literal "${user_config.x}".
  return value === '' || /^\$\{.*\}$/.test(value) ? null : value;
}
