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
    return node.value instanceof Place ? node : ValueNode.createImmediate(node.value);
  }

  /** Of a list of values there are no places. */
  protected override transformBinaryOperation(
    node: BinaryOperationNode,
    queryId?: QueryId,
  ): BinaryOperationNode {
    const { rightOperand } = node;
    if (!PrimitiveValueListNode.is(rightOperand)) return super.transformBinaryOperation(node, queryId);
    const values = ValueListNode.create(rightOperand.values.map(ValueNode.createImmediate));
    return super.transformBinaryOperation({ ...node, rightOperand: values }, queryId);
  }
}

const writer = new Writer();

/**
 * Writes constants into a query's text, so that only places are parameters: a server that does not know them plans such a query
 * for the worst, or anew each time.
 */
export const constants: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => writer.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};
