import type { Site } from '../partners/site.ts';
import type { Embed, LoaderTag } from './embed.ts';
import { createFinding, type Finding } from './finding.ts';

/** JavaScript media types, and modules (https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type). */
const SCRIPT_TYPE = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;
const SITE_KEY = /^pk_(?:test|live)_[A-Za-z0-9]{3,64}$/;

interface TagContext {
  readonly page: URL;
  readonly publicOrigin: string;
  /** The SRI values of the files on this server, by path; undefined if they are unknown. */
  readonly releaseIntegrity: ReadonlyMap<string, string> | undefined;
}

/** Checks the script tags: number, address, type, and pinned release. */
export function checkLoaders({ loaders, elements }: Embed, context: TagContext): readonly Finding[] {
  if (!loaders.length) return [createFinding('error', 'script_missing')];
  const active = loaders.filter(({ isInert }) => !isInert);
  // Each tag with a site key of its own is a widget of its own.
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

/** The keys that the page has, each once. */
export const siteKeysOf = ({ loaders, elements }: Pick<Embed, 'loaders' | 'elements'>): readonly string[] => [
  ...new Set(
    [...loaders.filter(({ isInert }) => !isInert), ...elements].flatMap(({ siteKey }) => (siteKey ? [siteKey] : [])),
  ),
];
