import { type Scenario, scenario } from './simulator-control.ts';

/** A switch of the simulator. The first value is the default. */
export interface Switch {
  readonly key: keyof Scenario;
  readonly label: string;
  readonly values: readonly (readonly [value: string | number, text: string])[];
}

export const SWITCH_GROUPS: readonly { readonly name: string; readonly switches: readonly Switch[] }[] = [
  {
    name: 'Rates',
    switches: [
      {
        key: 'latencyMs',
        label: 'API latency (all APIs)',
        values: [
          [0, 'None'],
          [1500, '1.5 seconds'],
          [4000, '4 seconds'],
          [20000, '20 seconds'],
        ],
      },
      {
        key: 'pricing',
        label: 'Pricing API',
        values: [
          ['up', 'Up'],
          ['down', 'Down'],
        ],
      },
      {
        key: 'rate',
        label: 'Rate when contracting',
        values: [
          ['unchanged', 'Unchanged'],
          ['changed', 'Increased by 4%'],
        ],
      },
      {
        key: 'fees',
        label: 'Fees when contracting',
        values: [
          ['unchanged', 'Unchanged'],
          ['changed', 'Increased'],
        ],
      },
    ],
  },
  {
    name: 'Contracting',
    switches: [
      {
        key: 'contracting',
        label: 'Contracting API',
        values: [
          ['up', 'Up'],
          ['down', 'Down'],
        ],
      },
    ],
  },
  {
    name: 'Signing',
    switches: [
      {
        key: 'signer',
        label: 'Signer action',
        values: [
          ['as_clicked', 'As clicked'],
          ['declines', 'Always declines'],
        ],
      },
      {
        key: 'signers',
        label: 'Signers',
        values: [
          ['one', 'One'],
          ['two', 'Two, in order'],
        ],
      },
      {
        key: 'ceremony',
        label: 'Signing window',
        values: [
          ['normal', 'Normal'],
          ['overlay_left', 'Leaves an overlay behind'],
          ['coop', 'Disconnects (COOP)'],
        ],
      },
    ],
  },
  {
    name: 'Supplier',
    switches: [
      {
        key: 'outcome',
        label: 'Decision',
        values: [
          ['accepted', 'Accepts'],
          ['rejected', 'Rejects account number (A76)'],
          ['rate_expired', 'Rejects expired rate'],
        ],
      },
      {
        key: 'acceptance',
        label: 'Timing',
        values: [
          ['paced', 'Step by step'],
          ['immediate', 'Immediate'],
        ],
      },
    ],
  },
  {
    name: 'Webhooks',
    switches: [
      {
        key: 'webhooks',
        label: 'Delivery',
        values: [
          ['normal', 'Normal'],
          ['delayed', 'Late'],
          ['duplicated', 'Duplicated'],
          ['out_of_order', 'Out of order'],
          ['disabled', 'None'],
        ],
      },
    ],
  },
  {
    name: 'Email',
    switches: [
      {
        key: 'agreements',
        label: 'Letter of Agreement API',
        values: [
          ['up', 'Up'],
          ['down', 'Down'],
        ],
      },
      {
        key: 'mail',
        label: 'Signature request emails',
        values: [
          ['delivered', 'Delivered'],
          ['bounced', 'Bounced'],
        ],
      },
    ],
  },
];

/** Presets, as differences from the defaults. */
export const PRESETS: readonly { readonly name: string; readonly changes: Partial<Scenario> }[] = [
  { name: 'Happy path', changes: {} },
  { name: 'Rate moves', changes: { rate: 'changed' } },
  { name: 'Supplier rejects account number (A76)', changes: { outcome: 'rejected' } },
  { name: 'Webhooks late', changes: { webhooks: 'delayed' } },
];

const SWITCHES = SWITCH_GROUPS.flatMap(({ switches }) => switches);

export const DEFAULTS: Scenario = scenario.parse(
  Object.fromEntries(SWITCHES.map(({ key, values }) => [key, values[0]?.[0]])),
);

export const changedKeys = (current: Scenario): readonly (keyof Scenario)[] =>
  SWITCHES.map(({ key }) => key).filter((key) => current[key] !== DEFAULTS[key]);

export function isPreset(current: Scenario, { changes }: { readonly changes: Partial<Scenario> }): boolean {
  const preset = { ...DEFAULTS, ...changes };
  return SWITCHES.every(({ key }) => current[key] === preset[key]);
}
