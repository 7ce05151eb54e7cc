/**
 * What JSON looks like without its values. Objects that name their kind (`card_type`) are told apart by it, as each kind
 * has fields of its own.
 */
export interface Shape {
  types: ReadonlySet<string>;
  objects: ReadonlyMap<string, ReadonlyMap<string, Field>>;
  /** What any element of a list looks like; null when there never was one. */
  element: Shape | null;
}

interface Field {
  shape: Shape;
  /** Whether every object of its kind has it. */
  always: boolean;
}

/** One way in which JSON that was seen differs from the JSON that is known. */
export interface Difference {
  kind: 'added' | 'removed' | 'retyped';
  /** For instance `data.subs[].price`. */
  path: string;
  detail: string;
}

/** The shape that fits all of some values. */
export function shapeOf(values: readonly unknown[]): Shape {
  const objects = Map.groupBy(values.filter(isObject), kindOf);
  const elements = values.filter(Array.isArray).flat();
  return {
    types: new Set(values.map(typeOf).sort()),
    objects: new Map([...objects].map(([kind, alike]) => [kind, fieldsOf(alike)])),
    element: elements.length === 0 ? null : shapeOf(elements),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function fieldsOf(objects: readonly JsonObject[]): Map<string, Field> {
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  return new Map(
    [...names].map((name) => {
      const having = objects.filter((object) => Object.hasOwn(object, name));
      return [
        name,
        { shape: shapeOf(having.map((object) => object[name])), always: having.length === objects.length },
      ];
    }),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf({ card_type: kind }: JsonObject): string {
  return typeof kind === 'string' ? kind : '';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Where the seen shape has an unknown field, lacks one that every known answer has, or has one of a different type. */
export function compareShapes(known: Shape, seen: Shape, path = ''): Difference[] {
  const differences: Difference[] = [];
  const strange = [...seen.types].filter((type) => !known.types.has(type));
  if (strange.length > 0) {
    const detail = `${strange.join(', ')} instead of ${[...known.types].join(' or ')}`;
    differences.push({ kind: 'retyped', path: path || '(top level)', detail });
  }
  for (const [kind, fields] of seen.objects) {
    const knownFields = known.objects.get(kind);
    if (knownFields !== undefined) differences.push(...compareFields(knownFields, fields, path));
    else if (known.types.has('object'))
      differences.push({ kind: 'added', path: path || '(top level)', detail: 'of a new kind' });
  }
  if (seen.element && known.element)
    differences.push(...compareShapes(known.element, seen.element, `${path}[]`));
  return differences;
}

function compareFields(
  known: ReadonlyMap<string, Field>,
  seen: ReadonlyMap<string, Field>,
  path: string,
): Difference[] {
  // A field may be named after what it holds: only what looks like a name is shown.
  const shown = (name: string) => (/^[a-z_]{1,40}$/.test(name) ? name : '(another name)');
  const at = (name: string) => (path === '' ? shown(name) : `${path}.${shown(name)}`);
  const removed = [...known]
    .filter(([name, { always }]) => always && seen.get(name)?.always !== true)
    .map(([name, { shape }]): Difference => {
      const detail = `${[...shape.types].join(' or ')}${seen.has(name) ? ', missing from some' : ''}`;
      return { kind: 'removed', path: at(name), detail };
    });
  const others = [...seen].flatMap(([name, { shape }]): Difference[] => {
    const before = known.get(name);
    if (before !== undefined) return compareShapes(before.shape, shape, at(name));
    return [{ kind: 'added', path: at(name), detail: [...shape.types].join(' or ') }];
  });
  return [...removed, ...others];
}
