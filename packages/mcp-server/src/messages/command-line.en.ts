/** What holds for every command: its help, wrong usage and what goes wrong; terms in ‘ ’ are as they were typed. */
export const commandLine = {
  about: 'Buys, checks and uses digital goods for an AI assistant.',
  withoutCommand:
    'Without a command it is the MCP server over stdio: a host such as Claude Desktop starts it.',
  help: 'show this help',
  helpCommand: 'show the help of a command',
  version: 'show the version',
  advice: ({ command }: { command: string }) => `Run ${command} --help for usage.`,
  demo: 'a complete tour in a sandbox: made-up goods, play money',
  sandbox: 'a stand-in for the upstreams; prints one JSON line with URLs and keys',
  port: 'the port to listen on',
  freePort: 'a free one',
  wrongPort: 'It must be between 0 and 65535.',
  portTaken: ({ address, port }: { address: string; port: number }) =>
    `Another program listens on ${address}:${port}. End that one, or take another port with --port.`,
  noSuchAddress: ({ address }: { address: string }) =>
    `This machine has no address ${address}: name one of its own with --host.`,
  portNotAllowed: ({ port }: { port: number }) =>
    `This user may not listen on port ${port}: take one from 1024 on, and let the proxy in front have that one.`,

  /** By what Commander calls them. */
  titles: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Commands:': 'Commands:',
  } as Readonly<Record<string, string>>,
  options: '[options]',
  command: '[command]',
  option: ({
    text,
    choices,
    standard,
  }: {
    text: string;
    choices: readonly string[];
    standard: string | null;
  }) => {
    const facts = [
      ...(choices.length === 0 ? [] : [`choices: ${choices.join(', ')}`]),
      ...(standard === null ? [] : [`default: ${standard}`]),
    ];
    return facts.length === 0 ? text : `${text} (${facts.join('; ')})`;
  },

  unknownOption: ({ option }: { option: string }) => `unknown option '${option}'`,
  unknownCommand: ({ command }: { command: string }) => `unknown command '${command}'`,
  didYouMean: ({ similar }: { similar: string }) => `(Did you mean ${similar}?)`,
  missingArgument: ({ argument }: { argument: string }) => `missing required argument '${argument}'`,
  missingValue: ({ option }: { option: string }) => `option '${option}' argument missing`,
  tooManyArguments: ({ expected, given }: { expected: string; given: string }) =>
    `too many arguments: it takes ${expected}, not ${given}`,
  conflict: ({ option, other }: { option: string; other: string }) =>
    `option '${option}' cannot be used with option '${other}'`,
  wrongValue: ({ option, value, why }: { option: string; value: string; why: string }) =>
    `option '${option}' argument '${value}' is invalid. ${why}`,
  allowed: ({ choices }: { choices: readonly string[] }) => `Allowed choices are ${choices.join(', ')}.`,
};

export type CommandLine = typeof commandLine;
