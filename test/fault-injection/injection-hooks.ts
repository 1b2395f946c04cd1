/**
 * The fault-injection tests preload this module into the server, which is unaware of the module. The module kills the
 * process (SIGKILL) at any step of a request, and shifts the clock of the process. There is a step before and after
 * each store statement, each socket write and each upstream request.
 */
import { Server } from 'node:http';
import { Socket } from 'node:net';
import { StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { controlMessageSchema } from './control-protocol.ts';

let clockShiftMs = 0;
/** The step at which to kill the process, counted from the first POST request to `path`. */
let killAt: { readonly path: string; readonly step: number } | undefined;
/** Steps since that request arrived; undefined until it arrives. */
let steps: number | undefined;

function countStep(): void {
  if (steps === undefined) return;
  steps += 1;
  if (killAt && steps === killAt.step) process.kill(process.pid, 'SIGKILL');
}

/** Counts a step before and after each call of a method. */
function countCalls(prototype: object, name: string): void {
  const method: unknown = Reflect.get(prototype, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method`);
  Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
    countStep();
    const result: unknown = Reflect.apply(method, this, args);
    countStep();
    return result;
  });
}
for (const name of ['run', 'all', 'get']) countCalls(StatementSync.prototype, name);
countCalls(Socket.prototype, 'write');

const realFetch = globalThis.fetch;
globalThis.fetch = async (...args) => {
  countStep();
  const response = await realFetch(...args);
  countStep();
  return response;
};

const emit: unknown = Reflect.get(Server.prototype, 'emit');
Reflect.set(Server.prototype, 'emit', function (this: unknown, ...args: unknown[]) {
  const [event, request, response] = args;
  const incoming = z.object({ url: z.string(), method: z.string() }).safeParse(request);
  if (event === 'request' && killAt && steps === undefined && incoming.data?.method === 'POST') {
    if (incoming.data.url.startsWith(killAt.path)) {
      steps = 0;
      if (response instanceof Object && 'once' in response && typeof response.once === 'function') {
        response.once('close', () => {
          // Steps after the response count too, to detect a response that is sent before its work is done.
          setTimeout(() => {
            process.send?.({ steps });
            steps = undefined;
            killAt = undefined;
          }, 40);
        });
      }
    }
  }
  return typeof emit === 'function' ? Reflect.apply(emit, this, args) : undefined;
});

const RealDate = Date;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length ? args : [target.now() + clockShiftMs], newTarget),
  get: (target, key, receiver) =>
    key === 'now'
      ? () => target.now() + clockShiftMs
      : Reflect.get(target, key, receiver === globalThis.Date ? target : receiver),
});

process.on('message', (received) => {
  const message = controlMessageSchema.parse(received);
  if (message.clockShiftMs !== undefined) clockShiftMs = message.clockShiftMs;
  if (message.kill !== undefined) {
    killAt = message.kill;
    steps = undefined;
  }
  process.send?.({ acknowledged: true });
});
// The parent process has exited.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
