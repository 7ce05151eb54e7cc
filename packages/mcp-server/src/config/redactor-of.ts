import { redactor } from '@kamikit/core/base';
import type { Config } from './config.ts';

/** Removes every key from a text, those too that only become known while it is in use. */
export function redactorOf({ secrets }: Pick<Config, 'secrets'>): (text: string) => string {
  let redact = redactor(secrets);
  let known = secrets.length;
  return (text) => {
    if (known !== secrets.length) {
      redact = redactor(secrets);
      known = secrets.length;
    }
    return redact(text);
  };
}
