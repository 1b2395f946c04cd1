import { expect, test } from 'vitest';
import { readEvents, type StreamEvent } from './event-stream.ts';

async function read(...chunks: string[]) {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

test('assembles events from chunks of any size', async () => {
  expect(await read('id: 7\nda', 'ta: {"a":1}\n', '\n')).toEqual([{ id: '7', data: '{"a":1}' }]);
});

test('accepts CRLF line endings, even when a chunk ends between CR and LF', async () => {
  expect(await read('data: one\r', '\ndata: two\r\n\r\n')).toEqual([{ id: undefined, data: 'one\ntwo' }]);
});

test('skips comments, and joins the data lines of an event', async () => {
  expect(await read(': still here\n\ndata: a\ndata: b\n\n')).toEqual([{ id: undefined, data: 'a\nb' }]);
});

test('drops an incomplete event at the end of the stream', async () => {
  expect(await read('data: half')).toEqual([]);
});
