import type { NamedFixture } from '../interactions/fixture-files.ts';
import type { OperationName } from '../interactions/operations.ts';
import { ownSuccesses } from '../interactions/own-replies.ts';
import { compareShapes, type Difference, shapeOf } from './shape.ts';

/** How successful answers of an operation differ from all that the fixtures know about it. */
export function differencesFrom(
  fixtures: readonly NamedFixture[],
  operation: OperationName,
  seen: readonly unknown[],
): Difference[] {
  if (seen.length === 0) return [];
  const known = fixtures.filter((fixture) => fixture.operation === operation).flatMap(ownSuccesses);
  return compareShapes(shapeOf(known), shapeOf(seen));
}
