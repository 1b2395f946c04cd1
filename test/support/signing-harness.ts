import { expect, vi } from 'vitest';
import type { Contract } from '../../src/wire/contract.ts';
import type { Site } from '../../src/wire/session.ts';
import { contract, type FakeBff, jsonResponse, session } from './fake-bff.ts';
import { agree, goToReview, mockWindowOpen, waitFor } from './flow.ts';
import { type RenderedWidget, renderWidget } from './render-widget.ts';

export interface SigningHarness extends RenderedWidget {
  text(): string;
  waitForText(expected: string | RegExp): Promise<void>;
  /** Unmounts the widget and mounts it again, as a reload does. sessionStorage is kept. */
  reload(): SigningHarness;
}

export function createSigningHarness(
  bff: FakeBff,
  harness: RenderedWidget = renderWidget(bff, { width: 800 }),
): SigningHarness {
  const text = () => harness.queryAll('.shopper')[0]?.textContent ?? '';
  return {
    ...harness,
    text,
    waitForText: (expected) => waitFor(() => expect(text()).toMatch(expected)),
    reload() {
      harness.handle.destroy();
      harness.host.remove();
      return createSigningHarness(bff);
    },
  };
}

/** Renders a tab that was reloaded with this contract. The server returns the contract for every later request. */
export function restoreContract(bff: FakeBff, overrides: Partial<Contract>): SigningHarness {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.pushUpdate(overrides);
  return createSigningHarness(bff);
}

export const mockSigningOptions = (bff: FakeBff, signing: Site['signing']) =>
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ signing }), 201));

export async function openSigningWindow(bff: FakeBff) {
  const harness = createSigningHarness(bff);
  const signingWindow = mockWindowOpen();
  await goToReview();
  await agree();
  await waitFor(() => expect(signingWindow.location.href).toContain('/__signing__'));
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  await harness.waitForText(/Finish signing in the other window/);
  return { harness, opened: signingWindow };
}

interface ReturnMessageOptions {
  readonly source: unknown;
  readonly origin?: string;
  readonly contractId?: string;
}

/** Sends a message event as the return page or another page would. */
export function postReturnMessage({
  source,
  origin = location.origin,
  contractId = contract().id,
}: ReturnMessageOptions) {
  const data = { type: 'shopper:signing-return', contractId };
  const message = new MessageEvent('message', { data, origin });
  // A fake window cannot be the `source` of a `MessageEvent`.
  Object.defineProperty(message, 'source', { value: source });
  dispatchEvent(message);
}

export function mockDocuSign() {
  const listeners = new Map<string, (event: unknown) => void>();
  const mount = vi.fn((selector: string) => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`no element matches ${selector}`);
    const frame = document.createElement('iframe');
    frame.title = 'Signing page';
    element.append(frame);
  });
  const signing = vi.fn((_options: { url: string }) => ({
    on: (name: string, listener: (event: unknown) => void) => void listeners.set(name, listener),
    mount,
  }));
  window.DocuSign = { loadDocuSign: async () => ({ signing }) };
  return {
    mount,
    signing,
    ready: () => listeners.get('ready')?.({ type: 'ready' }),
    end: (sessionEndType: string) => listeners.get('sessionEnd')?.({ type: 'sessionEnd', sessionEndType }),
  };
}
