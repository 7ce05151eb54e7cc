import {
  type BinaryOperationNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  PrimitiveValueListNode,
  type QueryId,
  ValueListNode,
  ValueNode,
} from 'kysely';

/** A value that is not known yet. */
export class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

class Writer extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return node.value instanceof Place ? node : constant(node.value);
  }

  /** Of a list of values there are no places. */
  protected override transformBinaryOperation(
    node: BinaryOperationNode,
    queryId?: QueryId,
  ): BinaryOperationNode {
    const { rightOperand } = node;
    if (!PrimitiveValueListNode.is(rightOperand)) return super.transformBinaryOperation(node, queryId);
    const values = ValueListNode.create(rightOperand.values.map(constant));
    return super.transformBinaryOperation({ ...node, rightOperand: values }, queryId);
  }
}

/** @throws {TypeError} for a text with a dollar sign, which says where a place is. */
function constant(value: unknown): ValueNode {
  if (typeof value === 'string' && value.includes('$'))
    throw new TypeError(`no constant of a query: ${value}`);
  return ValueNode.createImmediate(value);
}

const writer = new Writer();

/**
 * Writes constants into a query's text, so that only places are parameters: a server that has to plan for any limit and any state
 * rather plans anew each time.
 */
export const constants: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => writer.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};
