import type { StartTag } from './start-tags.ts';

/** A script tag that loads the widget's loader. */
export interface LoaderTag {
  readonly url: URL;
  readonly attributes: Readonly<Record<string, string>>;
  /** `/v1.0.0/shopper.js` → `1.0.0`; undefined for a URL that is updated. */
  readonly release: string | undefined;
  readonly isInert: boolean;
  readonly siteKey: string | undefined;
  readonly isolation: string | undefined;
}

/** What a page has of the widget, in the order of the page. */
export interface Embed {
  readonly loaders: readonly LoaderTag[];
  /** `commercial-shopper` elements. */
  readonly elements: readonly { readonly siteKey: string | undefined; readonly isolation: string | undefined }[];
  /** The content of `meta` elements with a Content-Security-Policy. */
  readonly policies: readonly string[];
}

const LOADER_PATH = /\/(?:v([\d.]+)\/)?shopper\.js$/;
/** `/v1/shopper.js` is the newest release of version 1. */
const MAJOR_VERSION = /^\d+$/;
/** More than a page needs. */
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

/** Options are `data-…` attributes or, for tag managers that remove those, in the query. */
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
