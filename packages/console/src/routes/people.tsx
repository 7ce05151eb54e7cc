import { PeoplePage } from '../views/people-page.tsx';
import type { Routes } from './room.ts';

export const people: Routes = (app, { parts }) => {
  app.get('/people', async (c) => {
    const found = await (await parts.ledger()).peopleToday();
    return c.html(<PeoplePage view={c.get('view')} people={found} />);
  });
};
