import { type ProductKind, type Supplier, suppliers } from './suppliers.ts';
import { bandCount, rateClassesOf } from './usage-bands.ts';
import { type Utility, utilityByCode } from './utilities.ts';

/** Position of a price in the matrix. All other data of the price is derived from this position. */
export interface PriceKey {
  readonly environment: 'test' | 'live';
  readonly utility: Utility;
  readonly zone: string | null;
  readonly rateClass: string;
  readonly supplier: Supplier;
  readonly kind: ProductKind;
  readonly green: number;
  readonly termMonths: number;
  readonly startMonth: string;
  readonly band: number;
  readonly release: number;
}

const KINDS: readonly ProductKind[] = ['fixed', 'fixed_pass_through', 'index', 'block'];

/**
 * Returns the ID of a price: its position, encoded in base64url so that clients treat the ID as opaque.
 *
 * @example formatPriceId(key) // 'prc_dGVzdC5PTkNPUi5MWl9OT1JUSC…'
 */
export function formatPriceId(candidate: PriceKey): string {
  const parts = [
    candidate.environment,
    candidate.utility.code,
    candidate.zone ?? '',
    candidate.rateClass,
    candidate.supplier.id,
    KINDS.indexOf(candidate.kind),
    candidate.green,
    candidate.termMonths,
    candidate.startMonth,
    candidate.band,
    candidate.release,
  ];
  return `prc_${Buffer.from(parts.join('.')).toString('base64url')}`;
}

/**
 * Parses the ID of a price. Does not check whether the price is still available.
 *
 * @returns undefined if the matrix has no such position
 */
export function parsePriceId(priceId: string): PriceKey | undefined {
  if (!/^prc_[\w-]{20,160}$/.test(priceId)) return undefined;
  const parts = Buffer.from(priceId.slice(4), 'base64url').toString().split('.');
  const [environment, code = '', zone, rateClass = '', supplierId, kind, green, term, startMonth = '', band, release] =
    parts;
  const utility = utilityByCode(code);
  const supplier = suppliers.find(({ id }) => id === supplierId);
  const candidate = {
    utility,
    supplier,
    zone: zone || null,
    rateClass,
    kind: KINDS[Number(kind)],
    green: Number(green),
    termMonths: Number(term),
    startMonth,
    band: Number(band),
    release: Number(release),
  };
  if (environment !== 'test' && environment !== 'live') return undefined;
  if (!candidate.utility || !candidate.supplier || !candidate.kind || parts.length !== 11) return undefined;
  const key = {
    ...candidate,
    environment,
    utility: candidate.utility,
    supplier: candidate.supplier,
    kind: candidate.kind,
  } as const;
  return isInMatrix(key) && formatPriceId(key) === priceId ? key : undefined;
}

function isInMatrix({ utility, zone, rateClass, supplier, kind, green, termMonths, band, release }: PriceKey): boolean {
  const isZoneValid = utility.zones.length ? utility.zones.some(({ code }) => code === zone) : zone === null;
  const knownClass = rateClassesOf(utility.state, utility.commodity).find(({ code }) => code === rateClass);
  const [first, last] = supplier.bands;
  return (
    isZoneValid &&
    knownClass !== undefined &&
    Number.isInteger(band) &&
    Number.isSafeInteger(release) &&
    band >= first &&
    band <= Math.min(last, knownClass.lastBand, bandCount(utility.commodity) - 1) &&
    supplier.states[utility.commodity].includes(utility.state) &&
    supplier.offerings[utility.commodity].some(
      (offering) => offering.kind === kind && offering.green === green && offering.terms.includes(termMonths),
    )
  );
}
