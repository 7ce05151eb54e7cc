// What a person cannot see must not steer a model: controls except tab and line feed, and whatever Unicode lets a
// renderer leave out, such as zero-width, bidi and tag characters (UAX 44, Default_Ignorable_Code_Point; UTR 36).
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Removes invisible characters and leaves everything else: for cards, where each visible character counts. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => (character === '\n' || character === '\t' ? character : ''));
}
