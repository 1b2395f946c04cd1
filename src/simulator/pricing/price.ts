import Big from 'big.js';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import { type Cell, priceIdOf } from './cell.ts';
import { issueNumbered } from './issue.ts';
import { rateUnitOf } from './market.ts';
import { rateAmount } from './rate.ts';
import type { ProductKind } from './suppliers.ts';
import { bandAt } from './usage-bands.ts';

/** What a price depends on besides its cell. */
export interface PriceContext {
  readonly seed: string;
  /** The simulator's own origin: documents are served there. */
  readonly origin: string;
  /** Whether a price has moved since it was issued (scenario `rate: moved`). */
  readonly hasMoved: (priceId: string) => boolean;
}

/** How far a moved price lies above the one shown before. */
const movedBy = '1.04';

const names: Readonly<Record<ProductKind, string>> = {
  fixed: 'All-in fixed',
  fixed_pass_through: 'Fixed energy, capacity and transmission passed through',
  index: 'Index, today’s level',
  block: 'Half block, half index',
};

/** The matrix row at a cell, computed here and kept nowhere. */
export function priceAt(cell: Cell, { seed, origin, hasMoved }: PriceContext): MscPrice {
  const { utility, supplier } = cell;
  const unit = rateUnitOf(utility.code, utility.commodity);
  const band = bandAt(utility.commodity, unit, cell.band);
  if (!band) throw new RangeError(`no usage band ${cell.band}`);
  const priceId = priceIdOf(cell);
  const issued = rateAmount(seed, cell);
  const { validFrom, validUntil } = issueNumbered(cell.issue);
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
    zone: cell.zone,
    rateClass: cell.rateClass,
    product: {
      code: `${supplier.id}-${cell.kind.toUpperCase()}-G${cell.green}`,
      name: cell.green ? `${names[cell.kind]}, ${cell.green}% renewable` : names[cell.kind],
      kind: cell.kind,
    },
    termMonths: cell.termMonths,
    startMonth: cell.startMonth,
    usageBand: { from: band.from.toFixed(), to: band.to.toFixed(), unit },
    rate: { amount: hasMoved(priceId) ? Big(issued).times(movedBy).toFixed(5) : issued, unit },
    monthlyFee: supplier.monthlyFee,
    brokerFeeMils: supplier.brokerFeeMils,
    greenPercent: cell.green,
    swingPercent: supplier.swingPercent,
    earlyTermination: supplier.earlyTermination,
    billing: supplier.billing,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil.toISOString(),
    documents: [
      documents('terms'),
      utility.state === 'TX' && utility.commodity === 'electric' ? documents('EFL') : documents('contract_summary'),
    ],
  };
}
