import type { Journal, JournalEntry } from '../journal.ts';

const HEARTBEAT_INTERVAL_MS = 15_000;

/**
 * Streams the journal as server-sent events: first the entries after `afterSeq`, then each new one. The event ID is
 * the entry's `seq`. Ends when the reader disconnects or `closed` aborts.
 */
export function journalStream(journal: Journal, afterSeq: number, closed: AbortSignal): Response {
  const encoder = new TextEncoder();
  let cleanUp = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const send = (entry: JournalEntry) => write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`);
      const heartbeat = setInterval(() => write(': heartbeat\n\n'), HEARTBEAT_INTERVAL_MS);
      const unsubscribe = journal.subscribe(send);
      const close = () => {
        cleanUp();
        controller.close();
      };
      closed.addEventListener('abort', close);
      cleanUp = () => {
        clearInterval(heartbeat);
        unsubscribe();
        closed.removeEventListener('abort', close);
      };
      write('retry: 1000\n\n');
      for (const entry of journal.entriesAfter(afterSeq)) send(entry);
    },
    cancel: () => cleanUp(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
