import type { MscCommodity, MscPrice } from '../../upstreams/msc/pricing-schema.ts';

export type ProductKind = MscPrice['product']['kind'];

/** One product with a share of renewable energy, and its terms in months. */
export interface Offering {
  readonly kind: ProductKind;
  readonly green: number;
  readonly terms: readonly number[];
}

export interface Supplier {
  readonly id: string;
  readonly name: string;
  readonly states: Readonly<Record<MscCommodity, readonly string[]>>;
  readonly offerings: Readonly<Record<MscCommodity, readonly Offering[]>>;
  /** First and last usage band served, as indexes into the commodity's bands. */
  readonly bands: readonly [first: number, last: number];
  /** Factor relative to the market level: 1.02 is 2 percent more expensive. */
  readonly level: number;
  /** Dollars per month per contract. */
  readonly monthlyFee: string;
  /** Broker fee in mils per unit, included in the rate. One mil is $0.001. */
  readonly brokerFeeMils: string;
  readonly swingPercent: number | null;
  readonly earlyTermination: MscPrice['earlyTermination'];
  readonly billing: MscPrice['billing'];
  /** Whether the supplier's prices list which costs the rate includes. */
  readonly statesComponents?: true;
}

const fixed = (terms: readonly number[], green = 0): Offering => ({ kind: 'fixed', green, terms });
const passThrough = (terms: readonly number[], green = 0): Offering => ({ kind: 'fixed_pass_through', green, terms });
const index = (terms: readonly number[], green = 0): Offering => ({ kind: 'index', green, terms });
const block = (terms: readonly number[], green = 0): Offering => ({ kind: 'block', green, terms });

const none = { kind: 'none', amount: '0' } as const;
const flat = (amount: string) => ({ kind: 'flat', amount }) as const;
const perMonthLeft = (amount: string) => ({ kind: 'per_month_left', amount }) as const;

/** The simulator's suppliers. All are fictitious, with names that make this obvious. */
export const suppliers: readonly Supplier[] = [
  {
    id: 'PLP',
    statesComponents: true,
    name: 'Paper Lantern Power',
    states: { electric: ['TX', 'PA', 'OH', 'NJ', 'NY', 'CT', 'MA', 'IL', 'MD', 'DE'], gas: ['NJ', 'NY', 'IL', 'MD'] },
    offerings: {
      electric: [fixed([6, 12, 18, 24, 36]), fixed([12, 24, 36], 100), passThrough([12, 24, 36])],
      gas: [fixed([6, 12, 18, 24, 36]), index([12])],
    },
    bands: [0, 11],
    level: 1,
    monthlyFee: '4.95',
    brokerFeeMils: '3.0',
    swingPercent: null,
    earlyTermination: perMonthLeft('20.00'),
    billing: 'dual',
  },
  {
    id: 'IPE',
    statesComponents: true,
    name: 'Imaginary Prairie Energy',
    states: { electric: ['TX', 'IL', 'OH', 'PA'], gas: ['IL', 'OH', 'MI', 'PA'] },
    offerings: {
      electric: [fixed([9, 12, 24, 30, 48, 60]), fixed([12, 24, 60], 50), index([12])],
      gas: [fixed([9, 12, 24, 30, 48]), index([6, 12])],
    },
    bands: [0, 11],
    level: 0.985,
    monthlyFee: '9.95',
    brokerFeeMils: '3.5',
    swingPercent: 25,
    earlyTermination: flat('250.00'),
    billing: 'dual',
  },
  {
    id: 'TTE',
    statesComponents: true,
    name: 'Tall Tale Energy',
    states: {
      electric: ['TX', 'PA', 'OH', 'NJ', 'NY', 'CT', 'MA', 'IL', 'MD', 'DE'],
      gas: ['NJ', 'NY', 'PA', 'OH', 'IL', 'MI', 'MD'],
    },
    offerings: {
      electric: [fixed([12, 18, 24, 36, 48]), passThrough([12, 24, 36, 60]), fixed([24, 36], 20)],
      gas: [fixed([12, 18, 24, 36]), fixed([24], 100)],
    },
    bands: [0, 11],
    level: 1.015,
    monthlyFee: '0.00',
    brokerFeeMils: '2.5',
    swingPercent: null,
    earlyTermination: none,
    billing: 'utility_consolidated',
  },
  {
    id: 'FRP',
    statesComponents: true,
    name: 'Fable Ridge Power',
    states: { electric: ['PA', 'NJ', 'OH', 'MD', 'DE', 'IL'], gas: ['PA', 'NJ', 'MD', 'OH'] },
    offerings: {
      electric: [fixed([6, 12, 24, 36, 60]), passThrough([24, 36, 48]), block([12, 24, 36])],
      gas: [fixed([6, 12, 24, 36, 60]), index([12, 24])],
    },
    bands: [1, 11],
    level: 0.99,
    monthlyFee: '12.50',
    brokerFeeMils: '4.0',
    swingPercent: 20,
    earlyTermination: perMonthLeft('35.00'),
    billing: 'utility_consolidated',
  },
  {
    id: 'NCR',
    name: 'Nowhere Creek Renewables',
    states: { electric: ['TX', 'NY', 'CT', 'MA', 'NJ', 'IL', 'MD'], gas: [] },
    offerings: { electric: [fixed([12, 24, 36, 60], 100), fixed([12, 36], 50), passThrough([24, 36], 100)], gas: [] },
    bands: [0, 9],
    level: 1.01,
    monthlyFee: '0.00',
    brokerFeeMils: '3.0',
    swingPercent: null,
    earlyTermination: flat('150.00'),
    billing: 'dual',
  },
  {
    id: 'SHE',
    name: 'Sample Harbor Energy',
    states: { electric: ['NY', 'CT', 'MA', 'NJ', 'PA', 'DE'], gas: ['NY', 'NJ', 'PA', 'MI'] },
    offerings: {
      electric: [fixed([6, 9, 12, 18, 24, 30, 36]), index([6, 12]), fixed([12, 24], 50)],
      gas: [fixed([6, 9, 12, 18, 24]), index([6])],
    },
    bands: [0, 10],
    level: 0.995,
    monthlyFee: '7.00',
    brokerFeeMils: '3.2',
    swingPercent: 100,
    earlyTermination: perMonthLeft('15.00'),
    billing: 'utility_consolidated',
  },
  {
    id: 'CCG',
    name: 'Cloud Cuckoo Gas & Power',
    states: { electric: ['TX', 'OH', 'IL', 'CT', 'MA'], gas: ['OH', 'MI', 'IL', 'PA', 'MD', 'NY', 'NJ'] },
    offerings: {
      electric: [fixed([6, 12, 24, 36]), index([6, 12, 24]), block([12, 24])],
      gas: [fixed([6, 12, 24, 36, 48, 60]), index([6, 12, 24])],
    },
    bands: [0, 11],
    level: 1.025,
    monthlyFee: '5.75',
    brokerFeeMils: '2.0',
    swingPercent: 10,
    earlyTermination: none,
    billing: 'dual',
  },
  {
    id: 'GUE',
    name: 'Gridless Unicorn Energy',
    states: { electric: ['TX', 'NY', 'OH', 'PA', 'MA', 'CT', 'MD', 'DE'], gas: [] },
    offerings: { electric: [fixed([12, 24, 36, 48], 20), passThrough([12, 24, 48], 20), block([24, 36], 0)], gas: [] },
    bands: [2, 11],
    level: 0.98,
    monthlyFee: '25.00',
    brokerFeeMils: '5.0',
    swingPercent: 15,
    earlyTermination: perMonthLeft('60.00'),
    billing: 'dual',
  },
  {
    id: 'PGS',
    name: 'Placeholder Gas Supply',
    states: { electric: [], gas: ['NY', 'NJ', 'PA', 'OH', 'MI', 'IL', 'MD'] },
    offerings: { electric: [], gas: [fixed([12, 18, 24, 30, 36, 48]), fixed([12, 36], 100), index([12, 24])] },
    bands: [0, 11],
    level: 0.99,
    monthlyFee: '3.50',
    brokerFeeMils: '10.0',
    swingPercent: 20,
    earlyTermination: flat('100.00'),
    billing: 'utility_consolidated',
  },
  {
    id: 'MBL',
    statesComponents: true,
    name: 'Make-Believe Light',
    states: { electric: ['TX', 'NY', 'NJ', 'MD', 'DE', 'CT', 'MA'], gas: ['MI', 'MD', 'IL'] },
    offerings: {
      electric: [fixed([6, 9, 12, 24]), index([6, 12, 18]), passThrough([12, 18, 24])],
      gas: [fixed([6, 9, 12, 18, 24]), index([12])],
    },
    bands: [0, 8],
    level: 1.035,
    monthlyFee: '0.00',
    brokerFeeMils: '1.5',
    swingPercent: null,
    earlyTermination: none,
    billing: 'dual',
  },
];

export const suppliersIn = (state: string, commodity: MscCommodity): Supplier[] =>
  suppliers.filter((supplier) => supplier.states[commodity].includes(state));
