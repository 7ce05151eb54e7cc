import type { OperationCoverage, ToolCoverage } from './coverage.ts';

/** The README's tables. */
export function markdownTables(
  operations: readonly OperationCoverage[],
  tools: readonly ToolCoverage[],
): string {
  return [
    '| upstream | what its document calls it | samples | named | observed | assumed | recorded | refusals that the document names |',
    '| --- | --- | --: | --: | --: | --: | --: | --- |',
    ...operations.map(({ operation, documented, samples, named, observed, assumed, recorded, refusals }) => {
      const [upstream, name] = operation.split('/');
      const shown = refusals.map(
        ({ code, message, isShown }) => `${isShown ? '' : 'MISSING '}${code} ${message}`,
      );
      const called = documented === null ? `(not documented: ${name})` : `\`${documented}\``;
      return `| ${[upstream, called, samples, named, observed, assumed, recorded, shown.join(', ')].join(' | ')} |`;
    }),
    '',
    '| tool | answers | failures | upstream operations |',
    '| --- | --: | --: | --- |',
    ...tools.map(
      ({ tool, answers, failures, operations: called }) =>
        `| ${[`\`${tool}\``, answers, failures, called.join(', ')].join(' | ')} |`,
    ),
  ].join('\n');
}
