import { KamikitError, redactor } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredCards } from '@kamikit/spending';
import { EntryPage } from '../views/entry-page.tsx';
import { failureText, notFound } from './failures.tsx';
import { fieldsOf, type Routes, told } from './room.ts';

export const entry: Routes = (app, { parts, at }) => {
  async function find(id: string): Promise<LedgerEntry | null> {
    return (await parts.ledger()).get(id);
  }

  app.get('/ledger/:id', async (c) => {
    const found = await find(c.req.param('id'));
    const view = c.get('view');
    if (found === null) return notFound(c, view.t.entry.notFound);
    const events = await (await parts.ledger()).timeline(found.id);
    const isRevealed = c.req.query('cards') === 'shown';
    const secrets = isRevealed ? [] : secretsOf(found);
    return c.html(
      <EntryPage
        {...{ view, isRevealed, events }}
        entry={found}
        cards={deliveredCards(found)}
        hide={secrets.length === 0 ? (text) => text : redactor(secrets)}
      />,
    );
  });

  // For the copy button: the card as it was delivered, and nothing else.
  app.get('/ledger/:id/cards/:number{[0-9]+}', async (c) => {
    const found = await find(c.req.param('id'));
    const number = Number(c.req.param('number'));
    const card = found === null ? undefined : deliveredCards(found).find((each) => each.number === number);
    return card === undefined ? c.notFound() : c.text(stripInvisible(card.card));
  });

  app.post('/ledger/:id/reconcile', async (c) => {
    const [id, { t }] = [c.req.param('id'), c.get('view')];
    const back = at(`ledger/${encodeURIComponent(id)}`);
    try {
      const { state } = await parts.spender.reconcile(id, { signal: c.req.raw.signal });
      return told(c, back, { tone: 'good', text: t.entry.reconciled(t.states[state]) });
    } catch (error) {
      if (!(error instanceof KamikitError)) throw error;
      return told(c, back, { tone: 'bad', text: failureText(c.get('view'), error) });
    }
  });

  app.post('/ledger/:id/mark', async (c) => {
    const [id, view, { card = '', used, cards }] = [c.req.param('id'), c.get('view'), await fieldsOf(c)];
    const isUsed = used === 'yes';
    const shown = cards === 'shown' ? '?cards=shown' : '';
    const back = `${at(`ledger/${encodeURIComponent(id)}`)}${shown}#cards`;
    try {
      await parts.spender.markCards(id, { cards: [Number(card)], used: isUsed });
      return told(c, back, { tone: 'good', text: isUsed ? view.t.entry.marked : view.t.entry.unmarked });
    } catch (error) {
      if (!(error instanceof KamikitError)) throw error;
      return told(c, back, { tone: 'bad', text: failureText(view, error) });
    }
  });
};

/** What stays out of the page until it is asked for, wherever else in the entry it stands. */
export function secretsOf(found: LedgerEntry): string[] {
  const delivered = deliveredCards(found).flatMap(({ card }) => card.split(/\s+|-{2,}/));
  const { code } = found.request;
  return [...delivered, ...(typeof code === 'string' ? [code] : [])].filter((text) => text !== '');
}
