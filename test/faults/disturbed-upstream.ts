import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Ways in which an upstream fails, or the network before it. */
export type Disturbance =
  | 'hang'
  | 'half_5xx'
  | 'too_many'
  | 'truncated'
  | 'graphql_errors'
  | 'graphql_errors_after_commit'
  | 'reset_before_send'
  | 'reset_after_commit'
  | 'slow';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Seconds that `too_many` asks to wait for. */
export const askedToWait = 7;

/**
 * Stands between the server and the simulator, on a port of its own, and disturbs what passes: whole calls, or those of which the
 * body has a certain word in it.
 */
export const startDisturbedUpstream = async (port: number, targetPort: number) => {
  let how: Disturbance | undefined;
  let only = '';
  let count = 0;
  let calls = 0;

  const forward = async (incoming: IncomingMessage, body: Buffer): Promise<Answer> => {
    const passed = request({
      host: '127.0.0.1',
      port: targetPort,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: { ...incoming.headers, connection: 'close' },
    });
    passed.end(body);
    const answered: IncomingMessage[] = await once(passed, 'response');
    const [answer] = answered;
    if (!answer) throw new Error('no answer');
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
  };
  const send = (outgoing: ServerResponse, { status, headers, body }: Answer): void => {
    const { 'transfer-encoding': _, ...rest } = headers;
    outgoing.writeHead(status, { ...rest, 'content-length': body.byteLength, connection: 'close' }).end(body);
  };
  const asJson = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  });
  const errors = { data: null, errors: [{ message: 'An error of the kind that quotes Trinity Bakery' }] };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const isMeant = how !== undefined && body.includes(only);
    if (isMeant) count += 1;
    calls += 1;
    switch (isMeant ? how : undefined) {
      case undefined:
        return send(outgoing, await forward(incoming, body));
      case 'hang':
        // Heard and done, but never answered; ends with the connection.
        await forward(incoming, body);
        return;
      case 'half_5xx':
        return send(outgoing, count % 2 ? asJson(500, { error: {} }) : await forward(incoming, body));
      case 'too_many':
        return send(outgoing, asJson(429, { error: {} }, { 'retry-after': String(askedToWait) }));
      case 'truncated': {
        const whole = await forward(incoming, body);
        return send(outgoing, { ...whole, body: whole.body.subarray(0, whole.body.byteLength / 2) });
      }
      case 'graphql_errors':
        return send(outgoing, asJson(200, errors));
      case 'graphql_errors_after_commit':
        await forward(incoming, body);
        return send(outgoing, asJson(200, errors));
      case 'reset_before_send':
        incoming.socket.resetAndDestroy();
        return;
      case 'reset_after_commit':
        await forward(incoming, body);
        incoming.socket.resetAndDestroy();
        return;
      case 'slow': {
        const whole = await forward(incoming, body);
        setTimeout(() => send(outgoing, whole), 400);
        return;
      }
    }
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const listen = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  await listen();
  return {
    /** Calls that came, disturbed or not. */
    calls: () => calls,
    /** Disturbed so far. */
    disturbed: () => count,
    /** From now on, calls whose body has `word` in it. */
    disturb(next: Disturbance, word = '') {
      how = next;
      only = word;
      count = 0;
    },
    /** All is well again. */
    async calm() {
      how = undefined;
      if (!server.listening) await listen();
    },
    /** Nobody listens until it is calm again. */
    refuse: stop,
    close: stop,
  };
};
