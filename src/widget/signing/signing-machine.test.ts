import { expect, test } from 'vitest';
import { contract } from '../fake-bff.ts';
import { next, type SigningEvent, type SigningState, standingOf } from './signing-machine.ts';

// The machine only passes a window on.
const popup = { as: 'popup', window: {} as Window } as const;
const focused = { as: 'focused', url: 'https://sign.example/', until: 0 } as const;

const states = {
  review: { state: 'review' },
  preparing: { state: 'preparing' },
  ready: { state: 'ready' },
  popup: { state: 'open', place: popup },
  focused: { state: 'open', place: focused },
  redirect: { state: 'open', place: { as: 'redirect' } },
  inbox: { state: 'open', place: { as: 'inbox' } },
  finished: { state: 'confirming', hint: 'finished', late: false },
  returned: { state: 'confirming', hint: 'returned', late: false },
  put_aside: { state: 'confirming', hint: 'put_aside', late: false },
  left: { state: 'confirming', hint: 'left', late: true },
  signed: { state: 'signed' },
  waiting_others: { state: 'waiting_others' },
  declined: { state: 'declined' },
  voided: { state: 'voided' },
  expired: { state: 'expired' },
} as const satisfies Record<string, SigningState>;
type Name = keyof typeof states;
const names = Object.keys(states).filter((name): name is Name => name in states);

const told = (standing: Extract<SigningEvent, { type: 'told' }>['standing'], asked = false) =>
  ({ type: 'told', standing, asked }) as const;
const anew = { state: 'preparing' } as const;
const blocked = { state: 'ready', why: 'blocked' } as const;
const asking = (hint: 'returned' | 'timed_out') => ({ state: 'confirming', hint, late: false }) as const;
const open: readonly Name[] = ['popup', 'focused', 'redirect'];
const confirming: readonly Name[] = ['finished', 'returned', 'put_aside', 'left'];
const madeContract: readonly Name[] = ['preparing', 'ready', ...open, ...confirming];
const inbox = { as: 'inbox' } as const;

/** From these states on this event to that state. From all the others it changes nothing. */
const table: readonly (readonly [SigningEvent, ...(readonly [readonly Name[], SigningState])[]])[] = [
  [{ type: 'asked' }, [['review', 'ready', ...open, ...confirming], anew]],
  [{ type: 'refused' }, [['preparing'], { state: 'review' }]],
  [{ type: 'blocked' }, [madeContract, blocked]],
  [{ type: 'failed', trouble: 'slow' }, [['preparing'], { state: 'ready', why: 'failed', trouble: 'slow' }]],
  [{ type: 'opened', place: popup }, [['preparing'], { state: 'open', place: popup }]],
  [{ type: 'opened', place: inbox }, [madeContract, { state: 'open', place: inbox }]],
  [{ type: 'frame_failed' }, [['focused'], { state: 'ready', why: 'no_frame' }]],
  [{ type: 'not_possible' }, [['preparing'], asking('returned')]],
  [{ type: 'ended', hint: 'timed_out' }, [open, asking('timed_out')]],
  [{ type: 'ended', hint: 'returned' }, [open, asking('returned')]],
  [
    { type: 'waited' },
    [['finished'], { ...states.finished, late: true }],
    [['returned'], { ...states.returned, late: true }],
    [['put_aside'], { ...states.put_aside, late: true }],
    [['left'], states.left],
  ],
  [{ type: 'found', wasOpen: true }, [['review'], asking('returned')]],
  [{ type: 'found', wasOpen: false }, [['review'], { state: 'ready' }]],
  [{ type: 'reset' }, [names, { state: 'review' }]],
  [told('pending')],
  [
    told('pending', true),
    [['put_aside'], { state: 'ready', why: 'put_aside' }],
    [['left'], { state: 'ready', why: 'left' }],
  ],
  ...(['signed', 'declined', 'voided', 'expired'] as const).map(
    (standing) => [told(standing), [[...madeContract, 'inbox', 'waiting_others'], { state: standing }]] as const,
  ),
  [told('waiting_others'), [[...madeContract, 'inbox', 'waiting_others'], { state: 'waiting_others' }]],
];

const pairs = table.flatMap(([event, ...rules]) =>
  names.map((name) => {
    const rule = rules.find(([from]) => from.includes(name));
    return [name, JSON.stringify(event), event, rule?.[1] ?? states[name]] as const;
  }),
);

test.each(pairs)('from %s, %s leads where the table says', (name, _, event, after) => {
  expect(next(states[name], event)).toEqual(after);
});

test('what changes nothing gives the very same state back', () => {
  for (const name of names) expect(next(states[name], told('pending'))).toBe(states[name]);
  expect(next(states.signed, told('voided'))).toBe(states.signed);
  expect(next(states.inbox, { type: 'opened', place: inbox })).toBe(states.inbox);
});

test('no word of a page ever ends a signing: only the server’s does', () => {
  const settled = ['signed', 'waiting_others', 'declined', 'voided', 'expired'];
  for (const [name, , event, after] of pairs) {
    if (event.type !== 'told' && !settled.includes(states[name].state)) expect(settled).not.toContain(after.state);
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
  ['declined', you('declined'), 'declined'],
  ['voided', you('signed', 1), 'voided'],
  ['expired', you('waiting'), 'expired'],
] as const)('a contract that is %s, with %o, stands as %s', (status, signing, standing) => {
  expect(standingOf(contract({ status, signing }))).toBe(standing);
});
