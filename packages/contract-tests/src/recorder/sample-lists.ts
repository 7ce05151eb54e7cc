/** JSON with lists of objects reduced to the first of each shape: what they look like stays, what they say goes. */
export function sampleLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    const elements = value.map(sampleLists);
    const shapes = elements.map((element) => (isObject(element) ? outline(element) : null));
    return elements.filter((_, index) => {
      const shape = shapes[index] ?? null;
      return shape === null || shapes.indexOf(shape) === index;
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, sampleLists(field)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names and types, the same for objects that differ only in their values. */
function outline(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(outline))].sort()}]`;
  if (!isObject(value)) return value === null ? 'null' : typeof value;
  // A card's kind determines its fields.
  const { card_type: kind = '' } = value;
  const fields = Object.entries(value).map(([name, field]) => `${name}:${outline(field)}`);
  return `{${kind}${fields.sort()}}`;
}
