import { expect, test } from 'vitest';
import { raw } from './testing/loopback-shop.ts';
import { shop, wish } from './testing/storefront-shop.ts';

test.each([
  ['<!DOCTYPE html><p>', 'an HTML page'],
  ['<b>Fatal error</b>: Uncaught', 'an HTML page'],
  ['\n<br />\n<b>Warning</b>', 'an HTML page'],
  ['<?xml version="1.0"?>', 'an HTML page'],
  ['{"success":true', 'truncated or broken JSON'],
  ['<3 come again', 'plain text'],
  ['', 'an empty body'],
])('%j instead of an answer is called what it is', async (body, name) => {
  const { client } = await shop([raw(body)]);
  await expect(client.purchase(wish)).rejects.toMatchObject({
    ...{ code: 'outcome_unknown', message: expect.stringContaining(`with ${name} instead of`) },
  });
});
