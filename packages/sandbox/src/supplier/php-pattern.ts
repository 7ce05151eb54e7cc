const OUTSIDE: Record<string, string> = {
  '.': '[^\\n]',
  // Before a last line break too.
  $: '(?=\\n?(?![\\s\\S]))',
  // Without /u no byte above 0x7F is a blank; JavaScript takes 0xA0 for one.
  '\\s': '[\\t-\\r ]',
  '\\S': '[^\\t-\\r ]',
};
const IN_CLASS: Record<string, string> = { '\\s': '\\t-\\r ', '\\S': '\\x00-\\x08\\x0E-\\x1F!-\\xFF' };

/**
 * PHP's `preg_match('#' . pattern . '#', value)`: bytes, not characters, because there is no `/u`, so that `^.{6,}$`
 * takes two Chinese characters (supplier facts, patterns). A pattern that PHP cannot compile matches nothing.
 */
export function matchesBytes(pattern: string, value: string): boolean {
  const tokens = [...bytes(pattern).matchAll(/\\.|./gs)].map(([token]) => token);
  // The delimiter would end the pattern; PCRE has no \u.
  if (tokens.includes('#') || tokens.includes('\\u')) return false;
  try {
    return new RegExp(translate(tokens)).test(bytes(value));
  } catch {
    return false;
  }
}

/** One character a byte. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function translate(tokens: string[]): string {
  let inClass = false;
  let source = '';
  for (const token of tokens) {
    source += (inClass ? IN_CLASS : OUTSIDE)[token] ?? token;
    if (token === '[') inClass = true;
    else if (token === ']') inClass = false;
  }
  return source;
}
