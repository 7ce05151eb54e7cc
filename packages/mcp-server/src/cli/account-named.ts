import { UPSTREAMS } from '@kamikit/core';
import type { Services } from '../calling/services.ts';

/** Whether one of those that are configured is called like this. */
export async function isAccount({ config, ...services }: Services, named: string): Promise<boolean> {
  if (UPSTREAMS.some((name) => name === named)) return true;
  for (const upstream of config.configured) {
    const { account, formerAccount } = await services[upstream]();
    if (named === account || named === formerAccount) return true;
  }
  return false;
}

/** An account by its upstream's name, as configured now, or by its own mark; then what it was called before, if it was. */
export async function accountsNamed(services: Services, named: string): Promise<[string, ...string[]]> {
  const upstream = UPSTREAMS.find((name) => name === named);
  if (upstream === undefined) return [named];
  const { account, formerAccount } = await services[upstream]();
  return formerAccount === null ? [account] : [account, formerAccount];
}
