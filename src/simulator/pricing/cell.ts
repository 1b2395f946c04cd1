import { rateClassesOf } from './rate-classes.ts';
import { type ProductKind, type Supplier, suppliers } from './suppliers.ts';
import { bandCount } from './usage-bands.ts';
import { type Utility, utilityByCode } from './utilities.ts';

/** Where a price stands in the matrix. Everything about it follows from these. */
export interface Cell {
  readonly environment: 'test' | 'live';
  readonly utility: Utility;
  readonly zone: string | null;
  readonly rateClass: string;
  readonly supplier: Supplier;
  readonly kind: ProductKind;
  readonly green: number;
  readonly termMonths: number;
  readonly startMonth: string;
  /** Index of the usage band. */
  readonly band: number;
  /** Number of the issue it was priced in. */
  readonly issue: number;
}

const kinds: readonly ProductKind[] = ['fixed', 'fixed_pass_through', 'index', 'block'];

/**
 * A price's id: its cell, spelled out and wrapped so that nobody is tempted to read it.
 *
 * @example priceIdOf(cell) // 'prc_dGVzdC5PTkNPUi5MWl9OT1JUSC…'
 */
export function priceIdOf(cell: Cell): string {
  const words = [
    cell.environment,
    cell.utility.code,
    cell.zone ?? '',
    cell.rateClass,
    cell.supplier.id,
    kinds.indexOf(cell.kind),
    cell.green,
    cell.termMonths,
    cell.startMonth,
    cell.band,
    cell.issue,
  ];
  return `prc_${Buffer.from(words.join('.')).toString('base64url')}`;
}

/** The cell an id names, if the matrix has such a cell at all; whether it is on sale now is not asked here. */
export function cellOf(priceId: string): Cell | undefined {
  if (!/^prc_[\w-]{20,160}$/.test(priceId)) return undefined;
  const words = Buffer.from(priceId.slice(4), 'base64url').toString().split('.');
  const [environment, code = '', zone, rateClass = '', supplierId, kind, green, term, startMonth = '', band, issue] =
    words;
  const utility = utilityByCode(code);
  const supplier = suppliers.find(({ id }) => id === supplierId);
  const cell = {
    utility,
    supplier,
    zone: zone || null,
    rateClass,
    kind: kinds[Number(kind)],
    green: Number(green),
    termMonths: Number(term),
    startMonth,
    band: Number(band),
    issue: Number(issue),
  };
  if (environment !== 'test' && environment !== 'live') return undefined;
  if (!cell.utility || !cell.supplier || !cell.kind || words.length !== 11) return undefined;
  const complete = { ...cell, environment, utility: cell.utility, supplier: cell.supplier, kind: cell.kind } as const;
  return isInMatrix(complete) && priceIdOf(complete) === priceId ? complete : undefined;
}

function isInMatrix({ utility, zone, rateClass, supplier, kind, green, termMonths, band, issue }: Cell): boolean {
  const zoneFits = utility.zones.length ? utility.zones.some(({ code }) => code === zone) : zone === null;
  const known = rateClassesOf(utility.state, utility.commodity).find(({ code }) => code === rateClass);
  const [first, last] = supplier.bands;
  return (
    zoneFits &&
    known !== undefined &&
    Number.isInteger(band) &&
    Number.isSafeInteger(issue) &&
    band >= first &&
    band <= Math.min(last, known.lastBand, bandCount(utility.commodity) - 1) &&
    supplier.states[utility.commodity].includes(utility.state) &&
    supplier.offerings[utility.commodity].some(
      (offering) => offering.kind === kind && offering.green === green && offering.terms.includes(termMonths),
    )
  );
}
