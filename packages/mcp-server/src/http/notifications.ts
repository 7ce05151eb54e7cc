import type { Spender } from '@kamikit/spending';
import type { Runtime } from '../calling/runtime.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { onceAMinute } from '../config/once-a-minute.ts';
import { keepTrying } from './keep-trying.ts';

/** Records the notifications of the supplier; what it does not confirm yet is looked at again soon. */
export function notificationsOf(
  { apiKey }: Pick<NonNullable<Config['supplier']>, 'apiKey'>,
  {
    services,
    lookIn,
  }: { services: { spender: Pick<Spender, 'notificationHandler'> } } & Pick<Runtime, 'lookIn'>,
  log: Log,
) {
  // Whoever knows the address can send as many as they like, and whoever saw one can repeat it.
  const forgeries = onceAMinute((_, count) =>
    log('warn', 'notifications with a wrong signature were refused', {
      count,
      hint: 'If they are the shop’s own, KAMIKIT_SUPPLIER_API_KEY is not the key of its account.',
    }),
  );
  const unconfirmed = onceAMinute<string>((entry, count) =>
    log('info', 'notification not confirmed yet', { entry, count }),
  );
  const unrecorded = onceAMinute((_, count) =>
    log('warn', 'notifications could not be recorded, and are tried again', { count }),
  );
  const tries = keepTrying();
  let handler: Promise<(request: Request) => Promise<Response>> | undefined;

  /** Its key may have to be asked for, which is tried again with the next one. */
  async function open() {
    const secret = await apiKey();
    return services.spender.notificationHandler({
      secret,
      onForged: forgeries.add,
      onRecorded: ({ id, state }) => log('info', 'notification recorded', { entry: id, state }),
      onUnrecorded(tradeNo, again) {
        unrecorded.add();
        tries.add(tradeNo, again);
      },
      onUnconfirmed({ id }, dueInMs) {
        unconfirmed.add(id);
        lookIn(dueInMs);
      },
    });
  }

  return {
    async receive(request: Request): Promise<Response> {
      handler ??= open();
      handler.catch(() => {
        handler = undefined;
      });
      return (await handler)(request);
    },
    end() {
      forgeries.end();
      unconfirmed.end();
      unrecorded.end();
      tries.end();
    },
  };
}
