import { expect, vi } from 'vitest';
import type { Contract } from '../../wire/contract.ts';
import type { Site } from '../../wire/session.ts';
import { answer, contract, type FakeBff, session } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { agree, eventually, reachReview, standInWindow } from '../walk.ts';

/** For tests: a widget at the point where its contract is signed, as wide as on a desk. */
export interface SigningStage extends Stage {
  words(): string;
  sees(text: string | RegExp): Promise<void>;
  /** Takes the widget away and brings it back, as a reload does: what the tab remembers stays. */
  reload(): SigningStage;
}

export function onStage(bff: FakeBff, stage: Stage = enter(bff, { width: 800 })): SigningStage {
  const words = () => stage.all('.shopper')[0]?.textContent ?? '';
  return {
    ...stage,
    words,
    sees: (text) => eventually(() => expect(words()).toMatch(text)),
    reload() {
      stage.widget.destroy();
      stage.host.remove();
      return onStage(bff);
    },
  };
}

/** A tab that was reloaded with this contract, and another word of the server on it for every question to come. */
export function comeBackTo(bff: FakeBff, over: Partial<Contract>): SigningStage {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.move(over);
  return onStage(bff);
}

/** The site, with these ways to sign. */
export const signsBy = (bff: FakeBff, signing: Site['signing']) =>
  bff.once('POST /v1/sessions', () => answer(session({ signing }), 201));

/** A contract made in this very page, with its signing window open. */
export async function openInWindow(bff: FakeBff) {
  const stage = onStage(bff);
  const opened = standInWindow();
  await reachReview();
  await agree();
  await eventually(() => expect(opened.location.href).toContain('/__signing__'));
  await eventually(() => expect(bff.count('GET /v1/contracts/c_1/events')).toBe(1));
  await stage.sees(/Finish signing in the other window/);
  return { stage, opened };
}

interface Said {
  readonly source: unknown;
  readonly origin?: string;
  readonly contractId?: string;
}

/** A message as the return page sends it, or as someone else would. */
export function say({ source, origin = location.origin, contractId = contract().id }: Said) {
  const data = { type: 'shopper:signing-return', contractId };
  const message = new MessageEvent('message', { data, origin });
  // A stand-in is no window, so no event takes it as its source.
  Object.defineProperty(message, 'source', { value: source });
  dispatchEvent(message);
}

/** What DocuSign's script puts into a page, as far as the widget touches it. */
export function standInDocuSign() {
  const heard = new Map<string, (event: unknown) => void>();
  const mount = vi.fn((selector: string) => {
    const place = document.querySelector(selector);
    if (!place) throw new Error(`nothing matches ${selector}`);
    const frame = document.createElement('iframe');
    frame.title = 'Signing page';
    place.append(frame);
  });
  const signing = vi.fn((_options: { url: string }) => ({
    on: (name: string, listener: (event: unknown) => void) => void heard.set(name, listener),
    mount,
  }));
  window.DocuSign = { loadDocuSign: async () => ({ signing }) };
  return {
    mount,
    signing,
    ready: () => heard.get('ready')?.({ type: 'ready' }),
    end: (sessionEndType: string) => heard.get('sessionEnd')?.({ type: 'sessionEnd', sessionEndType }),
  };
}
