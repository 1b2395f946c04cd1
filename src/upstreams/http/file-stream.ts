/**
 * Tracks whether the consumer of a file's bytes is currently waiting for their source. After a source error,
 * `isWaitingForSource` stays true.
 */
export function trackConsumption(bytes: AsyncIterable<Uint8Array>): {
  readonly bytes: AsyncIterable<Uint8Array>;
  isWaitingForSource(): boolean;
} {
  let isWaiting = false;
  async function* source() {
    isWaiting = true;
    for await (const chunk of bytes) {
      isWaiting = false;
      yield chunk;
      isWaiting = true;
    }
    isWaiting = false;
  }
  return { bytes: source(), isWaitingForSource: () => isWaiting };
}

/** Converts to a stream that reads the source only on demand, so that no data accumulates if the upstream is slow. */
export function toReadableStream(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
