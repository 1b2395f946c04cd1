import type { Journal, JournalEntry } from '../journal.ts';

const heartbeatEvery = 15_000;

/**
 * The journal as an event stream: first what came after `seq`, then each new entry, its id the entry's seq.
 * Ends when its reader goes or `closed` aborts.
 */
export function journalStream(journal: Journal, seq: number, closed: AbortSignal): Response {
  const encoder = new TextEncoder();
  let stop = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const send = (entry: JournalEntry) => write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`);
      const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatEvery);
      const unfollow = journal.follow(send);
      const end = () => {
        stop();
        controller.close();
      };
      closed.addEventListener('abort', end);
      stop = () => {
        clearInterval(heartbeat);
        unfollow();
        closed.removeEventListener('abort', end);
      };
      write('retry: 1000\n\n');
      for (const entry of journal.since(seq)) send(entry);
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
