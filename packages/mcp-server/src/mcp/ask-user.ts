import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Answer } from '../calling/confirm.ts';

// A person may be away for a while; the SDK alone would give up after one minute.
const ANSWER_WITHIN_MS = 10 * 60_000;

/** Whether the host can put a question to its user. */
export function canAsk(server: Server): boolean {
  return server.getClientCapabilities()?.elicitation?.form !== undefined;
}

/** Puts a yes-or-no question to the user through the host (MCP elicitation with an empty form). */
export async function askUser(server: Server, question: string, signal: AbortSignal): Promise<Answer> {
  try {
    const { action } = await server.elicitInput(
      { mode: 'form', message: question, requestedSchema: { type: 'object', properties: {} } },
      { timeout: ANSWER_WITHIN_MS, signal },
    );
    return action;
  } catch {
    return 'no_answer';
  }
}
