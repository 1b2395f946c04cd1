import type { Shopper } from '../shopper.ts';
import { next, type SigningEvent } from './signing-machine.ts';

/** Moves this mount's signing on by one event. */
export function send({ signing }: Shopper, event: SigningEvent): void {
  signing.value = next(signing.peek(), event);
}
