import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** For how long each lasts, in milliseconds. */
export interface SessionTimes {
  /** A one-time link, until it is opened. */
  linkMs: number;
  /** A session in which nothing is done. */
  idleMs: number;
  /** A session, whatever is done in it. */
  absoluteMs: number;
}

const TIMES: SessionTimes = { linkMs: 5 * 60_000, idleMs: 30 * 60_000, absoluteMs: 12 * 60 * 60_000 };

// A browser each; whoever asks for more links than that is no person.
const MOST_LINKS = 16;
const MOST_SESSIONS = 16;
// Of which it is remembered that they were sent.
const MOST_FORMS = 1_000;

/** What is told once, on the next page. */
export interface Flash {
  tone: 'good' | 'bad';
  text: string;
}

/** A browser in which the owner opened a one-time link. */
export interface Session {
  /** What every form of it repeats, and no other site can know. */
  csrf: string;
  flash: Flash | null;
  /** Uses a form's own token up: false where that form was sent already. */
  useForm(token: string): boolean;
}

interface Held extends Session {
  createdMs: number;
  seenMs: number;
}

/** Kept in memory alone: when the process ends, so do all sessions. */
export interface Sessions {
  /** The secret of a link that can be opened once. */
  createLink(): string;
  /** Uses a link up; the new session's cookie, or null for one that is used up, too old or made up. */
  open(link: string): string | null;
  /** `isSeen`: something was done in it, so its idle time begins anew. */
  find(cookie: string | undefined, options?: { isSeen?: boolean }): Session | null;
  end(cookie: string | undefined): void;
  endAll(): void;
}

export function createSessions(now: () => number, times: Partial<SessionTimes> = {}): Sessions {
  const { linkMs, idleMs, absoluteMs } = { ...TIMES, ...times };
  // By their digests: looking one up takes as long whatever was sent.
  const links = new Map<string, number>();
  const sessions = new Map<string, Held>();
  const isOver = ({ createdMs, seenMs }: Held) => now() - createdMs >= absoluteMs || now() - seenMs >= idleMs;

  return {
    createLink() {
      const link = secret();
      links.set(digest(link), now() + linkMs);
      keepLast(links, MOST_LINKS);
      return link;
    },
    open(link) {
      const name = digest(link);
      const until = links.get(name);
      links.delete(name);
      if (until === undefined || now() >= until) return null;
      const cookie = secret();
      const times = { createdMs: now(), seenMs: now() };
      sessions.set(digest(cookie), { csrf: secret(), flash: null, useForm: formsSentOnce(), ...times });
      keepLast(sessions, MOST_SESSIONS);
      return cookie;
    },
    find(cookie, { isSeen = false } = {}) {
      if (cookie === undefined) return null;
      const name = digest(cookie);
      const session = sessions.get(name);
      if (session === undefined) return null;
      if (isOver(session)) {
        sessions.delete(name);
        return null;
      }
      if (isSeen) session.seenMs = now();
      return session;
    },
    end(cookie) {
      if (cookie !== undefined) sessions.delete(digest(cookie));
    },
    endAll() {
      links.clear();
      sessions.clear();
    },
  };
}

/** Whether a form came from a page of this session. */
export function isOwnForm({ csrf }: Session, sent: unknown): boolean {
  return typeof sent === 'string' && timingSafeEqual(bytes(sent), bytes(csrf));
}

function formsSentOnce(): (token: string) => boolean {
  const sent = new Map<string, true>();
  return (token) => {
    const name = digest(token);
    if (sent.has(name)) return false;
    sent.set(name, true);
    keepLast(sent, MOST_FORMS);
    return true;
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function bytes(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function digest(text: string): string {
  return bytes(text).toString('base64url');
}

/** A map keeps the order in which things came. */
function keepLast(map: Map<string, unknown>, most: number): void {
  for (const name of [...map.keys()].slice(0, Math.max(map.size - most, 0))) map.delete(name);
}
