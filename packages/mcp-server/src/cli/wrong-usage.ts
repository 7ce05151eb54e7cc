import type { CommandLine } from '../messages/command-line.en.ts';

type Sentence = (say: CommandLine, facts: readonly string[]) => string;

/** What Commander 15 says of wrong usage, in English alone: the facts are taken out of it, and said in our words. */
const SENTENCES: ReadonlyArray<readonly [RegExp, Sentence]> = [
  [/^unknown option '(.*)'$/s, (say, [option = '']) => say.unknownOption({ option })],
  [/^unknown command '(.*)'$/s, (say, [command = '']) => say.unknownCommand({ command })],
  [/^missing required argument '(.*)'$/s, (say, [argument = '']) => say.missingArgument({ argument })],
  [/^option '(.*)' argument missing$/s, (say, [option = '']) => say.missingValue({ option })],
  [
    /^too many arguments.*?\. Expected (\d+) arguments? but got (\d+): .*$/s,
    (say, [expected = '', given = '']) => say.tooManyArguments({ expected, given }),
  ],
  [
    /^option '(.*)' cannot be used with option '(.*)'$/s,
    (say, [option = '', other = '']) => say.conflict({ option, other }),
  ],
  [
    /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s,
    (say, [option = '', value = '', why = '']) => say.wrongValue({ option, value, why: reason(why, say) }),
  ],
];

const CHOICES = /^Allowed choices are (.*)\.$/s;
const SIMILAR = /\n\(Did you mean (?:one of )?(.*)\?\)$/s;

/** In our words; as Commander says it, where that is something new. */
export function wrongUsage(told: string, say: CommandLine): string {
  const [, similar] = SIMILAR.exec(told) ?? [];
  const fault = told.replace(SIMILAR, '');
  const sentence = inOurWords(fault, say) ?? fault;
  return similar === undefined ? sentence : `${sentence}\n${say.didYouMean({ similar })}`;
}

function inOurWords(fault: string, say: CommandLine): string | null {
  for (const [pattern, sentence] of SENTENCES) {
    const found = pattern.exec(fault);
    if (found !== null) return sentence(say, found.slice(1));
  }
  return null;
}

/** Why a value is refused: where it is one of some, Commander says so; otherwise we did. */
function reason(why: string, say: CommandLine): string {
  const [, choices] = CHOICES.exec(why) ?? [];
  return choices === undefined ? why : say.allowed({ choices: choices.split(', ') });
}
