/** What is wrong with a tool's arguments, in words that need no knowledge of schemas. */
export const faults = {
  all: ({ faults }: { faults: readonly string[] }) => `Invalid arguments: ${faults.join('; ')}.`,
  unknown: ({ names, known }: { names: readonly string[]; known: readonly string[] }) =>
    `unknown ${names.join(', ')} (known: ${known.join(', ') || 'none'})`,
  missing: ({ field, expected }: { field: string; expected: string }) =>
    `${field} is missing: expected ${expected}`,
  other: ({ field, expected, got }: { field: string; expected: string; got: string }) =>
    `${field}: expected ${expected}, got ${got}`,
  // Every number that a tool takes is whole; amounts say themselves what they want.
  types: {
    ...{ string: 'a text', number: 'an integer', int: 'an integer', boolean: 'true or false' },
    ...{ array: 'a list', object: 'an object', record: 'an object' },
  },
  oneOf: ({ values }: { values: readonly string[] }) => `one of ${values.join(', ')}`,
  notBlank: 'a text that is not blank',
  atLeast: {
    text: ({ minimum }: { minimum: number }) => `${minimum} characters or more`,
    list: ({ minimum }: { minimum: number }) => `${minimum} or more of them`,
    number: ({ minimum }: { minimum: number }) => `${minimum} or more`,
  },
  atMost: {
    text: ({ maximum }: { maximum: number }) => `${maximum} characters or fewer`,
    list: ({ maximum }: { maximum: number }) => `${maximum} or fewer of them`,
    number: ({ maximum }: { maximum: number }) => `${maximum} or less`,
  },
  /** What one of our own schemas says that it expects. */
  own: ({ said }: { said: string }) => said,
  somethingElse: ({ said }: { said: string }) => `something else (${said})`,
  got: {
    list: ({ count }: { count: number }) => `a list of ${count}`,
    object: 'an object',
    text: ({ length }: { length: number }) => `a text of ${length} characters`,
    number: 'a number',
    boolean: 'a boolean',
  },
};

export type ArgumentFaults = typeof faults;
