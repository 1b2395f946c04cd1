import { isSecureUrl } from './secure-url.ts';

/**
 * DocuSign's focused view, as far as we use it
 * (https://developers.docusign.com/docs/esign-rest-api/esign101/concepts/embedding/focused-view/).
 */
export interface FocusedSigning {
  on(event: 'ready' | 'sessionEnd', listener: (event: unknown) => void): void;
  /** `selector` is looked up in the document: it does not reach into shadow roots. */
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
 * Brings in DocuSign's own script, from its own address as it must be, unless the page has it already.
 *
 * @throws Error when the address is not one to load from, the page's policy or the network stops it, or the key is not known
 */
export async function loadDocuSign({ bundle, integrationKey }: { bundle: string; integrationKey: string }) {
  if (!window.DocuSign?.loadDocuSign) {
    if (!isSecureUrl(bundle)) throw new TypeError('not a safe address for a script');
    await loadScript(bundle);
  }
  if (!window.DocuSign?.loadDocuSign) throw new TypeError('the script is not DocuSign’s');
  return window.DocuSign.loadDocuSign(integrationKey);
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.async = true;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('the script was blocked or did not load'));
    script.src = toTrustedScriptUrl(url);
    document.head.append(script);
    // Running it needs the element on the page, keeping it does not.
    script.addEventListener('load', () => script.remove());
    script.addEventListener('error', () => script.remove());
  });
}

/**
 * Through a policy where the browser knows Trusted Types: a page that enforces them lists `commercial-shopper#docusign`.
 * One that names other policies only may still take plain text, so text is tried last; a page that does neither refuses.
 */
function toTrustedScriptUrl(url: string): string {
  try {
    const policy = window.trustedTypes?.createPolicy('commercial-shopper#docusign', { createScriptURL: (url) => url });
    return policy?.createScriptURL(url) ?? url;
  } catch {
    return url;
  }
}
