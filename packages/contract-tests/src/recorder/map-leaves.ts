const GOODS = /^(cards|codes|contents)$/;

/** The value with every leaf changed. `change` is given the name of the leaf's field, or of the list that holds it. */
export function mapLeaves(
  value: unknown,
  change: (leaf: unknown, name: string, isElement: boolean) => unknown,
  name = '',
): unknown {
  if (Array.isArray(value))
    return value.map((element) =>
      isBranch(element) ? mapLeaves(element, change, name) : change(element, name, true),
    );
  if (!isBranch(value)) return change(value, name, false);
  return Object.fromEntries(
    // Whatever a card consists of is a card.
    Object.entries(value).map(([field, inner]) => [
      field,
      mapLeaves(inner, change, GOODS.test(name) ? name : field),
    ]),
  );
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
