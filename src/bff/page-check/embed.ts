import { Parser } from 'htmlparser2';
import type { Site } from '../partners/site.ts';
import { createFinding, type Finding } from './finding.ts';

export interface LoaderTag {
  readonly url: URL;
  readonly attributes: Readonly<Record<string, string>>;
  /** `/v1.0.0/shopper.js` → `1.0.0`; undefined for a URL that is not an exact release. */
  readonly release: string | undefined;
  readonly isInert: boolean;
  readonly siteKey: string | undefined;
  readonly isolation: string | undefined;
}

/** The widget's tags on a page, and the page's policies, in document order. */
export interface Embed {
  readonly loaders: readonly LoaderTag[];
  readonly elements: readonly { readonly siteKey: string | undefined; readonly isolation: string | undefined }[];
  readonly policies: readonly string[];
}

const LOADER_PATH = /\/(?:v([\d.]+)\/)?shopper\.js$/;
/** `/v1/shopper.js` is the newest release of version 1. */
const MAJOR_VERSION = /^\d+$/;
/** Maximum number of tags that are read: more than a page needs. */
const MAX_FOUND = 20;

/** Finds the widget's tags. URLs are relative to the page or to its `base` element. */
export function findEmbed(tags: readonly StartTag[], page: URL): Embed {
  const baseHref = tags
    .find(({ name, attributes }) => name === 'base' && attributes.has('href'))
    ?.attributes.get('href');
  const base = URL.parse(baseHref ?? '', page) ?? page;
  const named = (name: string) => tags.filter((tag) => tag.name === name);
  return {
    loaders: named('script')
      .flatMap((tag) => readLoader(tag, base))
      .slice(0, MAX_FOUND),
    elements: named('commercial-shopper')
      .filter(({ isInert }) => !isInert)
      .map(({ attributes }) => ({ siteKey: attributes.get('site'), isolation: attributes.get('isolation') }))
      .slice(0, MAX_FOUND),
    policies: named('meta')
      .filter(({ attributes }) => attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy')
      .map(({ attributes }) => attributes.get('content') ?? ''),
  };
}

/** Options are `data-…` attributes or, because some tag managers remove those attributes, query parameters. */
function readLoader({ attributes, isInert }: StartTag, base: URL): readonly LoaderTag[] {
  const src = attributes.get('src');
  const url = src === undefined ? null : URL.parse(src.trim(), base);
  const [isLoader, version] = LOADER_PATH.exec(url?.pathname ?? '') ?? [];
  if (!url || !isLoader) return [];
  const option = (name: string): string | undefined =>
    attributes.get(`data-${name}`) ?? url.searchParams.get(name) ?? undefined;
  return [
    {
      url,
      attributes: Object.fromEntries(attributes),
      release: version === undefined || MAJOR_VERSION.test(version) ? undefined : version,
      isInert,
      siteKey: option('site'),
      isolation: option('isolation'),
    },
  ];
}

/** A start tag of an HTML page. `isInert`: the tag is in a `template` or `noscript`, so browsers do not run it. */
export interface StartTag {
  readonly name: string;
  /** Attributes by lower-case name. If an attribute is repeated, the first one counts. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly isInert: boolean;
}

/** Elements whose content is not run in browsers that support scripts. */
const INERT_ELEMENTS: ReadonlySet<string> = new Set(['template', 'noscript']);
/**
 * A page is parsed in pieces, and for at most `MAX_PARSE_MS`. The parser would take much longer for some pages that no
 * person would write.
 */
const PIECE_LENGTH = 16 * 1024;
const MAX_PARSE_MS = 3_000;
/** Maximum number of tags: more than any page written by a person has. */
const MAX_TAGS = 50_000;

/**
 * Reads the start tags of a page. Never fails. The part that cannot be parsed in a few seconds is ignored.
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

/** JavaScript media types, and modules (https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type). */
const SCRIPT_TYPE = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;
const SITE_KEY = /^pk_(?:test|live)_[A-Za-z0-9]{3,64}$/;

interface TagContext {
  readonly page: URL;
  readonly publicOrigin: string;
  readonly releaseIntegrity: ReadonlyMap<string, string> | undefined;
}

export function checkLoaders({ loaders, elements }: Embed, context: TagContext): readonly Finding[] {
  if (!loaders.length) return [createFinding('error', 'script_missing')];
  const active = loaders.filter(({ isInert }) => !isInert);
  // Each tag with its own site key is a separate widget.
  const needed = Math.max(1, elements.length, new Set(active.map(({ siteKey }) => siteKey)).size);
  return [
    ...(active.length ? [] : [createFinding('error', 'script_inert')]),
    ...(active.length > needed ? [createFinding('warning', 'script_repeated', String(active.length))] : []),
    ...active.flatMap((loader) => checkLoader(loader, context)),
  ];
}

function checkLoader(loader: LoaderTag, context: TagContext): readonly Finding[] {
  const { url, attributes } = loader;
  const { page, publicOrigin } = context;
  const { type = '' } = attributes;
  const isMixed = page.protocol === 'https:' && url.protocol === 'http:';
  const isOwn = url.origin === publicOrigin;
  return [
    createFinding('ok', 'script_found', url.href),
    ...(SCRIPT_TYPE.test(type.trim()) ? [] : [createFinding('error', 'script_type', type)]),
    ...(isMixed ? [createFinding('error', 'script_insecure', url.href)] : []),
    ...(!isOwn && !isMixed ? [createFinding('warning', 'script_other_server', url.origin)] : []),
    ...(isOwn ? checkIntegrity(loader, context) : []),
  ];
}

function checkIntegrity(
  { url, attributes, release }: LoaderTag,
  { page, releaseIntegrity }: TagContext,
): readonly Finding[] {
  const { integrity, crossorigin } = attributes;
  const hashes = integrity?.split(/\s+/).filter(Boolean) ?? [];
  const expected = releaseIntegrity?.get(url.pathname.slice(1));
  const findings: Finding[] = [];
  if (release !== undefined && releaseIntegrity && expected === undefined)
    findings.push(createFinding('error', 'release_unknown', url.pathname));
  if (!hashes.length) return findings;
  if (release === undefined) findings.push(createFinding('warning', 'integrity_unpinned'));
  else if (expected !== undefined && !hashes.includes(expected))
    findings.push(createFinding('error', 'integrity_mismatch', url.pathname));
  if (crossorigin === undefined && url.origin !== page.origin)
    findings.push(createFinding('error', 'integrity_crossorigin'));
  return findings;
}

/** Checks the site keys of tags and elements. @param expected the key that the page should have */
export function checkSiteKeys(
  { loaders, elements }: Embed,
  sites: ReadonlyMap<string, Site>,
  expected: string | undefined,
): readonly Finding[] {
  const keys = siteKeysOf({ loaders, elements });
  if (!keys.length) return loaders.length ? [createFinding('error', 'site_key_missing')] : [];
  return keys.flatMap((key) => {
    if (!SITE_KEY.test(key)) return [createFinding('error', 'site_key_malformed', key)];
    const site = sites.get(key);
    if (!site) return [createFinding('error', 'site_key_unknown', key)];
    return [
      site.environment === 'live'
        ? createFinding('ok', 'site_key_live', key)
        : createFinding('warning', 'site_key_test', key),
      ...(expected !== undefined && key !== expected ? [createFinding('warning', 'site_key_other', key)] : []),
      ...(site.paused ? [createFinding('warning', 'site_paused', key)] : []),
    ];
  });
}

export const siteKeysOf = ({ loaders, elements }: Pick<Embed, 'loaders' | 'elements'>): readonly string[] => [
  ...new Set(
    [...loaders.filter(({ isInert }) => !isInert), ...elements].flatMap(({ siteKey }) => (siteKey ? [siteKey] : [])),
  ),
];
