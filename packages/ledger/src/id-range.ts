const OF_AN_ID = /^[0-9a-f-]+$/i;

/** Where the ids that begin like this stand; null for what no id begins with. */
export function idRange(beginning: string): { first: string; beyond: string } | null {
  const first = beginning.toLowerCase();
  // Beyond every digit of an id.
  return OF_AN_ID.test(first) ? { first, beyond: `${first}g` } : null;
}
