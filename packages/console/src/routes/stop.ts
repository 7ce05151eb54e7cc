import { byOf, fieldsOf, type Routes, told } from './room.ts';

export const stop: Routes = (app, { parts, at }) => {
  app.post('/stop', async (c) => {
    await (await parts.ledger()).stop(byOf(parts));
    return told(c, at(''), { tone: 'good', text: c.get('view').t.stop.done });
  });

  app.post('/resume', async (c) => {
    const { account = '' } = await fieldsOf(c);
    const ledger = await parts.ledger();
    const { t } = c.get('view');
    if (account === '') await ledger.liftStop(byOf(parts));
    else await ledger.liftSuspensions(account);
    return told(c, at(''), { tone: 'good', text: t.stop.resumed });
  });
};
