/** Long enough for what a signing page still does after it said it was done. */
const linger = 3_000;

/**
 * Watches what comes into the page beside everything else while signing is open, and afterwards takes away what DocuSign
 * left lying over the whole of it: an invisible frame there takes every click. Anything else is the host's own.
 *
 * @param origins where the signing page and its script come from
 * @returns clears up, now and for a moment longer
 */
export function watchLeftovers(origins: readonly string[]): () => void {
  const seen = new Set<Element>();
  const note = (records: readonly MutationRecord[]) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) seen.add(node);
    }
  };
  const clear = () => {
    for (const element of seen) {
      if (element.isConnected && coversPage(element) && isTheirs(element, origins)) element.remove();
    }
  };
  let over = false;
  const observer = new MutationObserver((records) => {
    note(records);
    if (over) clear();
  });
  for (const parent of [document.documentElement, document.body]) observer.observe(parent, { childList: true });
  return () => {
    over = true;
    note(observer.takeRecords());
    clear();
    setTimeout(() => {
      clear();
      observer.disconnect();
    }, linger);
  };
}

/** It says so itself, or shows a page of theirs. */
function isTheirs(element: Element, origins: readonly string[]): boolean {
  const frames = [element, ...element.querySelectorAll('iframe')].filter((one) => one instanceof HTMLIFrameElement);
  const names = [element, ...frames].map((one) => `${one.id} ${one.className} ${one.getAttribute('title') ?? ''}`);
  return names.some((name) => /docusign/i.test(name)) || frames.some(({ src }) => origins.includes(originOf(src)));
}

const originOf = (address: string) => (URL.canParse(address) ? new URL(address).origin : '');

/** It is laid over the page and nine tenths of the window or more. */
function coversPage(element: Element): boolean {
  const { position } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  return (position === 'fixed' || position === 'absolute') && width >= innerWidth * 0.9 && height >= innerHeight * 0.9;
}
