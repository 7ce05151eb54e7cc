import type { OwnCommandMessages } from '../commands.en.ts';
import type { Messages } from '../messages-in.ts';
import { calls } from './call-samples.ts';
import { commands } from './command-samples.ts';
import { type SamplesOf, said } from './samples-of.ts';

const wish = { name: 'GOODS-1', count: '42' };

export const samples: SamplesOf<Omit<Messages, 'commands'> & { commands: OwnCommandMessages }> = {
  start: {
    rules: [[{ shopFields: ['field1', 'field2'] }]],
    problems: [
      [
        {
          problems: [
            { variable: 'VARIABLE_1', message: 'wrong 1' },
            { variable: 'VARIABLE_2', message: 'wrong 2' },
          ],
        },
      ],
    ],
    unfit: [[{ said }]],
    unfitHere: [[{ said }]],
    doubt: [[{ said }]],
  },
  calls,
  offers: {
    prompts: {
      buy: { text: [[{ ...wish, most: '99.5' }], [{ name: 'GOODS-1', count: undefined, most: undefined }]] },
      restock: { text: [[{ ...wish, most: '99.5' }]] },
      this_month: { text: [[]] },
    },
  },
  commands,
};
