import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { type Head, takeHead } from './answer-head.ts';
import { outgoingOf } from './connection.ts';

/** The writing end of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface EventStream {
  /** The reader has gone, or the stream was ended. */
  readonly isOver: boolean;
  /** @returns for a reader that is behind: resolves once it has taken what was written, or is gone */
  write(text: string): Promise<void> | undefined;
  end(): void;
  /** Ends the connection with all that waits in it. */
  drop(): void;
}

/**
 * Answers with an event stream. On Node it is written straight to the response, since thousands are open at a time and a web
 * stream with what pumps it costs as much memory again as the connection; anywhere else it is a web stream.
 *
 * @param over called once, when nothing will be read any more
 */
export const openEventStream = (
  context: Context,
  headers: Head,
  over: () => void,
): { readonly stream: EventStream; readonly answer: Response } => {
  const head = takeHead(context, { ...headers, 'Content-Type': 'text/event-stream' });
  const outgoing = outgoingOf(context);
  if (outgoing) return { stream: onNode(outgoing, head, over), answer: RESPONSE_ALREADY_SENT };
  const { stream, body } = onTheWeb(over);
  return { stream, answer: new Response(body, { headers: head }) };
};

const onNode = (outgoing: ServerResponse, head: Head, over: () => void): EventStream => {
  outgoing.writeHead(200, head);
  outgoing.flushHeaders();
  if (outgoing.destroyed) queueMicrotask(over);
  else outgoing.once('close', over);
  // A reader that has gone in the middle of a write: `close` follows.
  outgoing.on('error', () => {});
  return {
    get isOver() {
      return outgoing.writableEnded || outgoing.destroyed;
    },
    write(text) {
      if (outgoing.writableEnded || outgoing.destroyed || outgoing.write(text)) return undefined;
      return new Promise((resolve) => {
        const taken = (): void => {
          outgoing.off('drain', taken).off('close', taken);
          resolve();
        };
        outgoing.on('drain', taken).on('close', taken);
      });
    },
    end: () => void outgoing.end(),
    drop: () => void outgoing.destroy(),
  };
};

const encoder = new TextEncoder();

const onTheWeb = (over: () => void): { readonly stream: EventStream; readonly body: ReadableStream<Uint8Array> } => {
  let isOver = false;
  let taken: (() => void) | undefined;
  let out: ReadableStreamDefaultController<Uint8Array> | undefined;
  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    taken?.();
    over();
  };
  const end = (): void => {
    if (!isOver) out?.close();
    finish();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        out = controller;
      },
      pull() {
        taken?.();
      },
      cancel: finish,
    },
    { highWaterMark: 1 },
  );
  const stream: EventStream = {
    get isOver() {
      return isOver;
    },
    write(text) {
      if (isOver) return undefined;
      out?.enqueue(encoder.encode(text));
      if ((out?.desiredSize ?? 0) > 0) return undefined;
      return new Promise((resolve) => {
        taken = resolve;
      });
    },
    end,
    drop: end,
  };
  return { stream, body };
};
