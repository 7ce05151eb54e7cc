import type { Ignorer, NodePath } from '@stryker-mutator/api/ignore';

interface Path extends NodePath {
  node: { type: string; callee?: { name?: string } };
  parentPath: Path | null;
  key: string | number | null;
  listKey?: string;
}

/** What people read in an error is wording, not a rule: texts that are the first argument of a `new ...Error(...)`. */
export const exceptMessages: Ignorer = {
  shouldIgnore(path) {
    const { node, parentPath, key, listKey } = path as Path;
    const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
    const isFirst = listKey === 'arguments' && key === 0 && parentPath?.node.type === 'NewExpression';
    const isOfError = /Error$/.test(parentPath?.node.callee?.name ?? '');
    return isText && isFirst && isOfError ? 'the message of an error' : undefined;
  },
};
