import type { Runtime } from '../calling/runtime.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import { forgeryWarning } from './forgery-warning.ts';

/** Records supplier notifications, as `kamikit notify` does; null where no supplier is configured. */
export function notificationsOf(config: Config, { services }: Pick<Runtime, 'services'>, log: Log) {
  const { supplier } = config;
  if (supplier === null) return null;
  const { apiKey } = supplier;
  const forgeries = forgeryWarning(log);
  let handler: Promise<(request: Request) => Promise<Response>> | undefined;

  /** Its key may have to be asked for, which is tried again with the next one. */
  async function open() {
    const secret = await apiKey();
    return services.spender.notificationHandler({
      secret,
      onForged: forgeries.count,
      onRecorded: ({ id, state }) => log('info', 'notification recorded', { entry: id, state }),
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
    end: forgeries.end,
  };
}
