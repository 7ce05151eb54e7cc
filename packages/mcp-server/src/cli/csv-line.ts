/** The names of the columns (RFC 4180), behind a byte order mark, without which Excel garbles Chinese. */
export function firstCsvLine(columns: readonly string[]): string {
  return `\uFEFF${csvLine(columns)}`;
}

export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | null): string {
  if (value === null) return '';
  // A spreadsheet would run a cell that begins like a formula, in East Asian ones with full-width signs, too (OWASP, CSV Injection).
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
