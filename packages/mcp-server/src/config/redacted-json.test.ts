import { expect, it } from 'vitest';
import { redactedJson } from './redacted-json.ts';

it('redacts every text, and the names of fields, which a shop may choose', () => {
  const redact = (text: string) => text.replaceAll('KEY', '-');
  const value = { KEY: 'a KEY', list: ['KEY', { aKEYb: [null, 1, true] }], none: undefined };
  expect(redactedJson(value, redact)).toBe('{"-":"a -","list":["-",{"a-b":[null,1,true]}]}');
});
