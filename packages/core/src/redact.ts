import { redactParts } from './redact-parts.ts';

/** Shorter ones are not looked for: they occur in ordinary words by chance, and no upstream issues keys that short. */
export const SHORTEST_SECRET = 6;

/**
 * Makes a function that removes every secret from a text, also where it is encoded for a URL, a form, JSON, base64 or
 * byte by byte, and where only a part of it is left.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const written = secrets.flatMap(writtenForms);
  const whole = replaceForms(written.map((form) => [form, REDACTED]));
  // One scan finds all of these, so that the long forms, which are many, take no search each.
  const parts = redactParts(written, secrets.flatMap(byteForms), REDACTED);
  return (text) => parts(whole(text));
}

const REDACTED = '[redacted]';

/** Makes a function that replaces every secret in a text with its substitute, however it is encoded there. */
export function replacer(substitutes: ReadonlyMap<string, string>): (text: string) => string {
  return replaceForms(
    [...substitutes].flatMap(([secret, substitute]) =>
      formsOf(secret).map((form) => [form, substitute] as const),
    ),
  );
}

function replaceForms(
  forms: ReadonlyArray<readonly [form: string, substitute: string]>,
): (text: string) => string {
  const longestFirst = forms.toSorted(([a], [b]) => b.length - a.length);
  return (text) =>
    longestFirst.reduce((rest, [form, substitute]) => rest.replaceAll(form, () => substitute), text);
}

/** The forms in which a secret may appear in a text; none if it is too short to be told from an ordinary word. */
export function formsOf(secret: string): string[] {
  return [...writtenForms(secret), ...byteForms(secret)];
}

function writtenForms(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  const once = urlForms(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  // As PHP's json_encode writes non-ASCII characters.
  const inPhp = inJson.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const json = [inJson, inPhp].flatMap((form) => [form, form.replaceAll('/', '\\/')]);
  const twice = [...once, ...json].flatMap(urlForms);
  const forms = [secret, ...otherCases(secret), ...once, ...twice, ...json, ...base64Forms(secret)];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_SECRET);
}

/** As servers print what they take for a name or for hexadecimal digits. */
function otherCases(text: string): string[] {
  const swapped = text.replace(/[a-z]|([A-Z])/g, (letter, large?: string) =>
    large === undefined ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return [text.toLowerCase(), text.toUpperCase(), swapped];
}

/** Encoded for a URL or a form, with large and small hexadecimal digits. */
function urlForms(text: string): string[] {
  // Half of a surrogate pair, which a settings file may hold, has no form in a URL.
  const encoded = [encodeURIComponent(text.toWellFormed()), formEncode(text)];
  return [...encoded, ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()))];
}

/** In hexadecimal, and with every character percent-encoded once and twice, with large and small digits. */
function byteForms(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  const small = Buffer.from(secret, 'utf8').toString('hex');
  const forms = [small, small.toUpperCase()].flatMap((hex) => {
    const once = hex.replace(/../g, '%$&');
    const again = once.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`);
    return [hex, once, once.replaceAll('%', '%25'), again];
  });
  return [...new Set(forms)];
}

/** As forms and `URLSearchParams` write it, which encode more than `encodeURIComponent`. */
function formEncode(secret: string): string {
  return new URLSearchParams({ s: secret }).toString().slice(2);
}

/**
 * Base64 writes three bytes as four characters, so the same secret looks different at each of three places in a text;
 * its first and last characters also depend on its neighbours, and are left out.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    const own = [Math.ceil((before * 4) / 3), Math.floor((shifted.length * 4) / 3)] as const;
    return [shifted.toString('base64').slice(...own), shifted.toString('base64url').slice(...own)];
  });
}
