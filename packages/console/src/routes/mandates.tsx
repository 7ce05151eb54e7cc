import { KamikitError } from '@kamikit/core';
import { MandatesPage } from '../views/mandates-page.tsx';
import { failureText } from './failures.tsx';
import { BadTerms, readTerms } from './mandate-terms.ts';
import { byOf, fieldsOf, type Routes, told } from './room.ts';

export const mandates: Routes = (app, { parts, accounts, at }) => {
  app.get('/mandates', async (c) => {
    const ledger = await parts.ledger();
    const [all, known] = await Promise.all([ledger.mandates({ all: true }), accounts.read()]);
    return c.html(<MandatesPage view={c.get('view')} mandates={all.reverse()} accounts={known ?? []} />);
  });

  app.post('/mandates', async (c) => {
    const view = c.get('view');
    try {
      const fields = await fieldsOf(c);
      const terms = readTerms(fields, view, parts.now());
      const ledger = await parts.ledger();
      ledger.assertMandate(terms);
      // Pressed twice, it is sent twice, and one is meant.
      if (c.get('session').useForm(fields.once ?? '')) await ledger.addMandate(terms, byOf(parts));
      return told(c, at('mandates'), { tone: 'good', text: view.t.mandates.added });
    } catch (error) {
      if (error instanceof BadTerms) return told(c, at('mandates'), { tone: 'bad', text: error.message });
      if (!(error instanceof KamikitError)) throw error;
      return told(c, at('mandates'), { tone: 'bad', text: failureText(view, error) });
    }
  });

  app.post('/mandates/:id/revoke', async (c) => {
    const view = c.get('view');
    try {
      await (await parts.ledger()).revokeMandate(c.req.param('id'), byOf(parts));
      return told(c, at('mandates'), { tone: 'good', text: view.t.mandates.revoked });
    } catch (error) {
      if (!(error instanceof KamikitError)) throw error;
      return told(c, at('mandates'), { tone: 'bad', text: failureText(view, error) });
    }
  });
};
