import type { Config } from './config.ts';

/** Who uses the server over the network, as far as settings go. */
type Role = 'owner' | 'buyer' | 'viewer';

/** The settings as they hold for somebody: whoever only looks changes nothing, and is shown no cards. */
export function settingsFor(config: Config, person: { role: Role } | null): Config {
  if (person?.role !== 'viewer') return config;
  return { ...config, readOnly: true, onlyReads: true, reveal: 'sealed' };
}
