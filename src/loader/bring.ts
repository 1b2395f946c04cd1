/**
 * Brings a file of ours, so that `import()` of it may follow: that takes no integrity itself, and an import map would have
 * to be the page's. A `modulepreload` link takes one: what passed is the module, what did not can no longer be imported
 * from that address.
 *
 * It comes into the browser's cache first: that a module did not come, a browser remembers for good, and nobody could try
 * again.
 *
 * @param integrity an SRI value (https://www.w3.org/TR/SRI/)
 * @throws Error that says which file it was, and what about it
 */
export async function bring(address: string, integrity: string): Promise<void> {
  let fault = 'did not come';
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw answer;
    await answer.blob();
    fault = 'was changed: refused';
    const link = document.createElement('link');
    await new Promise((resolve, reject) => {
      link.rel = 'modulepreload';
      link.crossOrigin = '';
      link.integrity = integrity;
      link.href = address;
      link.onload = resolve;
      link.onerror = reject;
      // A browser that does not know these links would never answer, nor know much else that the app is made of.
      if (!link.relList.supports(link.rel)) reject();
      document.head.append(link);
    });
    link.remove();
  } catch {
    throw new Error(`${address} ${fault}`);
  }
}
