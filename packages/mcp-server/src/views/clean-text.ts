import { stripInvisible } from '@kamikit/core/base';
import { decodeHTMLStrict } from 'entities';
import { convert, type HtmlToTextOptions } from 'html-to-text';

const MARKUP = /[<&]/;
const TAG = /<[a-z/!?]/i;

// Whatever is longer or deeper is made to cost time and memory, and nobody reads it: of what is shown, this many times as
// much is looked at, markup included.
const TIMES_THE_SHOWN = 8;
const SHORTEST_SOURCE = 4 * 1024;
const MOST_PASSES = 3;

/** How much of an order's or a trade's own number is shown; real ones are far shorter. */
export const LONGEST_NUMBER = 100;

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const TO_TEXT: HtmlToTextOptions = {
  wordwrap: false,
  // Afterwards, and strictly: `&copy=2` in an address is no sign of copyright.
  decodeEntities: false,
  limits: { maxDepth: 64, ellipsis: '…' },
  selectors: [
    {
      selector: 'a',
      options: { noAnchorUrl: true, hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] },
    },
    { selector: 'img', format: 'skip' },
    // A code may stand in a heading, and its letters count.
    ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
    // Not the library's own tables: they fill memory as far as `colspan` and `rowspan` say.
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
  ],
  formatters: {
    cell(element, walk, builder) {
      walk(element.children, builder);
      builder.addInline(' ');
    },
  },
};

/**
 * An upstream's text as plain, visible text; null stays null. Cut with a notice past `maximum` characters. It never
 * throws: this text may stand beside goods that were paid for.
 */
export function cleanText(text: string | null, maximum: number): string | null {
  if (text === null) return null;
  const longest = SHORTEST_SOURCE + TIMES_THE_SHOWN * maximum;
  const visible = inert(toPlain(text.slice(0, longest)))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const characters = [...visible];
  const count = text.length > longest ? text.length : characters.length;
  if (count <= maximum) return visible;
  return `${characters.slice(0, maximum).join('')} … [cut, ${count} characters]`;
}

/** Without markup, escaped markup included: a tag may come to light only once its entities are decoded. */
function toPlain(text: string): string {
  let plain = stripInvisible(decodeHTMLStrict(TAG.test(text) ? withoutMarkup(text) : text));
  for (let pass = 1; MARKUP.test(plain); pass += 1) {
    const plainer = stripInvisible(decodeHTMLStrict(withoutTags(plain)));
    if (plainer === plain) break;
    // Escaped more often than anybody needs: it stays as it is, in a form that nobody else decodes either.
    if (pass === MOST_PASSES) return plain.replace(/&(?=[#a-z])/gi, '& ');
    plain = plainer;
  }
  return plain;
}

function withoutMarkup(html: string): string {
  try {
    return convert(html, TO_TEXT);
  } catch {
    return withoutTags(html);
  }
}

function withoutTags(text: string): string {
  return text.replace(/<[a-z/!?][^<>]*>/gi, ' ');
}

/** What a host would render, as a tag or as a Markdown link or image, is kept as the text that it is. */
function inert(text: string): string {
  return text
    .replace(/<(?=[a-z/!?])/gi, '< ')
    .replace(/!(?=\[)/g, '! ')
    .replace(/\](?=[([:])/g, '] ');
}
