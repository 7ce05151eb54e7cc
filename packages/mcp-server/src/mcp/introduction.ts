import type { Request } from './read-message.ts';

/** How a host introduces itself, as far as anything here goes by it. */
export interface Introduction {
  protocolVersion: string;
  capabilities: { elicitation?: object; extensions?: object };
  clientInfo: { name: string; version: string };
}

/**
 * Reads what `initialize` says: a host that writes something odd elsewhere in it is no reason to refuse its calls later.
 * Null where what it has to say is missing.
 */
export function readIntroduction({ params = {} }: Request): Introduction | null {
  const { protocolVersion, capabilities, clientInfo } = params;
  if (typeof protocolVersion !== 'string' || !isObject(capabilities) || !isObject(clientInfo)) return null;
  const { elicitation, extensions } = capabilities;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    protocolVersion,
    capabilities: {
      ...(isObject(elicitation) && Object.values(elicitation).every(isObject) && { elicitation }),
      ...(isObject(extensions) && { extensions: onlyObjects(extensions) }),
    },
    clientInfo: { name: text(clientInfo.name), version: text(clientInfo.version) },
  };
}

function onlyObjects(from: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => isObject(value)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
