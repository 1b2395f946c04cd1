/** A file's bytes, and whether it is the file that is waited for: still after an error that came from it. */
export const trackConsumption = (
  bytes: AsyncIterable<Uint8Array>,
): { readonly bytes: AsyncIterable<Uint8Array>; isWaitingForSource(): boolean } => {
  let isWaiting = false;
  const source = async function* () {
    isWaiting = true;
    for await (const chunk of bytes) {
      isWaiting = false;
      yield chunk;
      isWaiting = true;
    }
    isWaiting = false;
  };
  return { bytes: source(), isWaitingForSource: () => isWaiting };
};

/** Asks for the next bytes only when they are wanted: nothing heaps up before a slow upstream. */
export const toReadableStream = (bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
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
