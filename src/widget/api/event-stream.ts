export interface StreamEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * Reads a `text/event-stream` as the HTML standard specifies (section 9.2.6): lines end with CR, LF or CRLF, a blank
 * line ends an event, and a colon starts a comment. The widget uses this function instead of `EventSource`, which
 * cannot send the token in a header.
 *
 * @param onChunk called for each chunk, including those that contain only comments
 * @example for await (const { data } of readEvents(response.body)) …
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onChunk: () => void = () => {},
): AsyncGenerator<StreamEvent, void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  let id: string | undefined;
  let data: string[] = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onChunk();
      buffer += value;
      // A CR at the end of the chunk may be the first half of a CRLF, so it stays in the buffer until the next chunk.
      const lines = buffer.split(/\r\n|\n|\r(?!$)/);
      buffer = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length) yield { id, data: data.join('\n') };
          data = [];
          continue;
        }
        const [, field, text = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'data') data.push(text);
        else if (field === 'id' && !text.includes('\0')) id = text;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
