import { getCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { SESSION_COOKIE } from '../safety/session-cookie.ts';
import type { Sessions } from '../safety/sessions.ts';
import type { Routes } from './room.ts';

const HEARTBEAT_MS = 20_000;

/** Server-sent events: that something changed, never what. A page then asks for its parts again. */
export function liveRoute(sessions: Sessions, heartbeatMs = HEARTBEAT_MS): Routes {
  return (app, { live }) => {
    app.get('/live', (c) => {
      const cookie = getCookie(c, SESSION_COOKIE);
      let notify: (change: number | null) => void = () => {};
      const stop = live.listen((change) => notify(change));
      if (stop === null) return c.text('Too many pages are open already.\n', 503, { 'retry-after': '60' });
      return streamSSE(c, async (stream) => {
        const ended = Promise.withResolvers<void>();
        const send = (event: string, data: string) =>
          stream.writeSSE({ event, data }).catch(() => ended.resolve());
        // Listening is no use of a session: it ends for a page that only lies open, too.
        const isOver = () => sessions.find(cookie) === null;
        const tell = async (event: string, data = '') => {
          if (!isOver()) return send(event, data);
          await send('ended', '');
          ended.resolve();
        };
        notify = (change) => (change === null ? ended.resolve() : void tell('change', String(change)));
        const heartbeat = setInterval(() => void tell('alive'), heartbeatMs);
        heartbeat.unref();
        stream.onAbort(() => ended.resolve());
        void send('alive', '');
        await ended.promise;
        clearInterval(heartbeat);
        stop();
      });
    });
  };
}
