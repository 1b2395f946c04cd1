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

test('events are read whole, however the network cuts them', async () => {
  expect(await read('id: 7\nda', 'ta: {"a":1}\n', '\n')).toEqual([{ id: '7', data: '{"a":1}' }]);
});

test('lines may end in CRLF, also when it is cut in two', async () => {
  expect(await read('data: one\r', '\ndata: two\r\n\r\n')).toEqual([{ id: undefined, data: 'one\ntwo' }]);
});

test('comments are passed over, and several data lines belong together', async () => {
  expect(await read(': still here\n\ndata: a\ndata: b\n\n')).toEqual([{ id: undefined, data: 'a\nb' }]);
});

test('an event that was never finished is dropped', async () => {
  expect(await read('data: half')).toEqual([]);
});
