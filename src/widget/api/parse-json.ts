/** Text as JSON. Broken JSON becomes `undefined`, which no schema lets pass. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
