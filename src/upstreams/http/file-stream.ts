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

/** The sender sent nothing for too long while a reader was waiting for data. */
export class StalledSourceError extends Error {
  override readonly name = 'StalledSourceError';
}

/**
 * Passes on the chunks of a body, and fails if its source is silent for `maxWaitMs` while the consumer waits for a
 * chunk. Time that the consumer takes between chunks does not count, so a slow consumer receives everything. The source
 * is canceled when the consumer stops, even while the consumer waits for a chunk.
 *
 * @throws StalledSourceError
 * @example for await (const chunk of failWhenStalled(response.body, 20_000)) write(chunk)
 */
export function failWhenStalled(
  body: ReadableStream<Uint8Array>,
  maxWaitMs: number,
): AsyncIterableIterator<Uint8Array> {
  const reader = body.getReader();
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    // Closes the connection, unless everything has been read.
    await reader.cancel().catch(() => {});
    return { done: true, value: undefined };
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const { done, value } = await withinTime(reader.read(), maxWaitMs);
        return done ? { done, value: undefined } : { done, value };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
  };
}

function withinTime<T>(reading: Promise<T>, maxWaitMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new StalledSourceError(`no data for ${maxWaitMs} ms`)), maxWaitMs);
  reading.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
