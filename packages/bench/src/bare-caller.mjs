// The least that a tool call over stdio can be: the shop is asked by bare undici, and its answer told as it is.
import { createInterface } from 'node:readline';
import { request } from 'undici';

const { KAMIKIT_STOREFRONT_URL: url, KAMIKIT_STOREFRONT_API_KEY: apiKey } = process.env;

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const result = method === 'initialize' ? { protocolVersion: '2025-06-18' } : { content: await goods() };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});

async function goods() {
  const { body } = await request(`${url}/goods?per_page=5`, { headers: { 'x-api-key': apiKey } });
  return [{ type: 'text', text: await body.text() }];
}
