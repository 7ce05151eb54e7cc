import { createHash } from 'node:crypto';
import { type InputRequiredResult, inputRequired, type ServerContext } from '@modelcontextprotocol/server';
import type { Answer, Ask } from '../calling/confirm.ts';

const CONFIRM = 'confirm';
const ANSWERS: readonly Answer[] = ['accept', 'decline', 'cancel'];

/** How one call asks its user in the revision 2026-07-28: by an answer that is a question. */
export interface AskByAnswer {
  ask: Ask;
  /** What is to be answered instead of what the call came to; null where no question is open. */
  open(): InputRequiredResult | null;
}

/**
 * The client repeats the call with the user's answer, to any instance. It counts for the very question that it was given to: a
 * price that rose meanwhile is another one, and asked anew; one that tells otherwise only what others changed meanwhile is the
 * same. The state that says which is not signed: it claims no more than the answer itself, which comes from the same client.
 */
export function askByAnswer(
  { mcpReq }: Pick<ServerContext, 'mcpReq'>,
  redact: (text: string) => string,
): AskByAnswer {
  let pending: { message: string; requestState: string } | null = null;
  return {
    async ask(question, agreed = question) {
      const requestState = digestOf(redact(agreed));
      const given = Object(mcpReq.inputResponses?.[CONFIRM]).action;
      const answer = ANSWERS.find((each) => each === given);
      if (answer !== undefined && mcpReq.requestState() === requestState) return answer;
      pending = { message: redact(question), requestState };
      return 'no_answer';
    },
    open() {
      if (pending === null) return null;
      const { message, requestState } = pending;
      const requestedSchema = { type: 'object' as const, properties: {} };
      const inputRequests = { [CONFIRM]: inputRequired.elicit({ message, requestedSchema }) };
      return inputRequired({ inputRequests, requestState });
    },
  };
}

function digestOf(question: string): string {
  return createHash('sha256').update(question).digest('base64url');
}

/** Whether the client has said with this very request that it can put a question to its user. */
export function canAskByAnswer({ mcpReq }: Pick<ServerContext, 'mcpReq'>, capabilities: unknown): boolean {
  if (mcpReq.envelope === undefined) return false;
  const { elicitation } = Object(capabilities);
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  // Empty means forms (specification 2025-11-25, client/elicitation).
  return 'form' in elicitation || Object.keys(elicitation).length === 0;
}
