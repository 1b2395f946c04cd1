import type { PartnerAccess } from '../enrollment/partner-access.ts';
import type { Site } from '../partners/site.ts';
import { createFinding, type Finding } from './finding.ts';

/**
 * The resources that the widget loads on this page: see "If your page has a Content-Security-Policy" in
 * docs/site-owners.md.
 */
export interface PolicyNeeds {
  readonly page: URL;
  readonly publicOrigin: string;
  readonly script: PolicyScript | undefined;
  /** Whether the widget runs in an iframe on our origin. */
  readonly isFramed: boolean;
  /** The script and the app of focused view, if the site uses it and the widget is not in an iframe. */
  readonly signing:
    | { readonly scriptUrl: string; readonly appOrigin: string; readonly trustedTypesPolicy: string }
    | undefined;
}

/** Finds the resources that the policies of a page block. All policies apply, so each can block a resource. */
export function checkPolicies(policies: readonly Policy[], needs: PolicyNeeds): readonly Finding[] {
  if (!policies.length) return [createFinding('ok', 'csp_absent')];
  const findings = policies.flatMap((policy) => [
    ...checkScripts(policy, needs),
    ...checkConnections(policy, needs),
    ...checkFrames(policy, needs),
    ...checkTrustedTypes(policy, needs),
    ...checkSandbox(policy),
  ]);
  const byText = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return byText.size ? [...byText.values()] : [createFinding('ok', 'csp_allows')];
}

function checkScripts(policy: Policy, { page, publicOrigin, script, signing }: PolicyNeeds): readonly Finding[] {
  const sources = sourcesFor(policy, 'script-src');
  if (!sources) return [];
  const allows = (url: string): boolean =>
    isStrictDynamic(sources) || allowsUrl(sources, new URL(url, publicOrigin), page);
  if (script && !allowsScript(sources, script, page)) return [createFinding('error', 'csp_script', script.url.href)];
  return [
    ...(allows('/assets/app.js') ? [] : [createFinding('error', 'csp_lazy_scripts', publicOrigin)]),
    ...(signing && !allows(signing.scriptUrl) ? [createFinding('warning', 'csp_signing', signing.scriptUrl)] : []),
  ];
}

function checkConnections(policy: Policy, { page, publicOrigin }: PolicyNeeds): readonly Finding[] {
  const sources = sourcesFor(policy, 'connect-src');
  // The loader also fetches its files before it runs them.
  const isAllowed =
    !sources ||
    ['/v1/sessions', '/assets/app.js'].every((path) => allowsUrl(sources, new URL(path, publicOrigin), page));
  return isAllowed ? [] : [createFinding('error', 'csp_connect', publicOrigin)];
}

function checkFrames(policy: Policy, { page, publicOrigin, isFramed, signing }: PolicyNeeds): readonly Finding[] {
  const sources = sourcesFor(policy, 'frame-src');
  if (!sources) return [];
  const blocks = (origin: string, path: string): boolean => !allowsUrl(sources, new URL(path, origin), page);
  const blocksWidget = blocks(publicOrigin, isFramed ? '/shop/key' : '/documents/token');
  return [
    ...(blocksWidget
      ? [
          isFramed
            ? createFinding('error', 'csp_frame', publicOrigin)
            : createFinding('warning', 'csp_frame_document', publicOrigin),
        ]
      : []),
    ...(signing && blocks(signing.appOrigin, '/') ? [createFinding('warning', 'csp_signing', signing.appOrigin)] : []),
  ];
}

/** Without a `trusted-types` directive, every Trusted Types policy is allowed. */
function checkTrustedTypes(policy: Policy, { signing }: PolicyNeeds): readonly Finding[] {
  const names = policy.get('trusted-types');
  const isAllowed = !signing || !names || names.includes('*') || names.includes(signing.trustedTypesPolicy);
  return isAllowed ? [] : [createFinding('warning', 'csp_trusted_types', signing.trustedTypesPolicy)];
}

function checkSandbox(policy: Policy): readonly Finding[] {
  const allowed = policy.get('sandbox');
  const missing = ['allow-scripts', 'allow-same-origin', 'allow-forms'].filter((token) => !allowed?.includes(token));
  return allowed && missing.length ? [createFinding('error', 'csp_sandbox', missing.join(' '))] : [];
}

/** One policy: the source list of each directive (https://www.w3.org/TR/CSP3/#policy-syntax). */
export type Policy = ReadonlyMap<string, readonly string[]>;

/**
 * Parses a header or a `meta` element, which may contain several policies. If a directive is repeated, the first one
 * counts.
 */
export const parsePolicies = (text: string): readonly Policy[] =>
  text.split(',').flatMap((policyText) => {
    const policy = new Map<string, readonly string[]>();
    for (const directive of policyText.split(';')) {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
    }
    return policy.size ? [policy] : [];
  });

type Directive = 'script-src' | 'connect-src' | 'frame-src';

/** The directives that apply, the most specific first (https://www.w3.org/TR/CSP3/#directive-fallback-list). */
const FALLBACKS: Readonly<Record<Directive, readonly string[]>> = {
  'script-src': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'frame-src': ['frame-src', 'child-src', 'default-src'],
};

/** The source list for a kind of request; undefined if the policy does not limit it. */
export const sourcesFor = (policy: Policy, directive: Directive): readonly string[] | undefined =>
  FALLBACKS[directive].map((name) => policy.get(name)).find((sources) => sources !== undefined);

/** Whether one of the sources matches the URL (https://www.w3.org/TR/CSP3/#match-url-to-source-list). */
export const allowsUrl = (sources: readonly string[], url: URL, page: URL): boolean =>
  sources.some((source) => matchesSource(source, url, page));

const HOST_SOURCE = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[^:/*]+)(?::(\d+|\*))?(\/[^?#]*)?$/i;

function matchesSource(source: string, url: URL, page: URL): boolean {
  const text = source.toLowerCase();
  if (text === "'self'") return url.host === page.host && matchesScheme(page.protocol, url.protocol);
  if (text === '*') return /^https?:$/.test(url.protocol);
  if (/^[a-z][a-z\d+.-]*:$/.test(text)) return matchesScheme(text, url.protocol);
  const [, scheme, host = '', port, path] = HOST_SOURCE.exec(source) ?? [];
  return (
    host !== '' &&
    matchesScheme(scheme === undefined ? page.protocol : `${scheme.toLowerCase()}:`, url.protocol) &&
    matchesHost(host.toLowerCase(), url.hostname) &&
    matchesPort(port, url) &&
    matchesPath(path, url.pathname)
  );
}

/** `http` also allows `https`, but not the reverse. */
const matchesScheme = (allowed: string, actual: string): boolean =>
  allowed === actual || (allowed === 'http:' && actual === 'https:');

const matchesHost = (allowed: string, actual: string): boolean =>
  allowed === '*' || allowed === actual || (allowed.startsWith('*.') && actual.endsWith(allowed.slice(1)));

/** If the source has no port, only the default port of the URL's scheme matches. `URL` omits that port. */
const matchesPort = (allowed: string | undefined, { port, protocol }: URL): boolean =>
  allowed === '*' ||
  (allowed ?? '') === port ||
  (port === '' && allowed === (protocol === 'https:' ? '443' : '80')) ||
  (port === '' && allowed === '80' && protocol === 'https:');

/** A path that ends with `/` allows everything below it. */
const matchesPath = (allowed: string | undefined, actual: string): boolean =>
  allowed === undefined || (allowed.endsWith('/') ? actual.startsWith(allowed) : actual === allowed);

export interface PolicyScript {
  readonly url: URL;
  readonly nonce?: string | undefined;
  readonly integrity?: string | undefined;
}

/**
 * Whether a policy allows a script element: by its nonce, by the hashes of its integrity, or by its URL, which counts
 * only without `strict-dynamic` (https://www.w3.org/TR/CSP3/#script-pre-request).
 */
export function allowsScript(sources: readonly string[], script: PolicyScript, page: URL): boolean {
  if (script.nonce && sources.includes(`'nonce-${script.nonce}'`)) return true;
  const hashes = script.integrity?.split(/\s+/).filter(Boolean) ?? [];
  if (hashes.length && hashes.every((hash) => sources.includes(`'${hash}'`))) return true;
  return !isStrictDynamic(sources) && allowsUrl(sources, script.url, page);
}

/** Whether the policy allows scripts that an allowed script loads, but not scripts that are only listed by URL. */
const isStrictDynamic = (sources: readonly string[]): boolean =>
  sources.some((source) => source.toLowerCase() === "'strict-dynamic'");

const TRUSTED_TYPES_POLICY = 'commercial-shopper#docusign';

/**
 * Returns the resources that the page must allow so that customers can sign on it; undefined if they sign elsewhere.
 */
export function signingNeeds(
  site: Pick<Site, 'signingMethod' | 'presentations'>,
  access: Pick<PartnerAccess, 'docusign' | 'signingAppOrigin'> | undefined,
): PolicyNeeds['signing'] {
  if (!access?.docusign || site.signingMethod !== 'session' || !site.presentations.includes('focused'))
    return undefined;
  return {
    scriptUrl: access.docusign.bundle,
    appOrigin: access.signingAppOrigin,
    trustedTypesPolicy: TRUSTED_TYPES_POLICY,
  };
}
