import type { Place } from './secret-fields.ts';

/** The value with every leaf changed, and the names of its fields. */
export function mapLeaves(
  value: unknown,
  change: (leaf: unknown, place: Place) => unknown,
  path: readonly string[] = [],
): unknown {
  if (Array.isArray(value))
    return value.map((element) =>
      isBranch(element) ? mapLeaves(element, change, path) : change(element, { path, isElement: true }),
    );
  if (!isBranch(value)) return change(value, { path, isElement: false });
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapLeaves(inner, change, [...path, name])]),
  );
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
