/**
 * Loaded before the server by the fault tests, and by nobody else: the server knows nothing of it. It can end the process with kill
 * -9 at any step of a request, and put its clock forward or back. A step is a statement of the store, a write to a
 * socket, or an answer of the upstream, each before and after.
 */
import { Server } from 'node:http';
import { Socket } from 'node:net';
import { StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { orderSchema } from './orders.ts';

let shift = 0;
/** Dies at this step, counted from the first request to `path`. */
let death: { readonly path: string; readonly at: number } | undefined;
/** Steps since that request came; undefined before. */
let steps: number | undefined;

const step = (): void => {
  if (steps === undefined) return;
  steps += 1;
  if (death && steps === death.at) process.kill(process.pid, 'SIGKILL');
};

/** Counts a step before and after each call of a method. */
const around = (owner: object, name: string): void => {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method`);
  Reflect.set(owner, name, function (this: unknown, ...given: unknown[]) {
    step();
    const result: unknown = Reflect.apply(method, this, given);
    step();
    return result;
  });
};
for (const name of ['run', 'all', 'get']) around(StatementSync.prototype, name);
around(Socket.prototype, 'write');

const realFetch = globalThis.fetch;
globalThis.fetch = async (...given) => {
  step();
  const answer = await realFetch(...given);
  step();
  return answer;
};

const emit: unknown = Reflect.get(Server.prototype, 'emit');
Reflect.set(Server.prototype, 'emit', function (this: unknown, ...given: unknown[]) {
  const [event, request, response] = given;
  const asked = z.object({ url: z.string(), method: z.string() }).safeParse(request);
  if (event === 'request' && death && steps === undefined && asked.data?.method === 'POST') {
    if (asked.data.url.startsWith(death.path)) {
      steps = 0;
      if (response instanceof Object && 'once' in response && typeof response.once === 'function') {
        response.once('close', () => {
          // What is done after the answer counts too: an answer must not come before what it says is done.
          setTimeout(() => {
            process.send?.({ steps });
            steps = undefined;
            death = undefined;
          }, 40);
        });
      }
    }
  }
  return typeof emit === 'function' ? Reflect.apply(emit, this, given) : undefined;
});

const RealDate = Date;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length ? given : [target.now() + shift], newTarget),
  get: (target, key, receiver) =>
    key === 'now'
      ? () => target.now() + shift
      : Reflect.get(target, key, receiver === globalThis.Date ? target : receiver),
});

process.on('message', (message) => {
  const order = orderSchema.parse(message);
  if (order.shift !== undefined) shift = order.shift;
  if (order.death !== undefined) {
    death = order.death;
    steps = undefined;
  }
  process.send?.({ heard: true });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
