import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFixtures } from '../interactions/fixture-files.ts';
import { readConversations } from '../layers/conversation.ts';
import { coverOperations, coverTools } from './coverage.ts';
import { currentReadme, README } from './readme.ts';

const operations = coverOperations(readFixtures());

describe('the fixtures', () => {
  it.each(operations)('show every refusal that the document names: $operation', ({ refusals }) => {
    expect(refusals.filter(({ isShown }) => !isShown)).toEqual([]);
  });

  it('hold every sample of the documents: 7 of the shop, 13 of the card service, none of the supplier', () => {
    const samplesOf = (upstream: string) =>
      operations
        .filter(({ operation }) => operation.startsWith(upstream))
        .reduce((sum, { samples }) => sum + samples, 0);
    expect(['storefront/', 'cards/', 'supplier/'].map(samplesOf)).toEqual([7, 13, 0]);
  });
});

describe('the conversations', () => {
  it.each(coverTools(readConversations()))('hold an answer of every tool: $tool', ({ answers }) => {
    expect(answers).toBeGreaterThan(0);
  });
});

it('the README’s tables are what `pnpm generate` makes of the fixtures', () => {
  expect(readFileSync(README, 'utf8')).toBe(currentReadme());
});
