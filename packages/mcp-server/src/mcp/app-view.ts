import type { McpUiResourceMeta, McpUiToolMeta } from '@modelcontextprotocol/ext-apps';
import type { ReadResourceResult, Resource } from '@modelcontextprotocol/sdk/types.js';
import type { Config } from '../config/config.ts';
import type { ToolDefinition } from '../listing/describe-tools.ts';
import type { OfferMessages } from '../messages/offers.en.ts';

// MCP Apps (SEP-1865 of 2026-01-26): how a host says that it renders views, and what it is to render.
const EXTENSION = 'io.modelcontextprotocol/ui';
const MIME_TYPE = 'text/html;profile=mcp-app';
export const VIEW = 'ui://kamikit/result';

const SHOWN_BY_IT: readonly string[] = ['purchase', 'list_ledger'];

/** It loads nothing: said outright, as some hosts take silence for an oversight. The frame around it is the host's. */
const META = {
  ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true } satisfies McpUiResourceMeta,
};

/** Whether a host that introduced itself so shows views of results; to any other one, nothing is told of ours. */
export function rendersViews(capabilities: unknown): boolean {
  const { mimeTypes } = Object(Object(Object(capabilities).extensions)[EXTENSION]);
  return Array.isArray(mimeTypes) && mimeTypes.includes(MIME_TYPE);
}

export function toolsFor(capabilities: unknown, tools: readonly ToolDefinition[]) {
  return rendersViews(capabilities) ? tools.map(withView) : [...tools];
}

function withView(definition: ToolDefinition) {
  if (!SHOWN_BY_IT.includes(definition.name)) return definition;
  // The view calls no tool, and the host is to let none be called from it.
  const ui: McpUiToolMeta = { resourceUri: VIEW, visibility: ['model'] };
  // The second key is the older one, which hosts of before the standard read.
  return { ...definition, _meta: { ui, 'ui/resourceUri': VIEW } };
}

export function viewResource({ resources }: OfferMessages): Resource {
  return { uri: VIEW, name: 'result-view', ...resources['result-view'], mimeType: MIME_TYPE, _meta: META };
}

/** The document itself, made when it is first asked for. */
export async function readView({ language, reveal }: Config): Promise<ReadResourceResult> {
  const { appView } = await import('@kamikit/console/app-view');
  const text = appView({ language, sealed: reveal === 'sealed' });
  return { contents: [{ uri: VIEW, mimeType: MIME_TYPE, text, _meta: META }] };
}
