import { InvalidArgumentError } from '@commander-js/extra-typings';
import { compareMoney, type Money, parseMoney } from '@kamikit/core';
import type { OwnerCommands } from '../messages/owner-commands.en.ts';

/** Reads an amount above 0 in yuan. */
export function moneyFor({ wrongMoney }: OwnerCommands): (text: string) => Money {
  return (text) => {
    try {
      const money = parseMoney(text);
      if (compareMoney(money, parseMoney(0)) > 0) return money;
    } catch {}
    throw new InvalidArgumentError(wrongMoney);
  };
}
