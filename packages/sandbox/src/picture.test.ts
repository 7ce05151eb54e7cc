import { expect, it } from 'vitest';
import { openSandbox } from './testing/open-sandbox.ts';

it('the pictures that the supplier names are there, and no others', async () => {
  const { sandbox } = await openSandbox();
  const answer = await fetch(new URL('/assets/item/2.png', sandbox.url));
  expect(answer.headers.get('content-type')).toBe('image/png');
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect((await fetch(new URL('/assets/other/2.png', sandbox.url))).status).toBe(404);
});
