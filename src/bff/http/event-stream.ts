import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { outgoingOf } from './hono.ts';
import { type ResponseHeaders, takeHeaders } from './response-headers.ts';

/** The writable end of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface EventStream {
  /** Whether the client has disconnected, or the stream has ended. */
  readonly isClosed: boolean;
  /**
   * Writes to the stream.
   *
   * @returns undefined, or for a slow client a promise that resolves when the data has been read or the client has
   * disconnected
   */
  write(text: string): Promise<void> | undefined;
  end(): void;
  /** Closes the connection and discards buffered data. */
  destroy(): void;
}

/**
 * Responds with an event stream. On Node, the stream writes directly to the response, because thousands of streams may
 * be open, and a web stream doubles the memory per connection. Elsewhere, a web stream is used.
 *
 * @param onClose called once, when the client can no longer read
 */
export function openEventStream(
  context: Context,
  headers: ResponseHeaders,
  onClose: () => void,
): { readonly stream: EventStream; readonly response: Response } {
  const responseHeaders = takeHeaders(context, { ...headers, 'Content-Type': 'text/event-stream' });
  const outgoing = outgoingOf(context);
  if (outgoing)
    return { stream: createNodeStream(outgoing, responseHeaders, onClose), response: RESPONSE_ALREADY_SENT };
  const { stream, body } = createWebStream(onClose);
  return { stream, response: new Response(body, { headers: responseHeaders }) };
}

function createNodeStream(
  outgoing: ServerResponse,
  responseHeaders: ResponseHeaders,
  onClose: () => void,
): EventStream {
  outgoing.writeHead(200, responseHeaders);
  outgoing.flushHeaders();
  if (outgoing.destroyed) queueMicrotask(onClose);
  else outgoing.once('close', onClose);
  // The client disconnected during a write. A `close` event follows.
  outgoing.on('error', () => {});
  return {
    get isClosed() {
      return outgoing.writableEnded || outgoing.destroyed;
    },
    write(text) {
      if (outgoing.writableEnded || outgoing.destroyed || outgoing.write(text)) return undefined;
      return new Promise((resolve) => {
        const resume = (): void => {
          outgoing.off('drain', resume).off('close', resume);
          resolve();
        };
        outgoing.on('drain', resume).on('close', resume);
      });
    },
    end: () => void outgoing.end(),
    destroy: () => void outgoing.destroy(),
  };
}

const encoder = new TextEncoder();

function createWebStream(onClose: () => void): {
  readonly stream: EventStream;
  readonly body: ReadableStream<Uint8Array>;
} {
  let isClosed = false;
  let resume: (() => void) | undefined;
  let controllerRef: ReadableStreamDefaultController<Uint8Array> | undefined;
  const finish = (): void => {
    if (isClosed) return;
    isClosed = true;
    resume?.();
    onClose();
  };
  const end = (): void => {
    if (!isClosed) controllerRef?.close();
    finish();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controllerRef = controller;
      },
      pull() {
        resume?.();
      },
      cancel: finish,
    },
    { highWaterMark: 1 },
  );
  const stream: EventStream = {
    get isClosed() {
      return isClosed;
    },
    write(text) {
      if (isClosed) return undefined;
      controllerRef?.enqueue(encoder.encode(text));
      if ((controllerRef?.desiredSize ?? 0) > 0) return undefined;
      return new Promise((resolve) => {
        resume = resolve;
      });
    },
    end,
    destroy: end,
  };
  return { stream, body };
}
