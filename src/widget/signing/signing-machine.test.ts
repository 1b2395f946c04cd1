import { expect, test } from 'vitest';
import { contract } from '../../../test/support/fake-bff.ts';
import { reduceSigning, type SigningEvent, type SigningState, signatureStatus } from './signing-machine.ts';

// The state machine only stores the window, so an empty object is sufficient.
const popup = { kind: 'popup', window: {} as Window } as const;
const focused = { kind: 'focused', url: 'https://sign.example/', deadlineAt: 0 } as const;

const states = {
  review: { state: 'review' },
  preparing: { state: 'preparing' },
  ready: { state: 'ready' },
  popup: { state: 'open', surface: popup },
  focused: { state: 'open', surface: focused },
  redirect: { state: 'open', surface: { kind: 'redirect' } },
  email: { state: 'open', surface: { kind: 'email' } },
  finished: { state: 'confirming', reason: 'finished', isOverdue: false },
  returned: { state: 'confirming', reason: 'returned', isOverdue: false },
  postponed: { state: 'confirming', reason: 'postponed', isOverdue: false },
  window_closed: { state: 'confirming', reason: 'window_closed', isOverdue: true },
  signed: { state: 'signed' },
  waiting_others: { state: 'waiting_others' },
  declined: { state: 'declined' },
  voided: { state: 'voided' },
  expired: { state: 'expired' },
} as const satisfies Record<string, SigningState>;
type Name = keyof typeof states;
const names = Object.keys(states).filter((name): name is Name => name in states);

const serverUpdate = (status: Extract<SigningEvent, { type: 'server_update' }>['status'], isPollResult = false) =>
  ({ type: 'server_update', status, isPollResult }) as const;
const preparing = { state: 'preparing' } as const;
const blocked = { state: 'ready', reason: 'blocked' } as const;
const confirmingAfter = (reason: 'returned' | 'timed_out') =>
  ({ state: 'confirming', reason, isOverdue: false }) as const;
const open: readonly Name[] = ['popup', 'focused', 'redirect'];
const confirming: readonly Name[] = ['finished', 'returned', 'postponed', 'window_closed'];
const withContract: readonly Name[] = ['preparing', 'ready', ...open, ...confirming];
const email = { kind: 'email' } as const;

/** Target states by event and source state. In all other states, the event has no effect. */
const table: readonly (readonly [SigningEvent, ...(readonly [readonly Name[], SigningState])[]])[] = [
  [{ type: 'requested' }, [['review', 'ready', ...open, ...confirming], preparing]],
  [{ type: 'blocked' }, [withContract, blocked]],
  [{ type: 'failed', error: 'slow' }, [['preparing'], { state: 'ready', reason: 'failed', error: 'slow' }]],
  [{ type: 'opened', surface: popup }, [['preparing'], { state: 'open', surface: popup }]],
  [{ type: 'opened', surface: email }, [withContract, { state: 'open', surface: email }]],
  [{ type: 'iframe_failed' }, [['focused'], { state: 'ready', reason: 'iframe_failed' }]],
  [{ type: 'not_possible' }, [['preparing'], confirmingAfter('returned')]],
  [{ type: 'ended', reason: 'timed_out' }, [open, confirmingAfter('timed_out')]],
  [{ type: 'ended', reason: 'returned' }, [open, confirmingAfter('returned')]],
  [
    { type: 'poll_timed_out' },
    [['finished'], { ...states.finished, isOverdue: true }],
    [['returned'], { ...states.returned, isOverdue: true }],
    [['postponed'], { ...states.postponed, isOverdue: true }],
    [['window_closed'], states.window_closed],
  ],
  [{ type: 'restored', wasOpen: true }, [['review'], confirmingAfter('returned')]],
  [{ type: 'restored', wasOpen: false }, [['review'], { state: 'ready' }]],
  [{ type: 'reset' }, [names, { state: 'review' }]],
  [serverUpdate('pending')],
  [
    serverUpdate('pending', true),
    [['postponed'], { state: 'ready', reason: 'postponed' }],
    [['window_closed'], { state: 'ready', reason: 'window_closed' }],
  ],
  ...(['signed', 'declined', 'voided', 'expired'] as const).map(
    (status) => [serverUpdate(status), [[...withContract, 'email', 'waiting_others'], { state: status }]] as const,
  ),
  [serverUpdate('waiting_others'), [[...withContract, 'email', 'waiting_others'], { state: 'waiting_others' }]],
];

const pairs = table.flatMap(([event, ...rules]) =>
  names.map((name) => {
    const rule = rules.find(([from]) => from.includes(name));
    return [name, JSON.stringify(event), event, rule?.[1] ?? states[name]] as const;
  }),
);

test.each(pairs)('in the state %s, the event %s leads to the expected state', (name, _, event, after) => {
  expect(reduceSigning(states[name], event)).toEqual(after);
});

test('an event that changes nothing returns the same state object', () => {
  for (const name of names) expect(reduceSigning(states[name], serverUpdate('pending'))).toBe(states[name]);
  expect(reduceSigning(states.signed, serverUpdate('voided'))).toBe(states.signed);
  expect(reduceSigning(states.email, { type: 'opened', surface: email })).toBe(states.email);
});

test('only a status from the server leads to a settled state, never an event from the page', () => {
  const settled = ['signed', 'waiting_others', 'declined', 'voided', 'expired'];
  for (const [name, , event, after] of pairs) {
    if (event.type !== 'server_update' && !settled.includes(states[name].state))
      expect(settled).not.toContain(after.state);
  }
});

const you = (status: 'waiting' | 'signed' | 'declined', others = 0) => ({ you: status, others });
test.each([
  ['sent', you('waiting'), 'pending'],
  ['viewed', you('waiting', 1), 'pending'],
  ['viewed', you('signed', 1), 'waiting_others'],
  ['viewed', you('signed', 0), 'signed'],
  ['viewed', you('declined', 1), 'declined'],
  ['signed', you('signed'), 'signed'],
  ['on_hold', you('signed'), 'signed'],
  ['on_hold', you('signed', 1), 'waiting_others'],
  ['on_hold', you('waiting'), 'pending'],
  ['cancelled', you('signed'), 'signed'],
  ['cancelled', you('waiting'), 'voided'],
  ['declined', you('declined'), 'declined'],
  ['voided', you('signed', 1), 'voided'],
  ['expired', you('waiting'), 'expired'],
] as const)('a contract with status %s and signing %o has the signature status %s', (status, signing, expected) => {
  expect(signatureStatus(contract({ status, signing }))).toBe(expected);
});

test('going back online removes the error of a device that was offline, and no other error', () => {
  const failed = (error: 'offline' | 'unavailable') => ({ state: 'ready', reason: 'failed', error }) as const;
  expect(reduceSigning(failed('offline'), { type: 'back_online' })).toEqual({ state: 'ready' });
  const unchanged = [failed('unavailable'), ...Object.values(states)];
  for (const state of unchanged) expect(reduceSigning(state, { type: 'back_online' })).toBe(state);
});
