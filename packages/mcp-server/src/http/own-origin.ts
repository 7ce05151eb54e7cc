import { inUrl } from './own-host.ts';

/** By which names this server is called. */
export interface Own {
  host: string;
  port: number;
  /** Where others reach it, through a proxy. */
  publicUrl: string | null;
}

/**
 * Whether a browser sent the request from one of our own pages, or no browser did: programs send no `Origin`. Of a form on a page
 * that tells nobody where it is (`Referrer-Policy: no-referrer`) browsers say `null`, and by `Sec-Fetch-Site`, which no page can
 * set, that it is our own (Fetch, "append a request Origin header").
 */
export function isOwnOrigin(
  sent: string | undefined,
  site: string | undefined,
  { host, port, publicUrl }: Own,
): boolean {
  if (sent === undefined || (sent === 'null' && site === 'same-origin')) return true;
  const names = ['localhost', '127.0.0.1', '[::1]', inUrl(host)];
  const own = names.map((name) => new URL(`http://${name}:${port}`).origin);
  return own.includes(sent) || (publicUrl !== null && new URL(publicUrl).origin === sent);
}
