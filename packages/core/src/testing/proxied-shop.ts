import { onTestFinished } from 'vitest';
import { StorefrontClient, type StorefrontOptions } from '../storefront/client.ts';
import { instantTiming } from './instant-timing.ts';
import { proxiedHost } from './proxied-host.ts';
import { apiKey } from './storefront-shop.ts';

/** A shop that answers everything alike, behind a proxy, and its client. Ends with the test. */
export async function proxiedShop(
  data: object,
  options: Partial<StorefrontOptions> & { refuse?: number } = {},
) {
  const { refuse, ...rest } = options;
  const arrived: string[] = [];
  const host = await proxiedHost(
    'shop.example',
    (request, response) => {
      arrived.push(`${request.method} ${request.headers.host}${request.url} ${request.headers['x-api-key']}`);
      response.setHeader('content-type', 'application/json');
      request.resume().on('end', () => response.end(JSON.stringify({ success: true, message: '', data })));
    },
    { refuse },
  );
  const client = new StorefrontClient({
    ...{ apiKey, baseUrl: 'https://shop.example/api', proxy: { url: host.url }, timing: instantTiming() },
    ...rest,
  });
  onTestFinished(() => client.close());
  return { ...host, client, arrived };
}
