import type { Console } from '@kamikit/console';
import type { KnownPerson, Ledger, Person } from '@kamikit/ledger';
import type { Own } from './own-origin.ts';

/** The owners' pages: one for whoever started the server, and one for each owner who asks for a link. */
export interface Pages {
  fetch(request: Request): Promise<Response>;
  /** For whoever started the server. */
  link(): string;
  linkFor(owner: Person): Promise<string>;
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
  // By all that they came with: what another issuer's token allows them may be less with the next one.
  const byOwner = new Map<string, { name: string; page: Console; added: number }>();

  /** Whoever is no owner any more has no page any more, and their sessions end: also where the same name was added again since. */
  function closeOthers(people: readonly KnownPerson[]): void {
    for (const [owner, { name, page, added }] of byOwner) {
      const ofName = people.filter((each) => each.name === name);
      const last = ofName.at(-1);
      const stands = name.includes('://') || (last?.revoked_at === null && last.role === 'owner');
      if (stands && ofName.length === added) continue;
      page.close();
      byOwner.delete(owner);
    }
  }

  const everybody = async () => (await ledger()).people({ all: true });

  return {
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const theirs = () => [...byOwner.values()].find((each) => each.page.owns(pathname))?.page;
      const asked = theirs();
      // Its address is known to whoever had a link to it: for strangers nobody is looked up.
      if (asked === undefined) return first.fetch(asSentTo(request, own()));
      try {
        closeOthers(await everybody());
      } catch (error) {
        // Which says what it is, and what to do.
        return asked.fetch(asSentTo(request, own()), error);
      }
      return (theirs() ?? first).fetch(asSentTo(request, own()));
    },
    link: () => first.oneTimeLink(base()),
    async linkFor(owner) {
      const { name } = owner;
      const people = await everybody();
      closeOthers(people);
      const added = people.filter((each) => each.name === name).length;
      const whole = JSON.stringify(owner);
      const known = byOwner.get(whole) ?? { name, page: pageOf(owner), added };
      byOwner.set(whole, known);
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
