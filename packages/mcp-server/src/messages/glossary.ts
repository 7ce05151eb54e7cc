/** English sentences of others, with their facts, and what each is in another language. */
export type Glossary = ReadonlyArray<readonly [RegExp, (...facts: string[]) => string]>;

/** Null for a sentence that is not among them. */
export function translated(text: string, glossary: Glossary): string | null {
  for (const [pattern, sentence] of glossary) {
    const found = pattern.exec(text);
    if (found !== null) return sentence(...found.slice(1));
  }
  return null;
}

/** As it is, where it is not among them. */
export function inner(text: string | undefined, glossary: Glossary): string {
  return translated(text ?? '', glossary) ?? text ?? '';
}
