import { NotificationsPage } from '../views/notifications-page.tsx';
import type { Routes } from './room.ts';

const PER_PAGE = 50;

export const notifications: Routes = (app, { parts }) => {
  app.get('/notifications', async (c) => {
    const ledger = await parts.ledger();
    const before = Number(c.req.query('before'));
    const events = await ledger.notifications({
      limit: PER_PAGE,
      beforeSeq: Number.isSafeInteger(before) && before > 0 ? before : undefined,
    });
    const rows = await Promise.all(
      events.map(async (event) => ({ event, entry: await ledger.get(event.entry_id) })),
    );
    return c.html(
      <NotificationsPage
        view={c.get('view')}
        rows={rows}
        older={events.length === PER_PAGE ? (events.at(-1)?.seq ?? null) : null}
      />,
    );
  });
};
