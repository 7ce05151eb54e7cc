import { steadyNumber, steadyTime } from './steady.ts';

/** Makes placeholders for one recording: equal texts get the same one, so that what was asked still fits what was sent. */
export function placeholders(): (value: unknown) => unknown {
  const texts = new Map<string, string>();

  function numbered(text: string): string {
    const known = texts.get(text) ?? `text-${texts.size + 1}`;
    texts.set(text, known);
    return known;
  }

  /** Says nothing but the type of a value, and the form of a text. */
  return (value) => {
    if (typeof value === 'number') return Number.isInteger(value) ? 1 : 1.5;
    if (typeof value === 'boolean') return false;
    if (typeof value !== 'string' || value === '') return value;
    if (/^\d+(\.\d+)?$/.test(value)) return steadyNumber(value);
    if (/^https?:\/\//.test(value)) return `https://example.com/${numbered(value)}`;
    return steadyTime(value) ?? (value.startsWith('<') ? `<p>${numbered(value)}</p>` : numbered(value));
  };
}
