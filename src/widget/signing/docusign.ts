import { isSecureUrl } from './open-signing.ts';
import type { SessionEndReason } from './signing-machine.ts';

/**
 * The parts of DocuSign's focused view that we use
 * (https://developers.docusign.com/docs/esign-rest-api/esign101/concepts/embedding/focused-view/).
 */
interface FocusedSigning {
  on(event: 'ready' | 'sessionEnd', listener: (event: unknown) => void): void;
  /** `selector` is resolved in the document. It does not match elements in shadow roots. */
  mount(selector: string): void;
}
interface SigningOptions {
  readonly url: string;
  readonly displayFormat: 'focused';
  readonly style: { readonly branding: { readonly primaryButton: { backgroundColor: string; color: string } } };
}
interface DocuSign {
  signing(options: SigningOptions): FocusedSigning;
}

declare global {
  interface Window {
    DocuSign?: { loadDocuSign?(integrationKey: string): Promise<DocuSign> };
    /** https://w3c.github.io/trusted-types/dist/spec/ */
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(url: string): string },
      ): {
        createScriptURL(url: string): string;
      };
    };
  }
}

/**
 * Loads DocuSign's script from DocuSign's URL, as DocuSign requires, unless the page has already loaded the script.
 *
 * @throws Error when the URL is not secure, the script is blocked or fails to load, or the integration key is unknown
 */
export async function loadDocuSign({ bundle, integrationKey }: { bundle: string; integrationKey: string }) {
  if (!window.DocuSign?.loadDocuSign) {
    if (!isSecureUrl(bundle)) throw new TypeError(`commercial-shopper: ${bundle} is not a secure URL`);
    await loadScript(bundle);
  }
  if (!window.DocuSign?.loadDocuSign)
    throw new TypeError('commercial-shopper: DocuSign’s script does not define window.DocuSign');
  return window.DocuSign.loadDocuSign(integrationKey);
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.async = true;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`commercial-shopper: ${url} was blocked or failed to load`));
    script.src = toTrustedScriptUrl(url);
    document.head.append(script);
    // The element is needed only until the script has run.
    script.addEventListener('load', () => script.remove());
    script.addEventListener('error', () => script.remove());
  });
}

/**
 * Creates a TrustedScriptURL if the browser supports Trusted Types. A page that enforces them must allow the policy
 * `commercial-shopper#docusign`. If the policy is not allowed, a plain string may still work, because a page can
 * restrict policy names without enforcing Trusted Types.
 */
function toTrustedScriptUrl(url: string): string {
  try {
    const policy = window.trustedTypes?.createPolicy('commercial-shopper#docusign', { createScriptURL: (url) => url });
    return policy?.createScriptURL(url) ?? url;
  } catch {
    return url;
  }
}

/** DocuSign's `sessionEndType` values. None of them proves that the contract was signed or declined. */
const REASONS = new Map<unknown, SessionEndReason>([
  ['signing_complete', 'finished'],
  ['decline', 'finished'],
  ['viewing_complete', 'returned'],
  ['cancel', 'postponed'],
  ['session_timeout', 'timed_out'],
  ['ttl_expired', 'timed_out'],
  ['exception', 'interrupted'],
  ['fax_pending', 'interrupted'],
]);

/** Maps a `sessionEnd` event of any shape. Unknown values are treated as an interruption. */
export function toSessionEndReason(event: unknown): SessionEndReason {
  const type = typeof event === 'object' && event && 'sessionEndType' in event ? event.sessionEndType : undefined;
  return REASONS.get(type) ?? 'interrupted';
}

/** Time after the end of the session during which DocuSign may still add elements. */
const GRACE_PERIOD_MS = 3_000;

/**
 * Records the elements that are added to the page while signing is open. Afterward, removes DocuSign's elements that
 * cover the whole page, because an invisible iframe would receive every click. Does not remove elements of the host
 * page.
 *
 * @param origins origins of the signing page and of DocuSign's script
 * @returns a function that removes the overlays, immediately and during a grace period
 */
export function watchDocuSignOverlays(origins: readonly string[]): () => void {
  const addedElements = new Set<Element>();
  const collect = (records: readonly MutationRecord[]) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) addedElements.add(node);
    }
  };
  const removeOverlays = () => {
    for (const element of addedElements) {
      if (element.isConnected && coversPage(element) && isDocuSignElement(element, origins)) element.remove();
    }
  };
  let isClosed = false;
  const observer = new MutationObserver((records) => {
    collect(records);
    if (isClosed) removeOverlays();
  });
  for (const parent of [document.documentElement, document.body]) observer.observe(parent, { childList: true });
  return () => {
    isClosed = true;
    collect(observer.takeRecords());
    removeOverlays();
    setTimeout(() => {
      removeOverlays();
      observer.disconnect();
    }, GRACE_PERIOD_MS);
  };
}

/**
 * Whether the element or an iframe in it mentions DocuSign in its ID, class or title, or is an iframe of one of the
 * origins.
 */
function isDocuSignElement(element: Element, origins: readonly string[]): boolean {
  const frames = [element, ...element.querySelectorAll('iframe')].filter(
    (candidate) => candidate instanceof HTMLIFrameElement,
  );
  const names = [element, ...frames].map(
    (candidate) => `${candidate.id} ${candidate.className} ${candidate.getAttribute('title') ?? ''}`,
  );
  return names.some((name) => /docusign/i.test(name)) || frames.some(({ src }) => origins.includes(originOf(src)));
}

const originOf = (address: string) => (URL.canParse(address) ? new URL(address).origin : '');

/** Whether the element is positioned and covers at least 90 percent of the viewport. */
function coversPage(element: Element): boolean {
  const { position } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  return (position === 'fixed' || position === 'absolute') && width >= innerWidth * 0.9 && height >= innerHeight * 0.9;
}
