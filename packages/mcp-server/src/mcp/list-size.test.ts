import { expect, it } from 'vitest';
import { connectHost, startTestSandbox } from '../../test/host.ts';

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

// What a host sends to its model before anything is asked (`pnpm bench lists`).
it('tools/list stays under 20,000 bytes with every tool, and what a model reads of it under 12,000', async () => {
  const { environment } = await startTestSandbox();
  const { client } = await connectHost({ environment });
  const list = await client.listTools();
  const read = list.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  expect(list.tools.map(({ name }) => name)).toContain('get_job');
  expect(bytes(list)).toBeLessThan(20_000);
  expect(bytes(read)).toBeLessThan(12_000);
});
