const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * A web page that has its own name resolve to this machine can speak to any server here (DNS rebinding), but its browser
 * still sends that name as `Host`. Own are, at `port`, the loopback names and the address that was listened on, and at any
 * port the host of `publicUrl`, which a proxy in front may pass on.
 */
export function isOwnHost(
  sent: string | undefined,
  { host, port, publicUrl }: { host: string; port: number; publicUrl: string | null },
): boolean {
  const [, name, sentPort = '80'] =
    /^(\[[\da-f:.]+\]|[^:]+)(?::(\d+))?$/.exec(sent?.toLowerCase() ?? '') ?? [];
  if (name === undefined) return false;
  if (publicUrl !== null && name === new URL(publicUrl).hostname) return true;
  return Number(sentPort) === port && (LOOPBACK.test(name) || name === inUrl(host).toLowerCase());
}

/** As a URL has it. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
