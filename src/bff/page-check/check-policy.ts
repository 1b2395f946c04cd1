import { allowsScript, allowsUrl, isStrictDynamic, type Policy, type PolicyScript, sourcesFor } from './csp.ts';
import { createFinding, type Finding } from './finding.ts';

/** What the widget loads on this page: see "If your page has a Content-Security-Policy" in docs/site-owners.md. */
export interface PolicyNeeds {
  readonly page: URL;
  readonly publicOrigin: string;
  /** The loader's script tag, if the page has one. */
  readonly script: PolicyScript | undefined;
  /** Whether the widget runs in an iframe on our origin. */
  readonly isFramed: boolean;
  /** The script and the app of signing in the page, if the site uses it and the widget is not in an iframe. */
  readonly signing:
    | { readonly scriptUrl: string; readonly appOrigin: string; readonly trustedTypesPolicy: string }
    | undefined;
}

/** What the policies of a page block. All of them apply, so each can block something. */
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

/** Trusted Types without a list of policies allow every policy. */
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
