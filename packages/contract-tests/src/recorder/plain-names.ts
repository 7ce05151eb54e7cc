const PLAIN = /^[a-z]+(_[a-z]+)*$/i;

/** JSON whose fields are named by words; any other name may itself be a card or a person, and is replaced. */
export function plainNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner], at) => [
      name.length <= 40 && PLAIN.test(name) ? name : `field_${at + 1}`,
      plainNames(inner),
    ]),
  );
}
