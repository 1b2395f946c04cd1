/** DocuSign may still add elements this long after its session has ended. */
const GRACE_PERIOD_MS = 3_000;

/**
 * Records the elements added to the page while signing is open. Afterwards, removes any that DocuSign left on top of
 * the whole page: an invisible iframe would receive every click. The host page's elements are not touched.
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

/** Whether the element's name mentions DocuSign, or the element contains an iframe from one of the origins. */
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
