/** Long enough for what a signing page still does after it said it was done. */
const GRACE_PERIOD_MS = 3_000;

/**
 * Watches what comes into the page beside everything else while signing is open, and afterwards takes away what DocuSign
 * left lying over the whole of it: an invisible frame there takes every click. Anything else is the host's own.
 *
 * @param origins where the signing page and its script come from
 * @returns clears up, now and for a moment longer
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

/** It says so itself, or shows a page of theirs. */
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

/** It is laid over the page and nine tenths of the window or more. */
function coversPage(element: Element): boolean {
  const { position } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  return (position === 'fixed' || position === 'absolute') && width >= innerWidth * 0.9 && height >= innerHeight * 0.9;
}
