import type { Config } from '../config/config.ts';
import type { OfferMessages } from '../messages/offers.en.ts';

export interface PromptArgument {
  name: string;
  description: string;
  required: boolean;
}

/** What a host offers its user to begin with, and the tool whose answer completes the argument `what`. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: PromptArgument[];
  text(args: Readonly<Record<string, string>>): string;
}

/** Each is offered where this is configured; the others anywhere. */
const NEEDS = { buy: 'storefront', restock: 'supplier' } as const;

/** Hosts send an empty text for what was left blank. */
function filled(argument: string | undefined): string | undefined {
  return argument?.trim() || undefined;
}

/** Those whose tools are offered; the ones that buy, only where buying is. */
export function promptsFor({ configured, readOnly }: Config, say: OfferMessages): readonly Prompt[] {
  const { prompts, arguments: describe, something } = say;
  const wishArguments = [
    { name: 'what', description: describe.what, required: true },
    { name: 'quantity', description: describe.quantity, required: false },
    { name: 'max_total', description: describe.maxTotal, required: false },
  ];
  const buying = (['buy', 'restock'] as const)
    .filter((name) => configured.includes(NEEDS[name]) && !readOnly)
    .map((name) => {
      const { text, ...shown } = prompts[name];
      return {
        ...{ name, ...shown, arguments: wishArguments },
        text: (args: Readonly<Record<string, string>>) =>
          text({
            name: filled(args.what) ?? something,
            count: filled(args.quantity),
            most: filled(args.max_total),
          }),
      };
    });
  const anywhere =
    configured.length === 0 ? [] : [{ name: 'this_month', ...prompts.this_month, arguments: [] }];
  return [...buying, ...anywhere];
}
