import { inUrl } from './own-host.ts';

/** By which names this server is called. */
export interface Own {
  host: string;
  port: number;
  /** Where others reach it, through a proxy. */
  publicUrl: string | null;
}

/** Whether a browser sent the request from one of our own pages, or no browser did: programs send no `Origin`. */
export function isOwnOrigin(sent: string | undefined, { host, port, publicUrl }: Own): boolean {
  if (sent === undefined) return true;
  const names = ['localhost', '127.0.0.1', '[::1]', inUrl(host)];
  const own = names.map((name) => new URL(`http://${name}:${port}`).origin);
  return own.includes(sent) || (publicUrl !== null && new URL(publicUrl).origin === sent);
}
