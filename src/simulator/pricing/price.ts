import Big from 'big.js';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import { formatPriceId, type PriceKey } from './price-key.ts';
import { rateAmount, rateUnitOf } from './rate.ts';
import type { ProductKind } from './suppliers.ts';
import { bandAt } from './usage-bands.ts';

/** The inputs of a price other than its position in the matrix. */
export interface PriceContext {
  readonly seed: string;
  /** Origin of the simulator, which serves the documents. */
  readonly origin: string;
  /** Whether the price has been raised since its release (scenario `rate: changed`). */
  readonly isRaised: (priceId: string) => boolean;
  /** Whether the price's fees have been raised since its release (scenario `fees: changed`). */
  readonly hasRaisedFees: (priceId: string) => boolean;
}

const RAISE_FACTOR = '1.04';
/**
 * Changes to a price whose fees are raised, in dollars: the increase of its monthly fee, and its new early termination
 * fee.
 */
const MONTHLY_FEE_INCREASE = '12.50';
const RAISED_EARLY_TERMINATION = { kind: 'flat', amount: '2500' } as const;

const PRODUCT_NAMES: Readonly<Record<ProductKind, string>> = {
  fixed: 'All-in fixed',
  fixed_pass_through: 'Fixed energy, capacity and transmission passed through',
  index: 'Index, today’s level',
  block: 'Half block, half index',
};

/** Invented estimates of pass-through costs, in dollars per unit. `ESTIMATE_SOURCE` labels them as invented. */
const PASS_THROUGH_ESTIMATES = { capacity: '0.0048', transmission: '0.0031' } as const;
const ESTIMATE_SOURCE = 'Simulator, invented figures';

/** Lists the costs of a product, and whether the rate includes each cost or passes it through. */
function componentsOf(kind: ProductKind): NonNullable<MscPrice['components']> {
  const isFixed = kind === 'fixed';
  const isMarket = kind === 'index' || kind === 'block';
  return [
    { kind: 'energy', treatment: isMarket ? 'passed_through' : 'fixed' },
    ...(['capacity', 'transmission'] as const).map((cost) =>
      isFixed
        ? ({ kind: cost, treatment: 'fixed' } as const)
        : ({
            kind: cost,
            treatment: 'passed_through',
            estimate: PASS_THROUGH_ESTIMATES[cost],
            estimateSource: ESTIMATE_SOURCE,
          } as const),
    ),
    { kind: 'losses', treatment: 'fixed' },
  ];
}

/** Computes the price at a position in the matrix. Prices are not stored. */
export function createPrice(key: PriceKey, { seed, origin, isRaised, hasRaisedFees }: PriceContext): MscPrice {
  const { utility, supplier } = key;
  const unit = rateUnitOf(utility.code, utility.commodity);
  const band = bandAt(utility.commodity, unit, key.band);
  if (!band) throw new RangeError(`Unknown usage band ${key.band}`);
  const priceId = formatPriceId(key);
  const issued = rateAmount(seed, key);
  const { validFrom, validUntil } = releaseByNumber(key.release);
  const documents = (kind: MscPrice['documents'][number]['kind']) => ({
    kind,
    url: `${origin}/documents/prices/${priceId}/${kind}`,
  });

  return {
    priceId,
    supplier: { id: supplier.id, name: supplier.name, licences: [`SPECIMEN-${utility.state}-${supplier.id}`] },
    commodity: utility.commodity,
    state: utility.state,
    utility: utility.code,
    zone: key.zone,
    rateClass: key.rateClass,
    product: {
      code: `${supplier.id}-${key.kind.toUpperCase()}-G${key.green}`,
      name: key.green ? `${PRODUCT_NAMES[key.kind]}, ${key.green}% renewable` : PRODUCT_NAMES[key.kind],
      kind: key.kind,
    },
    termMonths: key.termMonths,
    startMonth: key.startMonth,
    usageBand: { from: band.from.toFixed(), to: band.to.toFixed(), unit },
    rate: { amount: isRaised(priceId) ? Big(issued).times(RAISE_FACTOR).toFixed(5) : issued, unit },
    monthlyFee: hasRaisedFees(priceId)
      ? Big(supplier.monthlyFee).plus(MONTHLY_FEE_INCREASE).toFixed(2)
      : supplier.monthlyFee,
    brokerFeeMils: supplier.brokerFeeMils,
    greenPercent: key.green,
    swingPercent: supplier.swingPercent,
    earlyTermination: hasRaisedFees(priceId) ? RAISED_EARLY_TERMINATION : supplier.earlyTermination,
    ...(supplier.statesComponents ? { components: componentsOf(key.kind) } : {}),
    billing: supplier.billing,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil.toISOString(),
    documents: [
      documents('terms'),
      utility.state === 'TX' && utility.commodity === 'electric' ? documents('EFL') : documents('contract_summary'),
    ],
  };
}

const HOUR_MS = 3_600_000;
const RELEASE_INTERVAL_MS = 6 * HOUR_MS;
const GRACE_PERIOD_MS = 2 * HOUR_MS;

/**
 * One release of all prices. A new release is published every six hours. The previous release is honored for two more
 * hours, so a price is valid for at least two hours after it was listed.
 */
export interface PriceRelease {
  readonly number: number;
  readonly validFrom: Date;
  readonly validUntil: Date;
}

export function releaseAt(now: Date): PriceRelease {
  return releaseByNumber(Math.floor(now.getTime() / RELEASE_INTERVAL_MS));
}

export function releaseByNumber(number: number): PriceRelease {
  const from = number * RELEASE_INTERVAL_MS;
  return { number, validFrom: new Date(from), validUntil: new Date(from + RELEASE_INTERVAL_MS + GRACE_PERIOD_MS) };
}

/** Whether prices of the release can still be bought. */
export const isHonored = (release: PriceRelease, now: Date): boolean =>
  release.validFrom <= now && now < release.validUntil;
