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
  readonly notOk: number;
}

export interface Comparison {
  readonly bff: Figures;
  readonly bare: Figures;
  /** bff requests/s ÷ bare requests/s */
  readonly ratio: number;
}

/** Seconds of load from so many connections; the first seconds, in which code is compiled, are not counted. */
const load = { connections: 20, duration: 3 };
const warmUp = { connections: 20, duration: 2 };
/** In turn, and the middle one counts: what else the machine does in a moment must not fall on one of the two only. */
const rounds = 5;

const fire = async ({ url, headers, body }: Load): Promise<Figures> => {
  const result = await autocannon({ ...load, url, method: 'POST', headers, body });
  return {
    requestsPerSecond: Math.round(result.requests.average),
    p99Milliseconds: result.latency.p99,
    notOk: result.non2xx + result.errors + result.timeouts,
  };
};

/** A Node server in its own process, as the BFF is, that answers `status` and `answer` to whatever it is asked. */
const spawnBare = async (status: number, answer: Buffer): Promise<{ readonly url: string; stop(): void }> => {
  const program = `
    const answer = require('node:fs').readFileSync(0);
    require('node:http').createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(Number(process.argv[1]), { 'Content-Type': 'application/json' }).end(answer));
    }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['-e', program, String(status)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(answer);
  const [line] = await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${Number(String(line))}`, stop: () => child.kill() };
};

/** One answer as it is on the wire: fetch would unpack it. */
const readRaw = async ({ url, headers, body }: Load): Promise<{ readonly status: number; readonly bytes: Buffer }> => {
  const asked = request(url, { method: 'POST', headers });
  asked.end(body);
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  if (!answer) throw new Error('no answer');
  return { status: answer.statusCode ?? 0, bytes: await buffer(answer) };
};

/** Fires the same load at the BFF and at a bare server with the BFF's own answer, in turn; a warm-up first, not counted. */
export const compare = async (sent: Load): Promise<Comparison> => {
  const { url, headers, body } = sent;
  const sample = await readRaw(sent);
  // Read raw, so that the bare server sends the very bytes, compressed as they are.
  const bare = await spawnBare(sample.status, sample.bytes);
  try {
    await autocannon({ ...warmUp, url, method: 'POST', headers, body });
    const turns: Comparison[] = [];
    for (let round = 0; round < rounds; round++) {
      const figures = { bff: await fire(sent), bare: await fire({ ...sent, url: bare.url }) };
      const ratio = figures.bff.requestsPerSecond / figures.bare.requestsPerSecond;
      turns.push({ ...figures, ratio: Number(ratio.toFixed(3)) });
    }
    const [middle] = turns.toSorted((a, b) => a.ratio - b.ratio).slice(Math.floor(rounds / 2));
    if (!middle) throw new Error('no rounds');
    return middle;
  } finally {
    bare.stop();
  }
};
