import { stripVTControlCharacters } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { StatusLine } from './command.ts';
import { statusLine } from './status-line.ts';
import { terminal } from './testing/terminal.ts';
import { widthOf } from './text-width.ts';

function started(stream: ReturnType<typeof terminal>, isDumb = false): StatusLine {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  return statusLine(stream, isDumb);
}

it('a terminal sees at once what is done, then that it goes on, and in the end nothing of it', () => {
  const stream = terminal({ columns: 80 });
  const line = started(stream);
  line.show('reading');
  expect(stream.text()).toSatisfy((text: string) => text.endsWith(' reading'));
  const drawn = stream.text().length;
  vi.advanceTimersByTime(1_000);
  expect(stream.text().length).toBeGreaterThan(drawn * 5);
  line.clear();
  expect(stream.text()).toSatisfy((text: string) => text.endsWith('\r\u001B[2K'));
  const end = stream.text();
  vi.advanceTimersByTime(1_000);
  line.clear();
  expect(stream.text()).toBe(end);
});

it('a known amount is a bar, and a number where there is no room', () => {
  const wide = terminal({ columns: 80 });
  started(wide).show('exporting', { done: 50, total: 100 });
  expect(wide.text()).toMatch(/exporting {2}\[#{12}-{12}\] 50\/100$/);
  const narrow = terminal({ columns: 40 });
  started(narrow).show('exporting', { done: 50, total: 100 });
  expect(narrow.text()).toMatch(/exporting {2}50\/100$/);
});

it('a line is never longer than the terminal is wide', () => {
  const stream = terminal({ columns: 20 });
  started(stream).show('问'.repeat(40));
  expect(widthOf(stripVTControlCharacters(stream.text()).trimStart())).toBe(19);
});

it.each([
  ['a pipe or a file', { isTTY: false }, false],
  ['a terminal that takes nothing back', { columns: 80 }, true],
])('%s sees nothing of it', (_, options, isDumb) => {
  const stream = terminal(options);
  const line = started(stream, isDumb);
  line.show('reading');
  vi.advanceTimersByTime(1_000);
  line.clear();
  expect(stream.text()).toBe('');
});
