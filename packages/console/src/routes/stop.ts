import { KamikitError } from '@kamikit/core';
import { failureText } from './failures.tsx';
import { byOf, fieldsOf, type Routes, told } from './room.ts';

export const stop: Routes = (app, { parts, at }) => {
  app.post('/stop', async (c) => {
    await (await parts.ledger()).stop(byOf(parts));
    return told(c, at(''), { tone: 'good', text: c.get('view').t.stop.done });
  });

  app.post('/resume', async (c) => {
    const { account = '', since } = await fieldsOf(c);
    const ledger = await parts.ledger();
    const view = c.get('view');
    const { t } = view;
    const standing = (await ledger.suspensions()).find((each) => (each.account ?? '') === account);
    // The word is about what the page showed, and not about what was stopped since.
    if (standing !== undefined && since !== undefined && since !== standing.since)
      return told(c, at(''), { tone: 'bad', text: t.stop.stoppedAnew });
    if (account === '') {
      try {
        await ledger.liftStop(byOf(parts));
      } catch (error) {
        if (!(error instanceof KamikitError)) throw error;
        return told(c, at(''), { tone: 'bad', text: failureText(view, error) });
      }
    } else await ledger.liftSuspensions(account);
    return told(c, at(''), { tone: 'good', text: t.stop.resumed });
  });
};
