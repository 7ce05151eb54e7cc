import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';

// Plain JavaScript, which has no types.
const { stepLine } = await import(new URL('step-line.mjs', import.meta.url).href);

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function stream(isTTY: boolean, columns = 80) {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  return { isTTY, columns, write, text: () => written };
}

it('what takes longer than a moment is told within a second, and with its time when it is done', () => {
  const terminal = stream(true);
  const line = stepLine(terminal, 'Building');
  vi.advanceTimersByTime(1_000);
  expect(terminal.text()).toMatch(/Building {2}1 s$/);
  vi.advanceTimersByTime(2_000);
  line.end(true);
  expect(terminal.text()).toMatch(/Building: 3 s\n$/);
});

it('a known amount is a bar, and no line is longer than the terminal is wide', () => {
  for (const columns of [40, 80]) {
    const terminal = stream(true, columns);
    const line = stepLine(terminal, 'Setting up');
    line.show(50, 100);
    vi.advanceTimersByTime(1_000);
    const shown =
      terminal
        .text()
        .split('\r')
        .at(-1)
        ?.replace(/^\S+(?=Setting)/, '') ?? '';
    expect(shown).toContain('Setting up  [############------------]'.slice(0, columns - 1));
    expect(shown.replace(/^.*(?=Setting)/, '').length).toBeLessThan(columns);
    line.end(true);
  }
});

it('a pipe or a file gets one plain line, and none for what is quick', () => {
  const file = stream(false);
  const line = stepLine(file, 'Building');
  vi.advanceTimersByTime(10_000);
  line.end(true);
  expect(file.text()).toBe('Building ...\n');
  const quick = stream(false);
  stepLine(quick, 'Building').end(true);
  vi.advanceTimersByTime(10_000);
  expect(quick.text()).toBe('');
});

it('a failed step leaves no line of its own before what is wrong', () => {
  const terminal = stream(true);
  const line = stepLine(terminal, 'Building');
  vi.advanceTimersByTime(1_000);
  line.end(false);
  expect(terminal.text()).toMatch(/2K$/);
});
