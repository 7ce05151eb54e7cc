/** A value as JSON in which every text, the names of fields included, went through `redact`. */
export function redactedJson(value: unknown, redact: (text: string) => string): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'string') return redact(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [redact(name), inner]));
  });
}
