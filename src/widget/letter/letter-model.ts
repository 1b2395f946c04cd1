import { type ReadonlySignal, signal } from '@preact/signals';
import type { BodyOf } from '../../wire/endpoint.ts';
import { cancelLetter, createLetter, getLetter, type Letter, sendLetterAgain } from '../../wire/letter.ts';
import { ProblemError } from '../bff/problem-error.ts';
import type { Shopper } from '../shopper.ts';
import { type Trouble, troubleOf } from '../trouble.ts';

/** What stands in the way: the network or the server, or a letter that was sent too often, or is not there. */
export type LetterTrouble = Trouble | 'too_often' | 'gone';

/** One customer's letter: asked for, followed, sent again, taken back. */
export interface LetterModel {
  readonly letter: ReadonlySignal<Letter | undefined>;
  readonly busy: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<LetterTrouble | undefined>;
  ask(request: BodyOf<typeof createLetter>): Promise<void>;
  sendAgain(email?: string): Promise<void>;
  cancel(): Promise<void>;
  /** Back to the form, for another letter. */
  leave(): void;
  stop(): void;
}

/** Milliseconds between two looks: the first, and the longest. A letter may lie in an inbox for days. */
const pauses = { first: 3_000, longest: 60_000 };

const isOpen = ({ status }: Letter) => status === 'preparing' || status === 'sent' || status === 'viewed';

/** Goes on with the letter that this tab remembers. */
export function createLetterModel(shopper: Shopper): LetterModel {
  const letter = signal<Letter | undefined>(undefined);
  const busy = signal(false);
  const trouble = signal<LetterTrouble | undefined>(undefined);
  const ending = new AbortController();
  /** One for what the form says now: pressing again after a lost answer comes back to the same letter. */
  let intent: { readonly text: string; readonly key: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keep(fresh: Letter) {
    letter.value = fresh;
    trouble.value = undefined;
    shopper.memory.write('letter', fresh.id);
  }

  function plan(pause: number) {
    clearTimeout(timer);
    const now = letter.peek();
    if (now && isOpen(now) && !ending.signal.aborted) timer = setTimeout(() => look(now.id, pause), pause);
  }

  async function look(id: string, pause: number) {
    // Nobody sees it: the page asks again when somebody does.
    if (document.hidden) return plan(pause);
    try {
      const client = await shopper.client();
      keep(await client.call(getLetter, { params: { id }, signal: ending.signal }));
    } catch (error) {
      if (ending.signal.aborted) return;
      if (isGone(error)) return forget('gone');
      // What is on show stays; the next look may succeed.
      if (!letter.peek()) trouble.value = troubleOf(error);
    }
    plan(Math.min(pause * 1.5, pauses.longest));
  }

  function forget(why?: LetterTrouble) {
    clearTimeout(timer);
    shopper.memory.write('letter', undefined);
    intent = undefined;
    letter.value = undefined;
    trouble.value = why;
  }

  async function change(call: () => Promise<Letter>) {
    if (busy.peek()) return;
    busy.value = true;
    trouble.value = undefined;
    clearTimeout(timer);
    try {
      keep(await call());
    } catch (error) {
      if (ending.signal.aborted) return;
      const code = error instanceof ProblemError ? error.problem.code : undefined;
      if (isGone(error)) forget('gone');
      else trouble.value = code === 'rate_limited' && letter.peek() ? 'too_often' : troubleOf(error);
    } finally {
      busy.value = false;
    }
    plan(pauses.first);
  }

  const known = shopper.memory.read('letter');
  if (known) look(known, pauses.first);

  return {
    letter,
    busy,
    trouble,
    ask(body) {
      const text = JSON.stringify(body);
      if (intent?.text !== text) intent = { text, key: crypto.randomUUID() };
      const { key } = intent;
      return change(async () => (await shopper.client()).call(createLetter, { body, idempotencyKey: key }));
    },
    sendAgain(email) {
      const { id = '' } = letter.peek() ?? {};
      const body = email === undefined ? {} : { email };
      return change(async () => (await shopper.client()).call(sendLetterAgain, { params: { id }, body }));
    },
    cancel() {
      const { id = '' } = letter.peek() ?? {};
      return change(async () => (await shopper.client()).call(cancelLetter, { params: { id }, body: {} }));
    },
    leave: () => forget(),
    stop() {
      clearTimeout(timer);
      ending.abort();
    },
  };
}

const isGone = (error: unknown) => error instanceof ProblemError && error.problem.code === 'not_found';
