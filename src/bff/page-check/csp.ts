/** One policy: the source list of each directive (https://www.w3.org/TR/CSP3/#policy-syntax). */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Parses a header or a `meta` element, which may contain several policies. Of a repeated directive, the first counts. */
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

/** Without a port, only the default port of the URL's scheme matches. `URL` leaves that one out. */
const matchesPort = (allowed: string | undefined, { port, protocol }: URL): boolean =>
  allowed === '*' ||
  (allowed ?? '') === port ||
  (port === '' && allowed === (protocol === 'https:' ? '443' : '80')) ||
  (port === '' && allowed === '80' && protocol === 'https:');

/** A path that ends with `/` allows everything below it. */
const matchesPath = (allowed: string | undefined, actual: string): boolean =>
  allowed === undefined || (allowed.endsWith('/') ? actual.startsWith(allowed) : actual === allowed);

/** A script element, as far as a policy matters. */
export interface PolicyScript {
  readonly url: URL;
  readonly nonce?: string | undefined;
  readonly integrity?: string | undefined;
}

/**
 * Whether a policy runs a script element: by its nonce, by the hashes of its integrity, or by its URL, which counts only
 * without `strict-dynamic` (https://www.w3.org/TR/CSP3/#script-pre-request).
 */
export function allowsScript(sources: readonly string[], script: PolicyScript, page: URL): boolean {
  if (script.nonce && sources.includes(`'nonce-${script.nonce}'`)) return true;
  const hashes = script.integrity?.split(/\s+/).filter(Boolean) ?? [];
  if (hashes.length && hashes.every((hash) => sources.includes(`'${hash}'`))) return true;
  return !isStrictDynamic(sources) && allowsUrl(sources, script.url, page);
}

/** Whether scripts that an allowed script loads are allowed too, and those that are only listed by URL are not. */
export const isStrictDynamic = (sources: readonly string[]): boolean =>
  sources.some((source) => source.toLowerCase() === "'strict-dynamic'");
