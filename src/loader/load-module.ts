/**
 * Loads a module and verifies its integrity, so that a later `import()` runs only the bytes that were built.
 *
 * `import()` accepts no integrity value, and an import map would have to be in the host page. A `modulepreload` link
 * does accept one: a verified file enters the module map, and a file that failed can no longer be imported from that
 * URL.
 *
 * @param integrity SRI value (https://www.w3.org/TR/SRI/)
 * @throws Error that names the file and says whether it failed to load or failed its integrity check
 */
export async function loadModule(url: string, integrity: string): Promise<void> {
  let problem = 'failed to load';
  try {
    // Browsers remember a module that failed to load for the life of the page. Fetching it first keeps a retry possible.
    const response = await fetch(url);
    if (!response.ok) throw response;
    await response.blob();
    problem = 'failed its integrity check';
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    // A browser without modulepreload support would fire neither event. It also lacks many other features that the
    // widget needs.
    if (!link.relList.supports(link.rel)) throw link;
    link.crossOrigin = '';
    link.integrity = integrity;
    link.href = url;
    await new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = reject;
      document.head.append(link);
    });
    link.remove();
  } catch {
    throw new Error(`${url} ${problem}`);
  }
}
