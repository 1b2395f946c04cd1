/** The writing end of an event stream. */
export interface EventWriter {
  /** The reader has gone, or the stream was ended. */
  readonly isOver: boolean;
  /** Resolves once the reader has taken what was written before: who reads slowly is waited for. */
  write(text: string): Promise<void>;
  end(): void;
  onOver(listener: () => void): void;
}

const encoder = new TextEncoder();

/**
 * A body for `text/event-stream` (https://html.spec.whatwg.org/multipage/server-sent-events.html). One plain stream, since thousands
 * are open at a time: Hono's own helper has three for each.
 *
 * @param work writes; when it is done, the stream ends; when it fails, the stream breaks off
 */
export const createEventStream = (work: (writer: EventWriter) => Promise<void>): ReadableStream<Uint8Array> => {
  let isOver = false;
  let taken: (() => void) | undefined;
  const listeners: (() => void)[] = [];
  const over = (): void => {
    isOver = true;
    taken?.();
    for (const listener of listeners) listener();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const writer: EventWriter = {
          get isOver() {
            return isOver;
          },
          async write(text) {
            if (isOver) return;
            controller.enqueue(encoder.encode(text));
            if ((controller.desiredSize ?? 0) > 0) return;
            await new Promise<void>((resolve) => {
              taken = resolve;
            });
          },
          end() {
            if (isOver) return;
            controller.close();
            over();
          },
          onOver: (listener) => void listeners.push(listener),
        };
        work(writer).then(writer.end, (error: unknown) => {
          over();
          controller.error(error);
        });
      },
      pull() {
        taken?.();
        taken = undefined;
      },
      cancel: over,
    },
    { highWaterMark: 1 },
  );
};
