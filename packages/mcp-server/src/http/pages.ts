import type { Console } from '@kamikit/console';
import type { Ledger, Person } from '@kamikit/ledger';
import type { Own } from './own-origin.ts';

/** The owners' pages: one for whoever started the server, and one for each owner who asks for a link. */
export interface Pages {
  fetch(request: Request): Promise<Response>;
  link(owner: Person | null): string;
  /** Where the door is. */
  address(): string;
  close(): void;
}

interface PagesParts {
  /** A page on which everything is decided in the name of this owner; null: of whoever started the server. */
  pageOf(owner: Person | null): Console;
  ledger(): Promise<Pick<Ledger, 'people'>>;
  base(): string;
  own: () => Own;
}

export function createPages({ pageOf, ledger, base, own }: PagesParts): Pages {
  const first = pageOf(null);
  const byOwner = new Map<string, { owner: Person; page: Console }>();

  /** Whoever is no owner any more has no page any more, and their sessions end. */
  async function closeOthers(): Promise<void> {
    if (byOwner.size === 0) return;
    const owners = (await (await ledger()).people()).filter(({ role }) => role === 'owner');
    for (const [name, { owner, page }] of byOwner) {
      const stands = owner.name.includes('://') || owners.some((each) => each.name === name);
      if (stands) continue;
      page.close();
      byOwner.delete(name);
    }
  }

  return {
    async fetch(request) {
      await closeOthers();
      const { pathname } = new URL(request.url);
      const page = [...byOwner.values()].find((each) => each.page.owns(pathname))?.page ?? first;
      return page.fetch(asSentTo(request, own()));
    },
    link(owner) {
      if (owner === null) return first.oneTimeLink(base());
      const known = byOwner.get(owner.name) ?? { owner, page: pageOf(owner) };
      byOwner.set(owner.name, known);
      return known.page.oneTimeLink(base());
    },
    address: () => first.address(base()),
    close() {
      first.close();
      for (const { page } of byOwner.values()) page.close();
    },
  };
}

/** Behind a proxy a browser has spoken TLS, and says so in `Origin`: the page compares that with where it was asked. */
function asSentTo(request: Request, { publicUrl }: Own): Request {
  if (publicUrl === null) return request;
  const [url, outside] = [new URL(request.url), new URL(publicUrl)];
  if (url.hostname !== outside.hostname) return request;
  // What the server library gives is no `Request` that could be copied as one.
  const { method, headers, body, signal } = request;
  const to = new URL(`${url.pathname}${url.search}`, outside);
  return new Request(to, { method, headers, body, signal, duplex: 'half' });
}
