import { createInterface } from 'node:readline';

/** Calls back whenever somebody presses Enter on the terminal that this process runs on; returns what ends that. */
export function onEnter(
  act: () => void,
  input: NodeJS.ReadableStream & { isTTY?: boolean } = process.stdin,
): () => void {
  if (!input.isTTY) return () => {};
  // As the terminal gives its lines: Ctrl-C stays what it is.
  const lines = createInterface({ input, terminal: false });
  lines.on('line', act);
  return () => lines.close();
}
