/** The kinds of value by path, list entries together: `{'[].sku[].id': ['number']}`. */
export function shapeOf(samples: readonly unknown[]): Record<string, string[]> {
  const kinds = new Map<string, Set<string>>();
  for (const sample of samples) visit('', sample, kinds);
  return Object.fromEntries([...kinds].map(([path, found]) => [path, [...found].sort()]));
}

function visit(path: string, value: unknown, kinds: Map<string, Set<string>>): void {
  if (Array.isArray(value)) {
    for (const entry of value) visit(`${path}[]`, entry, kinds);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, entry] of Object.entries(value)) visit(`${path}.${name}`, entry, kinds);
  } else {
    kinds.set(path, (kinds.get(path) ?? new Set()).add(value === null ? 'null' : typeof value));
  }
}
