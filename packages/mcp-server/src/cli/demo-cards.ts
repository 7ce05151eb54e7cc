import * as z from 'zod';
import type { Story } from './story.ts';

const issued = z.object({ codes: z.tuple([z.string()], z.string()) });
const used = z.object({ card: z.object({ remaining_count: z.number() }) });
const checked = z.object({
  valid: z.boolean(),
  reason: z.string().optional(),
  card: z.object({ remaining_count: z.number() }).optional(),
});

/** A card is issued, used up, refused, recharged and used again. */
export async function cardsStory({ call, fail, say, step }: Story): Promise<void> {
  const wish = { card_type: 'count', uses: 2, remark: 'demo', idempotency_key: 'demo-card' };
  const [code] = issued.parse(await call('generate_cards', wish)).codes;
  const fresh = checked.parse(await call('verify_card', { code }));
  step(say.issued, say.valid({ code, uses: fresh.card?.remaining_count ?? 0 }));

  for (const use of ['first', 'second']) {
    await call('use_card', { code, idempotency_key: `demo-use-${use}` });
  }
  const empty = checked.parse(await call('verify_card', { code }));
  const refused = await fail('use_card', { code, idempotency_key: 'demo-use-third' });
  step(say.usedThrice, say.worksTwice, say.thenRefused({ code: refused.code, reason: empty.reason ?? '' }));

  await call('recharge_card', { code, amount: 3, idempotency_key: 'demo-recharge' });
  const again = used.parse(await call('use_card', { code, idempotency_key: 'demo-use-again' }));
  step(say.recharged, say.usesLeft({ uses: again.card.remaining_count }));
}
