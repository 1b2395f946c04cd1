/** A start tag of an HTML page. `isInert`: it is in a `template` or `noscript`, so browsers do not run it. */
export interface StartTag {
  readonly name: string;
  /** By lower-case name. Of a repeated attribute, the first counts. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly isInert: boolean;
}

/** Elements whose content is text, in which `<` begins no tag. */
const RAW_TEXT_ELEMENTS: ReadonlySet<string> = new Set([
  'script',
  'style',
  'textarea',
  'title',
  'iframe',
  'noembed',
  'noframes',
  'xmp',
]);
/** Elements whose content browsers with scripts do not run. */
const INERT_ELEMENTS: ReadonlySet<string> = new Set(['template', 'noscript']);
/** More than a page has that a person wrote. */
const MAX_TAGS = 50_000;

/**
 * Reads the start tags of a page by the rules of the HTML tokenizer
 * (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), without building a tree. Never fails, and takes
 * time in proportion to the length.
 *
 * @example readStartTags('<script async src="/shopper.js"></script>')[0]?.attributes.get('src') // '/shopper.js'
 */
export function readStartTags(html: string): readonly StartTag[] {
  const tags: StartTag[] = [];
  let inertDepth = 0;
  let at = html.indexOf('<');
  while (at >= 0 && tags.length < MAX_TAGS) {
    let next = at + 1;
    if (html.startsWith('<!--', at)) next = commentEnd(html, at + 4);
    else if (/[a-z]/i.test(html[at + 1] ?? '')) {
      const { name, attributes, end } = readTag(html, at + 1);
      tags.push({ name, attributes, isInert: inertDepth > 0 });
      next = RAW_TEXT_ELEMENTS.has(name) ? rawTextEnd(html, end, name) : end;
      if (INERT_ELEMENTS.has(name)) inertDepth++;
    } else if (html[at + 1] === '/' && /[a-z]/i.test(html[at + 2] ?? '')) {
      const { name, end } = readTag(html, at + 2);
      next = end;
      if (INERT_ELEMENTS.has(name)) inertDepth = Math.max(0, inertDepth - 1);
    } else if (/[!?/]/.test(html[at + 1] ?? '')) next = indexAfter(html, '>', at);
    at = html.indexOf('<', next);
  }
  return tags;
}

/** The index after the next `text`; the end of the page if there is none. */
function indexAfter(html: string, text: string, from: number): number {
  const index = html.indexOf(text, from);
  return index < 0 ? html.length : index + text.length;
}

function commentEnd(html: string, from: number): number {
  const [empty = ''] = /^-?>/.exec(html.slice(from, from + 2)) ?? [];
  if (empty) return from + empty.length;
  return Math.min(indexAfter(html, '-->', from), indexAfter(html, '--!>', from));
}

/** The index of the element's end tag. */
function rawTextEnd(html: string, from: number, name: string): number {
  const endTag = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  endTag.lastIndex = from;
  return endTag.exec(html)?.index ?? html.length;
}

const TAG_NAME = /[^\s/>]+/y;
const SEPARATOR = /[\s/]*/y;
/** A name may begin with `=`. The value is quoted, or it ends at a space or at `>`. */
const ATTRIBUTE = /(=?[^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s>]*)))?/y;

/** Reads a tag from its name on. A tag that the page does not end is not closed. */
function readTag(html: string, from: number) {
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = end;
    const match = pattern.exec(html);
    end += match?.[0].length ?? 0;
    return match;
  };
  let end = from;
  const name = read(TAG_NAME)?.[0].toLowerCase() ?? '';
  const attributes = new Map<string, string>();
  while (end < html.length) {
    read(SEPARATOR);
    if (html[end] === '>') return { name, attributes, end: end + 1 };
    const [text = '', key = '', double, single, bare] = read(ATTRIBUTE) ?? [];
    if (!text) end++;
    else if (!attributes.has(key.toLowerCase()))
      attributes.set(key.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
  }
  return { name, attributes, end };
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes the character references that URLs and keys have. */
const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (match, decimal, hex, named) => {
    if (named !== undefined) return NAMED_ENTITIES[String(named).toLowerCase()] ?? match;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : match;
  });
