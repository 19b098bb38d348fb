import { compile } from 'html-to-text';

/**
 * Text of a CSV field as plain text: known HTML becomes what it means, line ends become \n, and what PostgreSQL or a reader cannot
 * use (NUL and other control characters, invisible spaces, half of a surrogate pair) goes. Words are never changed.
 * @returns null for a field that is missing or empty
 */
export function plainText(field: string | undefined, maxLength: number): string | null {
  if (field === undefined || field === '') return null;
  const text = tidy(withoutHtml(field.toWellFormed()));
  return text === '' ? null : shorten(text, maxLength);
}

/** The same, on one line. */
export function plainLine(field: string | undefined, maxLength: number): string | null {
  const text = plainText(field, Number.MAX_SAFE_INTEGER);
  return text === null ? null : shorten(text.replace(/\s+/g, ' '), maxLength);
}

/** Only what is HTML without doubt: "<3", "a < b" and "<dot>" are words. */
const tagNames =
  'a|abbr|b|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|script|small|span|strong|style|sub|sup|table|tbody|td|th|tr|u|ul';
const tag = new RegExp(`</?(?:${tagNames})(?:\\s[^<>]*)?/?>`, 'i');
const notATag = new RegExp(`<(?!/?(?:${tagNames})(?:\\s[^<>]*)?/?>)`, 'gi');
const entity = /&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

const convert = compile({
  wordwrap: false,
  preserveNewlines: true,
  limits: { maxInputLength: 1_000_000 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

function withoutHtml(text: string): string {
  if (!tag.test(text) && !entity.test(text)) return text;
  return convert(text.replace(/\r\n?/g, '\n').replace(notATag, '&lt;'));
}

function tidy(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      .replace(/[\u00a0\u2007\u202f\t]/g, ' ')
      // Zero-width joiners (U+200C, U+200D) stay: emoji and some scripts are written with them.
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2060\ufeff]/g, '')
      .replace(/ +$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

/** Never in the middle of a surrogate pair. */
const shorten = (text: string, maxLength: number): string =>
  text.length <= maxLength
    ? text
    : text
        .slice(0, maxLength)
        .toWellFormed()
        .replace(/\ufffd$/, '')
        .trimEnd();
