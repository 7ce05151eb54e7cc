import { parseProxyUrl } from '@kamikit/core/base';
import type { ConfigProblem, Environment } from './config.ts';
import { settingIn } from './setting-in.ts';

/** The proxy that this machine's programs go through, and the hosts that they reach without it. */
export interface ProxyServer {
  url: string;
  noProxy: string;
}

/** The small letters first, as others read these names. */
function settingOf(environment: Environment, variable: string): string | null {
  return settingIn(environment, variable.toLowerCase()) ?? settingIn(environment, variable);
}

/** Null where there is none. One that cannot be read stops everything: going past it may be what nobody wants here. */
export function readProxy(environment: Environment, problems: ConfigProblem[]): ProxyServer | null {
  const address = settingOf(environment, 'HTTPS_PROXY');
  if (address === null) return null;
  try {
    return { url: parseProxyUrl(address).href, noProxy: settingOf(environment, 'NO_PROXY') ?? '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ variable: 'HTTPS_PROXY', concern: 'everything', message });
    return null;
  }
}

/** What must never be shown of it. */
export function proxySecrets(proxy: ProxyServer | null): string[] {
  const { password = '' } = proxy === null ? {} : new URL(proxy.url);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}
