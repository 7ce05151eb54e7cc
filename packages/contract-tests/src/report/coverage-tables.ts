import type { OperationCoverage, ToolCoverage } from './coverage.ts';

/** Operations by provenance, in columns. */
export function plainTable(coverage: readonly OperationCoverage[]): string {
  const head = ['operation', 'samples', 'named', 'observed', 'assumed', 'recorded', 'refusals'];
  const rows = coverage.map(({ operation, samples, named, observed, assumed, recorded, refusals }) => {
    const shown = refusals.filter(({ isShown }) => isShown).length;
    const told = refusals.length === 0 ? 'none named' : `${shown} of ${refusals.length}`;
    return [operation, ...[samples, named, observed, assumed, recorded].map(String), told];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd : cell.padStart).call(cell, widths[column] ?? 0))
      .join('  ');
  return [head, ...rows].map(line).join('\n');
}

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
