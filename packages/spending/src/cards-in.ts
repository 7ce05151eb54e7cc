/** The cards in what was delivered: a line each, blank ones left out. */
export function cardsIn(delivered: string | null): string[] {
  if (delivered === null) return [];
  return delivered.split(/\r\n|[\n\r]/).filter((line) => line.trim() !== '');
}
