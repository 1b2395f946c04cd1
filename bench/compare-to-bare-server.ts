import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import autocannon from 'autocannon';

interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly pid: number;
  /** Creates the headers and body of each request. If undefined, all requests are the same. */
  readonly next?: () => { readonly headers: Record<string, string>; readonly body: string };
}

interface Figures {
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
  readonly failures: number;
  /** CPU time of the server per request, in microseconds. Undefined on systems without `/proc`. */
  readonly cpuMicroseconds: number | undefined;
}

export interface Comparison {
  readonly bff: Figures;
  readonly bare: Figures;
  /** The BFF's requests per second divided by the bare server's. */
  readonly ratio: number;
  /** The BFF's CPU time per request divided by the bare server's. */
  readonly cpuRatio: number | undefined;
}

/** Seconds of load, and the number of connections. The warm-up, during which code is compiled, is not counted. */
const LOAD = { connections: 20, duration: 3 };
const WARM_UP = { connections: 20, duration: 2 };
/**
 * The servers take turns, and the median of the rounds is reported, so that other load on the machine does not favor
 * either.
 */
const ROUNDS = 5;

/** CPU time that a process has used, in microseconds; undefined on systems without `/proc`. */
function cpuMicrosecondsOf(pid: number): number | undefined {
  try {
    // The fields after the process name, which is in parentheses. User time is the 12th of them, and system time is the
    // 13th (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND) * 1e6;
  } catch {
    return undefined;
  }
}
const CLOCK_TICKS_PER_SECOND = 100;

const requestsOf = ({ headers, body, next }: Load): Pick<autocannon.Options, 'headers' | 'body' | 'requests'> =>
  next ? { requests: [{ setupRequest: (sent) => ({ ...sent, ...next() }) }] } : { headers, body };

async function runLoad(load: Load): Promise<Figures> {
  const before = cpuMicrosecondsOf(load.pid);
  const result = await autocannon({ ...LOAD, url: load.url, method: 'POST', ...requestsOf(load) });
  const after = cpuMicrosecondsOf(load.pid);
  const cpu = before === undefined || after === undefined ? undefined : (after - before) / result.requests.total;
  return {
    cpuMicroseconds: cpu === undefined ? undefined : Math.round(cpu),
    requestsPerSecond: Math.round(result.requests.average),
    p99Milliseconds: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** Starts a Node server in its own process that responds to every request with `status` and `response`. */
async function spawnBareServer(
  status: number,
  response: Buffer,
): Promise<{ readonly url: string; readonly pid: number; stop(): void }> {
  const program = `
    const answer = require('node:fs').readFileSync(0);
    require('node:http').createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(Number(process.argv[1]), { 'Content-Type': 'application/json' }).end(answer));
    }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['-e', program, String(status)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(response);
  const [line] = await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${Number(String(line))}`, pid: child.pid ?? 0, stop: () => child.kill() };
}

/** Returns the status and the body as sent, still compressed; `fetch` would decompress the body. */
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
  const { url } = sent;
  const sample = await readRaw(sent);
  // The sample is read without decompression, so that the bare server sends the same bytes.
  const bare = await spawnBareServer(sample.status, sample.bytes);
  try {
    await autocannon({ ...WARM_UP, url, method: 'POST', ...requestsOf(sent) });
    const comparisons: Comparison[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const figures = { bff: await runLoad(sent), bare: await runLoad({ ...sent, url: bare.url, pid: bare.pid }) };
      const ratio = figures.bff.requestsPerSecond / figures.bare.requestsPerSecond;
      const cpuRatio =
        figures.bff.cpuMicroseconds === undefined || !figures.bare.cpuMicroseconds
          ? undefined
          : Number((figures.bff.cpuMicroseconds / figures.bare.cpuMicroseconds).toFixed(2));
      comparisons.push({ ...figures, ratio: Number(ratio.toFixed(3)), cpuRatio });
    }
    const [median] = comparisons.toSorted((a, b) => a.ratio - b.ratio).slice(Math.floor(ROUNDS / 2));
    if (!median) throw new Error('no round of the benchmark was run');
    return median;
  } finally {
    bare.stop();
  }
}
