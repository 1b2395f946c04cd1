import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Partners } from '../enrollment/partner-access.ts';
import type { Resolve } from '../outbox/public-request.ts';
import { isSiteOrigin } from '../partners/origin.ts';
import type { Site } from '../partners/site.ts';
import { checkPolicies, parsePolicies, signingNeeds } from './check-policy.ts';
import {
  checkLoaders,
  checkSiteKeys,
  type Embed,
  findEmbed,
  type LoaderTag,
  readStartTags,
  siteKeysOf,
} from './embed.ts';
import { type FetchedPage, fetchPage, PageFetchError } from './fetch-page.ts';
import { createFinding, type Finding, printable } from './finding.ts';

export interface PageReport {
  /** The page's address after redirects, or the given address if the page could not be read. */
  readonly url: string;
  readonly redirects: readonly string[];
  readonly scripts: readonly { readonly src: string; readonly attributes: Readonly<Record<string, string>> }[];
  /** The number of `commercial-shopper` elements. */
  readonly elementCount: number;
  readonly siteKeys: readonly string[];
  /** Errors first, then warnings. */
  readonly findings: readonly Finding[];
}

interface PageCheckContext {
  readonly partners: Partners;
  readonly publicOrigin: string;
  /** The SRI values of the files on this server, by path; undefined if they are unknown. */
  readonly releaseIntegrity?: ReadonlyMap<string, string> | undefined;
  /** Replaces the DNS lookup. */
  readonly resolve?: Resolve | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Reads a site owner's page and checks how the widget is embedded: script tag, site key, origin, pinned release, mixed
 * content and Content-Security-Policy. Elements that scripts add later are not checked, because no scripts are run.
 *
 * @param siteKey the key that the page should have. A page on this machine can be checked only for a test site
 */
export async function checkPage(
  context: PageCheckContext,
  address: string,
  siteKey: string | undefined,
): Promise<PageReport> {
  const { partners, resolve, timeoutMs } = context;
  const expected = siteKey === undefined ? undefined : partners.sites.get(siteKey);
  try {
    const page = await fetchPage(address, { allowLoopback: expected?.environment === 'test', resolve, timeoutMs });
    return reportOn(context, page, siteKey);
  } catch (error) {
    if (!(error instanceof PageFetchError)) throw error;
    const findings = [createFinding('error', error.problem, error.detail)];
    return { url: printable(address), redirects: [], scripts: [], elementCount: 0, siteKeys: [], findings };
  }
}

function reportOn(context: PageCheckContext, page: FetchedPage, expected: string | undefined): PageReport {
  const { partners, publicOrigin, releaseIntegrity } = context;
  const embed = findEmbed(readStartTags(page.html), page.url);
  const siteKeys = siteKeysOf(embed);
  const sites = siteKeys.flatMap((key) => partners.sites.get(key) ?? []);
  const findings = [
    ...(page.isTruncated ? [createFinding('warning', 'page_truncated')] : []),
    ...checkLoaders(embed, { page: page.url, publicOrigin, releaseIntegrity }),
    ...checkSiteKeys(embed, partners.sites, expected),
    ...sites.map((site) =>
      isSiteOrigin(site, page.url.origin, publicOrigin)
        ? createFinding('ok', 'origin_allowed', page.url.origin)
        : createFinding('error', 'origin_not_allowed', page.url.origin),
    ),
    ...checkIframe(embed, page, sites),
    ...checkPolicy(context, embed, page, sites[0]),
  ];
  return {
    url: printable(page.url.href),
    redirects: page.redirects.map(printable),
    scripts: embed.loaders.map(({ url, attributes }) => ({
      src: printable(url.href),
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [printable(name), printable(value)]),
      ),
    })),
    elementCount: embed.elements.length,
    siteKeys: siteKeys.map(printable),
    findings: sortByLevel(findings),
  };
}

const LEVELS = ['error', 'warning', 'ok'];
const sortByLevel = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));

const isFramed = ({ loaders, elements }: Embed): boolean =>
  [...loaders, ...elements].some(({ isolation }) => isolation === 'frame');

function checkIframe(embed: Embed, { headers }: FetchedPage, sites: readonly Site[]): readonly Finding[] {
  if (!isFramed(embed)) return [];
  const disconnects = /^same-origin\s*(;|$)/i.test(headers['cross-origin-opener-policy'] ?? '');
  return [
    ...sites
      .filter(({ hosted }) => hosted === undefined)
      .map(({ key }) => createFinding('error', 'iframe_not_set_up', key)),
    ...(disconnects ? [createFinding('warning', 'windows_disconnected')] : []),
  ];
}

function checkPolicy(
  { partners, publicOrigin }: PageCheckContext,
  embed: Embed,
  { url: page, headers }: FetchedPage,
  site: Site | undefined,
): readonly Finding[] {
  const policies = [headers['content-security-policy'] ?? '', ...embed.policies].flatMap(parsePolicies);
  const loader = embed.loaders.find(({ isInert }) => !isInert);
  const access = site && partners.access(site.partner, site.environment);
  return checkPolicies(policies, {
    page,
    publicOrigin,
    script: loader && toPolicyScript(loader),
    isFramed: isFramed(embed),
    signing: site && !isFramed(embed) ? signingNeeds(site, access) : undefined,
  });
}

const toPolicyScript = ({ url, attributes: { nonce, integrity } }: LoaderTag) => ({ url, nonce, integrity });

const manifest = z.array(z.object({ file: z.string(), integrity: z.string() }));

/**
 * Returns the SRI values of the built files, by path, which `checkPage` compares with a page's tag.
 *
 * @returns undefined if the files have not been built here, so that their hashes are not checked
 */
export async function readReleaseIntegrity(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    return new Map(manifest.parse(JSON.parse(text)).map(({ file, integrity }) => [file, integrity]));
  } catch {
    return undefined;
  }
}
