import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../interactions/canonical-json.ts';
import { readFixtures } from '../interactions/fixture-files.ts';
import { playFixture } from '../interactions/play-fixture.ts';

describe('what each method of a client returns or throws', () => {
  it.each(readFixtures())('$name', async ({ operation, file, provenance, input, exchanges }) => {
    const { client, differences } = await playFixture({ operation, input, exchanges });
    expect(differences).toEqual([]);
    // The whole file, so that it is also written in the one way: keys sorted, nothing beside.
    await expect(canonicalJson({ provenance, input, exchanges, client })).toMatchFileSnapshot(file);
  });
});
