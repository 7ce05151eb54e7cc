// Shorter ones stand in ordinary words by chance, and no upstream gives out such a key.
const SHORTEST_SECRET = 6;

/** Makes a function that takes each secret out of a text, also as it stands in a URL, a form or in base64. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret), formEncode(secret), btoaUtf8(secret)])
    .sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text);
}

/** As forms and `URLSearchParams` write it, which encode more than `encodeURIComponent`. */
function formEncode(secret: string): string {
  return new URLSearchParams({ s: secret }).toString().slice(2);
}

// The padded end depends on what follows the secret, so only the part that is always the same is looked for.
function btoaUtf8(secret: string): string {
  const bytes = Buffer.from(secret, 'utf8');
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
}

/**
 * A key as it can stand in an HTTP header, without the blanks around it.
 *
 * @throws {TypeError} that names the setting but never shows the key.
 */
export function checkHeaderSecret(name: string, secret: string): string {
  const key = secret.trim();
  if (!/^[\x21-\x7E]+$/.test(key))
    throw new TypeError(`${name} must be printable ASCII without blanks, and not empty`);
  return key;
}
