/** A control request that cannot be carried out; the message says what is expected. Answered with HTTP 400. */
export class ControlError extends Error {
  override name = 'ControlError';
}

interface IntegerBounds {
  min: number;
  max?: number;
}

/** Reads a control body field by field; without a fallback a field is required. @throws {ControlError} */
export function controlFields(body: unknown, what: string) {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ControlError(`${what} must be a JSON object`);
  const fields = new Map<string, unknown>(Object.entries(body));
  const known: string[] = [];

  /** @returns undefined when the field is absent. */
  function read<T>(name: string, wanted: string, accepts: (value: unknown) => value is T): T | undefined {
    known.push(name);
    const value = fields.get(name);
    if (value === undefined || accepts(value)) return value;
    throw new ControlError(`${what}: ${name} must be ${wanted}`);
  }

  function required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw new ControlError(`${what}: ${name} is missing`);
    return value;
  }

  const isText = (value: unknown): value is string => typeof value === 'string';
  const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

  return {
    has: (name: string) => fields.has(name),
    integer(name: string, { min, max = Number.MAX_SAFE_INTEGER }: IntegerBounds, fallback?: number): number {
      const isInteger = (value: unknown): value is number =>
        Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
      const value = read(name, `a whole number from ${min} to ${max}`, isInteger);
      return required(name, value ?? fallback);
    },
    text: (name: string): string => required(name, read(name, 'a string', isText)),
    flag: (name: string, fallback: boolean): boolean => read(name, 'true or false', isFlag) ?? fallback,
    choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T {
      const isChoice = (value: unknown): value is T => choices.some((choice) => choice === value);
      return required(name, read(name, `one of ${choices.join(', ')}`, isChoice) ?? fallback);
    },
    /** A string, or a list of strings; undefined when absent. */
    texts(name: string): string | string[] | undefined {
      const isTexts = (value: unknown): value is string | string[] =>
        isText(value) || (Array.isArray(value) && value.every(isText));
      return read(name, 'a string or a list of strings', isTexts);
    },
    /** Refuses whatever was not read, so that a misspelt parameter is not silently ignored. */
    end(): void {
      const stranger = [...fields.keys()].find((name) => !known.includes(name));
      if (stranger !== undefined)
        throw new ControlError(
          `${what} has no parameter ${stranger}; it takes ${known.join(', ') || 'none'}`,
        );
    },
  };
}

export type ControlFields = ReturnType<typeof controlFields>;
