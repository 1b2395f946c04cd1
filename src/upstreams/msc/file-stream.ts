/** A file's bytes, and whether it is the file that is waited for: still after an error that came from it. */
export const watched = (
  bytes: AsyncIterable<Uint8Array>,
): { readonly bytes: AsyncIterable<Uint8Array>; isAwaited(): boolean } => {
  let awaited = false;
  const source = async function* () {
    awaited = true;
    for await (const chunk of bytes) {
      awaited = false;
      yield chunk;
      awaited = true;
    }
    awaited = false;
  };
  return { bytes: source(), isAwaited: () => awaited };
};

/** Asks for the next bytes only when they are wanted: nothing heaps up before a slow upstream. */
export const streamOf = (bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
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
};
