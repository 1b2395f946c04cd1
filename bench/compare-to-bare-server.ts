import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import autocannon from 'autocannon';

interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Figures {
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
  readonly failures: number;
}

export interface Comparison {
  readonly bff: Figures;
  readonly bare: Figures;
  /** Requests per second of the BFF divided by those of the bare server. */
  readonly ratio: number;
}

/** Seconds of load, and the number of connections. The warm-up, during which code is compiled, is not counted. */
const LOAD = { connections: 20, duration: 3 };
const WARM_UP = { connections: 20, duration: 2 };
/**
 * The servers take turns, and the median of the rounds is reported, so that other load on the machine does not favor
 * either.
 */
const ROUNDS = 5;

async function runLoad({ url, headers, body }: Load): Promise<Figures> {
  const result = await autocannon({ ...LOAD, url, method: 'POST', headers, body });
  return {
    requestsPerSecond: Math.round(result.requests.average),
    p99Milliseconds: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** A Node server in its own process that answers every request with `status` and `response`. */
async function spawnBareServer(status: number, response: Buffer): Promise<{ readonly url: string; stop(): void }> {
  const program = `
    const answer = require('node:fs').readFileSync(0);
    require('node:http').createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(Number(process.argv[1]), { 'Content-Type': 'application/json' }).end(answer));
    }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['-e', program, String(status)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(response);
  const [line] = await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${Number(String(line))}`, stop: () => child.kill() };
}

/** The response body as sent, still compressed; `fetch` would decompress it. */
async function readRaw({ url, headers, body }: Load): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  const outgoing = request(url, { method: 'POST', headers });
  outgoing.end(body);
  const [response]: IncomingMessage[] = await once(outgoing, 'response');
  if (!response) throw new Error('the server sent no response');
  return { status: response.statusCode ?? 0, bytes: await buffer(response) };
}

/**
 * After warming up the BFF, sends the same load alternately to the BFF and to a bare server that returns the BFF's
 * response.
 */
export async function compare(sent: Load): Promise<Comparison> {
  const { url, headers, body } = sent;
  const sample = await readRaw(sent);
  // Read without decompression, so that the bare server sends the same bytes.
  const bare = await spawnBareServer(sample.status, sample.bytes);
  try {
    await autocannon({ ...WARM_UP, url, method: 'POST', headers, body });
    const comparisons: Comparison[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const figures = { bff: await runLoad(sent), bare: await runLoad({ ...sent, url: bare.url }) };
      const ratio = figures.bff.requestsPerSecond / figures.bare.requestsPerSecond;
      comparisons.push({ ...figures, ratio: Number(ratio.toFixed(3)) });
    }
    const [median] = comparisons.toSorted((a, b) => a.ratio - b.ratio).slice(Math.floor(ROUNDS / 2));
    if (!median) throw new Error('no rounds');
    return median;
  } finally {
    bare.stop();
  }
}
