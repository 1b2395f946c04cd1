/**
 * `error`: the widget does not work on this page, or not in browsers that enforce the policy. `warning`: a part of the
 * widget does not work, or may stop working. `ok`: checked and correct.
 */
export type Level = 'error' | 'warning' | 'ok';

/** One result of a check. Codes are stable; `detail` is the subject of the finding, and may come from the page. */
export interface Finding {
  readonly level: Level;
  readonly code: FindingCode;
  readonly detail?: string | undefined;
}

/** The text of each finding, for the site's owner and the operator. `…` is replaced with the detail. */
export const FINDINGS = {
  address_invalid:
    'The address must begin with https:// and contain no user name. Redirects must lead to such addresses too.',
  address_denied: 'The host … has an address that is not public, so this server does not connect to it.',
  page_timeout: 'The page did not respond completely within 10 seconds.',
  page_unreachable: 'The page could not be reached. Check the host name and its certificate.',
  page_status: 'The page responded with status ….',
  too_many_redirects: 'The page redirects more than three times.',
  not_html: 'The address is not an HTML page. Its media type is “…”.',
  page_truncated: 'The page is larger than 1 MB. Only its beginning was checked.',
  script_missing:
    'There is no script tag for shopper.js in the page’s HTML. If a script or a tag manager adds it later, this check cannot see it.',
  script_found: 'The script tag is in the page: …',
  script_inert: 'The script tag is inside a template or noscript element, where browsers do not run it.',
  script_type:
    'The script tag has the type “…”, so browsers do not run it until another script, such as a consent tool, changes it.',
  script_repeated: 'The script is in the page … times. One tag for each widget is enough.',
  script_other_server:
    'The script is loaded from …, which is not this server. Load it from this server, so that it receives updates.',
  script_insecure: 'The page uses https, but loads … with http. Browsers block such mixed content.',
  site_key_missing: 'Neither the script tag nor a commercial-shopper element has a site key.',
  site_key_malformed: '“…” is not a site key. Keys begin with pk_test_ or pk_live_.',
  site_key_unknown: 'No site has the key ….',
  site_key_other: 'The page has the key …, which is not the one that you named.',
  site_key_live: 'The key … belongs to a live site.',
  site_key_test: 'The key … belongs to a test site, whose rates and contracts are not real.',
  site_paused: 'The site … is paused and opens no new sessions.',
  origin_allowed: 'The page’s origin … is in the site’s list.',
  origin_not_allowed: 'The page’s origin … is not in the site’s list of origins. Ask the operator to add it.',
  iframe_not_set_up: 'The tag has isolation="frame", but the site … has no hosted page.',
  windows_disconnected:
    'The page’s Cross-Origin-Opener-Policy disconnects the window in which an iframe signs. Use signing by email, or leave isolation out.',
  release_unknown: 'The tag loads …, which this server does not have. Ask the operator for the current version.',
  integrity_mismatch: 'The tag’s integrity does not match … on this server, so browsers refuse to run it.',
  integrity_unpinned:
    'The tag has an integrity value, but its URL is updated. Load an exact release, such as /v1.0.0/shopper.js.',
  integrity_crossorigin: 'A script with integrity from another origin also needs crossorigin="anonymous".',
  csp_absent: 'The page has no Content-Security-Policy, so nothing is blocked.',
  csp_allows: 'The page’s Content-Security-Policy allows the widget.',
  csp_script: 'script-src blocks the script …. Allow it by its origin, or by the policy’s nonce on the tag.',
  csp_lazy_scripts: 'script-src blocks the widget’s other files from …. Allow the origin, or add strict-dynamic.',
  csp_connect: 'connect-src blocks requests to …. Allow this origin.',
  csp_frame: 'frame-src blocks the iframe from …. Allow this origin.',
  csp_frame_document: 'frame-src blocks iframes from …, so a contract opens in a tab instead of in the page.',
  csp_signing: 'The policy blocks … for signing in the page, so signing opens in a window.',
  csp_trusted_types: 'trusted-types does not list …, so signing opens in a window.',
  csp_sandbox: 'The policy’s sandbox lacks …, without which the widget does not work.',
} as const;
export type FindingCode = keyof typeof FINDINGS;

/** @example createFinding('error', 'page_status', '404') */
export const createFinding = (level: Level, code: FindingCode, detail?: string): Finding => ({
  level,
  code,
  ...(detail === undefined ? {} : { detail: printable(detail) }),
});

const MAX_DETAIL_LENGTH = 300;

/** Makes text from a page safe to print on a terminal: one line of limited length, without control characters. */
export const printable = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�').slice(0, MAX_DETAIL_LENGTH);

export const findingText = ({ code, detail = '' }: Finding): string => FINDINGS[code].replace('…', () => detail);
