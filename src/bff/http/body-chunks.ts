import type { IncomingMessage, ServerResponse } from 'node:http';

/** The number of chunks that every body may have, even if they are small. */
const FREE_CHUNKS = 64;
const SMALL_BODY_BYTES = 1_024;
/**
 * Minimum average size of the chunks beyond the free ones. TCP segments and the chunks of common HTTP libraries are
 * larger.
 */
const MIN_CHUNK_BYTES = 512;

/**
 * Aborts a request whose body arrives in tiny pieces, because each piece costs as much time and memory as a large one.
 * A body may have 64 pieces, plus one for every 512 bytes received. A piece is a chunk of a chunked body (RFC 9112
 * section 7.1), or the result of one read from a body with a Content-Length. A body with a Content-Length of at most
 * 1,024 bytes is exempt. The limit applies even if no handler reads the body. The client receives 400, unless a
 * response has started, and the connection is closed.
 *
 * @param onAbort called once, before the connection is closed
 */
export function limitBodyChunks(incoming: IncomingMessage, outgoing: ServerResponse, onAbort: () => void): void {
  const { headers, socket } = incoming;
  // Most bodies are small, and counting their pieces is not worth the time.
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= SMALL_BODY_BYTES) return;
  const push = incoming.push.bind(incoming);
  let chunks = 0;
  let bytes = 0;
  let isAborted = false;
  // Node's parser calls `push` for each piece as it arrives, even while the stream is paused.
  incoming.push = (chunk: unknown, encoding?: BufferEncoding) => {
    // Node still parses the other pieces that it has already received. Ignoring them costs least: if `push` returned
    // false, Node would stop reading again after each piece.
    if (isAborted) return true;
    if (!(chunk instanceof Uint8Array)) return push(chunk, encoding);
    chunks += 1;
    bytes += chunk.byteLength;
    if (chunks <= FREE_CHUNKS + bytes / MIN_CHUNK_BYTES) return push(chunk, encoding);
    isAborted = true;
    onAbort();
    socket.pause();
    if (outgoing.socket === socket && !outgoing.headersSent && socket.writable) {
      socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
    socket.destroySoon();
    return true;
  };
}
