import type { Config } from '../config/config.ts';
import type { StartMessages } from '../messages/start.en.ts';
import { SHOP_FIELDS } from '../views/shop-fields.ts';
import { isAvailable } from './availability.ts';
import { listedTools } from './tool-list.ts';

/** What the server tells a host's model about itself, once, when they connect; `doubt` is what speaks against its ledger. */
export function instructionsFor(config: Config, say: StartMessages, doubt: string | null = null): string {
  const { problems, readOnly, sandbox, confirm, reveal } = config;
  const hasTools = listedTools.some((tool) => isAvailable(tool, config));
  return [
    hasTools ? `${say.rules({ shopFields: SHOP_FIELDS })} ${say.cards[reveal]}` : say.nothingConfigured,
    ...(sandbox ? [say.sandbox] : []),
    ...(confirm === 'owner' && hasTools && !readOnly ? [say.ownersWord] : []),
    ...(readOnly ? [say.readOnly] : []),
    ...(problems.length > 0 ? [say.problems({ problems })] : []),
    ...(doubt === null ? [] : [say.doubt({ said: doubt })]),
  ].join('\n');
}
