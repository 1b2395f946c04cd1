/** The bytes of a file, and whether the consumer is currently waiting for its source. This stays true after a source error. */
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

/** Reads the source only on demand, so no data accumulates in front of a slow upstream. */
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
