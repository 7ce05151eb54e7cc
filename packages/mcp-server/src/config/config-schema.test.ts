import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import schema from '../../config.schema.json' with { type: 'json' };
import { parseConfigFile } from './parse-config-file.ts';
import { fileNameOf, SETTINGS } from './variables.ts';

const isValid = new Ajv({ allowUnionTypes: true }).compile(schema);

describe('the published schema of the configuration file', () => {
  it('names every setting, and none besides', () => {
    const { $schema, ...settings } = schema.properties;
    expect(Object.keys(settings).sort()).toEqual(SETTINGS.map(fileNameOf).sort());
  });

  it.each([
    [true, { storefrontApiKey: 'k', dailyBudget: 5, maxOrderTotal: 'none', sandbox: true, $schema: 'x' }],
    [true, { storefrontApiKey: { env: 'SHOP' }, cardsApiKey: { command: ['pass', 'show', 'cards'] } }],
    [false, { dailyBugdet: 5 }],
    [false, { storefrontApiKey: { command: 'pass show cards' } }],
    [false, { storefrontApiKey: { env: '' } }],
    [false, { dailyBudget: [5] }],
  ])('says as the program does: %j for %j', (valid, settings) => {
    const { values, problems } = parseConfigFile(JSON.stringify(settings), 'config.json');
    const isFaulty = [...values.values()].some((value) => typeof value === 'object' && 'faulty' in value);
    expect(isValid(settings)).toBe(valid);
    expect(problems.length === 0 && !isFaulty).toBe(valid);
  });
});
