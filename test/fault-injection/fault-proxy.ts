import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type ProxyFault =
  | 'hang'
  | 'half_5xx'
  | 'too_many'
  | 'truncated'
  | 'broken_off'
  | 'graphql_errors'
  | 'graphql_errors_after_commit'
  | 'reset_before_send'
  | 'reset_after_commit'
  | 'slow';

interface ProxyResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Value of `Retry-After` for `too_many`, in seconds. */
export const RETRY_AFTER_SECONDS = 7;

/**
 * A proxy between server and simulator that injects a fault into all calls, or only into those whose URL or body
 * contains a given substring.
 */
export async function startFaultProxy(port: number, targetPort: number) {
  let activeFault: ProxyFault | undefined;
  let substring = '';
  let count = 0;
  let callCount = 0;

  const forward = async (incoming: IncomingMessage, body: Buffer): Promise<ProxyResponse> => {
    const upstreamRequest = request({
      host: '127.0.0.1',
      port: targetPort,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: { ...incoming.headers, connection: 'close' },
    });
    upstreamRequest.end(body);
    const responses: IncomingMessage[] = await once(upstreamRequest, 'response');
    const [response] = responses;
    if (!response) throw new Error('the upstream sent no response');
    return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
  };
  const send = (outgoing: ServerResponse, { status, headers, body }: ProxyResponse): void => {
    const { 'transfer-encoding': _, ...rest } = headers;
    outgoing.writeHead(status, { ...rest, 'content-length': body.byteLength, connection: 'close' }).end(body);
  };
  const jsonResponse = (status: number, value: unknown, headers: Record<string, string> = {}): ProxyResponse => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  });
  const errors = { data: null, errors: [{ message: 'An error of the kind that quotes Trinity Bakery' }] };

  const handleRequest = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const isMatch = activeFault !== undefined && `${incoming.url} ${body}`.includes(substring);
    if (isMatch) count += 1;
    callCount += 1;
    switch (isMatch ? activeFault : undefined) {
      case undefined:
        return send(outgoing, await forward(incoming, body));
      case 'hang':
        // The upstream has processed the call, but no response is sent; the connection stays open.
        await forward(incoming, body);
        return;
      case 'half_5xx':
        return send(outgoing, count % 2 ? jsonResponse(500, { error: {} }) : await forward(incoming, body));
      case 'too_many':
        return send(outgoing, jsonResponse(429, { error: {} }, { 'retry-after': String(RETRY_AFTER_SECONDS) }));
      case 'truncated': {
        const response = await forward(incoming, body);
        return send(outgoing, { ...response, body: response.body.subarray(0, response.body.byteLength / 2) });
      }
      case 'broken_off': {
        // The response is chunked, so the client cannot use Content-Length to detect that bytes are missing.
        const { status, headers, body: whole } = await forward(incoming, body);
        const { 'content-length': _, ...rest } = headers;
        outgoing.writeHead(status, rest);
        outgoing.write(whole.subarray(0, whole.byteLength / 2), () => outgoing.destroy());
        return;
      }
      case 'graphql_errors':
        return send(outgoing, jsonResponse(200, errors));
      case 'graphql_errors_after_commit':
        await forward(incoming, body);
        return send(outgoing, jsonResponse(200, errors));
      case 'reset_before_send':
        incoming.socket.resetAndDestroy();
        return;
      case 'reset_after_commit':
        await forward(incoming, body);
        incoming.socket.resetAndDestroy();
        return;
      case 'slow': {
        const response = await forward(incoming, body);
        setTimeout(() => send(outgoing, response), 400);
        return;
      }
    }
  };

  const server = createServer((incoming, outgoing) => {
    handleRequest(incoming, outgoing).catch(() => outgoing.destroy());
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
    callCount: () => callCount,
    /** Number of faults injected since the last `inject`. */
    injectedCount: () => count,
    /** From now on, injects the fault into calls whose URL or body contains `text`. */
    inject(next: ProxyFault, text = '') {
      activeFault = next;
      substring = text;
      count = 0;
    },
    /** Stops injecting faults and accepts connections again. */
    async recover() {
      activeFault = undefined;
      if (!server.listening) await listen();
    },
    refuseConnections: stop,
    close: stop,
  };
}
