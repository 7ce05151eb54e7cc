import { tools } from '@kamikit/mcp-server';
import type { NamedFixture } from '../interactions/fixture-files.ts';
import {
  type DocumentedRefusal,
  describeOperation,
  type OperationName,
  operationNames,
} from '../interactions/operations.ts';
import type { Conversation } from '../layers/conversation.ts';

/** How many fixtures an operation has, by where they come from. */
export interface OperationCoverage {
  operation: OperationName;
  /** What the document calls it; null where none does. */
  documented: string | null;
  /** Whole samples of the document. */
  samples: number;
  /** Named by the document, with something assumed. */
  named: number;
  observed: number;
  assumed: number;
  recorded: number;
  refusals: ReadonlyArray<DocumentedRefusal & { isShown: boolean }>;
}

export function coverOperations(fixtures: readonly NamedFixture[]): OperationCoverage[] {
  return operationNames.map((operation) => {
    const { documented, refusals } = describeOperation(operation);
    const own = fixtures.filter((fixture) => fixture.operation === operation);
    const count = (matches: (fixture: NamedFixture) => boolean) => own.filter(matches).length;
    return {
      ...{ operation, documented },
      samples: count(({ provenance }) => provenance.kind === 'documented' && !provenance.assumed),
      named: count(({ provenance }) => provenance.kind === 'documented' && provenance.assumed !== undefined),
      observed: count(({ provenance }) => provenance.kind === 'observed'),
      assumed: count(({ provenance }) => provenance.kind === 'assumed'),
      recorded: count(({ provenance }) => provenance.kind === 'recorded'),
      refusals: refusals.map((refusal) => ({
        ...refusal,
        isShown: own.some((fixture) => showsRefusal(fixture, refusal)),
      })),
    };
  });
}

/** Whether a fixture shows exactly that refusal, with the document as its source. */
function showsRefusal(
  { provenance, exchanges, client }: NamedFixture,
  { code, message }: DocumentedRefusal,
): boolean {
  if (provenance.kind !== 'documented' || !('throws' in client)) return false;
  return exchanges.some(({ reply }) => {
    if (!('json' in reply)) return false;
    const { code: sent, message: said } = Object(reply.json);
    return Number(sent) === code && said === message;
  });
}

/** How many answers and failures of a tool the conversations show. */
export interface ToolCoverage {
  tool: string;
  answers: number;
  failures: number;
  /** The operations that it was seen to call. */
  operations: string[];
}

export function coverTools(conversations: readonly Conversation[]): ToolCoverage[] {
  return tools.map(({ name: tool }) => {
    const calls = conversations.flatMap((conversation) =>
      conversation.calls.filter((call) => call.tool === tool),
    );
    const failures = calls.filter(({ answer }) => answer?.isError).length;
    const operations = new Set(
      calls.flatMap(({ fixtures }) => fixtures.map((name) => name.replace(/\/[^/]+$/, ''))),
    );
    return { tool, answers: calls.length - failures, failures, operations: [...operations].sort() };
  });
}
