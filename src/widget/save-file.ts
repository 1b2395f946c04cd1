/** Time for which the object URL is kept, because the browser needs the URL until it has started to save the file. */
const KEEP_MS = 60_000;

/**
 * Saves a file that the page already has, such as the response to a request that needs the session token in a header.
 *
 * @example saveFile(new Blob([text], { type: 'text/calendar' }), 'contract-7F3K-22QD.ics')
 */
export function saveFile(content: Blob, fileName: string): void {
  const objectUrl = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = objectUrl;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(objectUrl), KEEP_MS);
}
