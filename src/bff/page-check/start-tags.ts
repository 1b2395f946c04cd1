import { Parser } from 'htmlparser2';

/** A start tag of an HTML page. `isInert`: it is in a `template` or `noscript`, so browsers do not run it. */
export interface StartTag {
  readonly name: string;
  /** By lower-case name. Of a repeated attribute, the first counts. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly isInert: boolean;
}

/** Elements whose content browsers with scripts do not run. */
const INERT_ELEMENTS: ReadonlySet<string> = new Set(['template', 'noscript']);
/** A page is parsed in pieces, and no longer than this. The parser needs much longer for some that no one would write. */
const PIECE_LENGTH = 16 * 1024;
const MAX_PARSE_MS = 3_000;
/** More than a page has that a person wrote. */
const MAX_TAGS = 50_000;

/**
 * Reads the start tags of a page. Never fails. What could not be parsed in a few seconds is ignored.
 *
 * @example readStartTags('<script async src="/shopper.js"></script>')[0]?.attributes.get('src') // '/shopper.js'
 */
export function readStartTags(html: string): readonly StartTag[] {
  const tags: StartTag[] = [];
  let inertDepth = 0;
  const parser = new Parser({
    onopentag(name, attributes, isImplied) {
      if (isImplied || tags.length >= MAX_TAGS) return;
      tags.push({ name, attributes: new Map(Object.entries(attributes)), isInert: inertDepth > 0 });
      if (INERT_ELEMENTS.has(name)) inertDepth++;
    },
    onclosetag(name) {
      if (INERT_ELEMENTS.has(name)) inertDepth--;
    },
  });
  const deadline = performance.now() + MAX_PARSE_MS;
  for (let at = 0; at < html.length && performance.now() < deadline; at += PIECE_LENGTH)
    parser.write(html.slice(at, at + PIECE_LENGTH));
  parser.end();
  return tags;
}
