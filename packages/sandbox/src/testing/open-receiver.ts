import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { NUMBER } from './open-supplier.ts';

interface ReceiverOptions {
  status?: number;
}

/** Somebody who is notified, and what arrived; `meanwhile` runs before each is acknowledged. */
export async function openReceiver(
  meanwhile: () => Promise<void> = async () => {},
  { status = 200 }: ReceiverOptions = {},
) {
  const arrived: Array<{ body: string; signature: string }> = [];
  const server = createServer(async (request, response) => {
    arrived.push({ body: await text(request), signature: String(request.headers['api-signature']) });
    await meanwhile();
    response.writeHead(status, { location: '/elsewhere' }).end('{"code":200,"msg":"success"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { arrived, url: `http://127.0.0.1:${port}/notify/${NUMBER}` };
}
