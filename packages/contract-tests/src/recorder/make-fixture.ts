import { formsOf } from '@kamikit/core/src/redact.ts';
import { canonicalJson } from '../interactions/canonical-json.ts';
import type { Connections } from '../interactions/connections.ts';
import type { Fixture } from '../interactions/fixture.ts';
import type { OperationName } from '../interactions/operations.ts';
import { playFixture } from '../interactions/play-fixture.ts';
import { type Recording, redactRecording } from './redact-recording.ts';

// A connection that was made and broke says something about an upstream; one that was never made says nothing.
const BROKEN = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/**
 * The text of a fixture from what really happened.
 *
 * @throws {Error} when the upstream was not reached, when it would contain a secret, or when it would not replay: none
 * of these may be written.
 */
export async function makeFixture(
  { operation, input: called, exchanges: real }: Recording & { operation: OperationName },
  connections: Connections,
  source: string,
): Promise<{ text: string; client: Fixture['client'] }> {
  const failure = real
    .map(({ reply }) => ('failure' in reply ? reply.failure : null))
    .find((code) => code !== null);
  if (failure !== undefined && !BROKEN.includes(failure))
    throw new Error(`${operation}: not written, because it got no answer (${failure})`);
  const { input, exchanges, secrets } = redactRecording(
    { input: called, exchanges: real },
    operation,
    connections,
  );
  const { client, differences } = await playFixture({ operation, input, exchanges });
  if (differences.length > 0)
    throw new Error(`${operation}: not written, because it does not replay: ${differences.join('; ')}`);
  const text = canonicalJson({ provenance: { kind: 'recorded', source }, input, exchanges, client });
  if (secrets.flatMap(formsOf).some((form) => text.includes(form)))
    throw new Error(`${operation}: not written, because it would contain a secret`);
  return { text, client };
}
