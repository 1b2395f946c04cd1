import Big from 'big.js';
import { z } from 'zod';
import { commodity, mscPrice, usageUnit } from '../../upstreams/msc/pricing-schema.ts';
import type { Environment } from '../partner.ts';
import { rateUnitOf } from './market.ts';
import type { MatrixQuery } from './matrix.ts';
import { convertUsage } from './usage-bands.ts';
import { utilityByCode } from './utilities.ts';

const commaSeparated = <T extends z.ZodType>(item: T) =>
  z.preprocess((text) => String(text).split(','), z.array(item).max(100));

const query = z.object({
  commodity,
  utility: z.string(),
  zone: z.string().min(1).optional(),
  rateClass: z.string().min(1).optional(),
  annualUsage: z.string().regex(/^\d{1,12}(\.\d{1,8})?$/),
  usageUnit,
  startMonth: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  terms: commaSeparated(z.coerce.number().int()).optional(),
  products: commaSeparated(mscPrice.shape.product.shape.kind).optional(),
  green: commaSeparated(z.coerce.number()).optional(),
});

export class InvalidPriceQueryError extends Error {
  override readonly name = 'InvalidPriceQuery';
}

/** Reads the query of `GET /v1/prices`; InvalidPriceQuery names the parameter that is wrong. */
export function parsePriceQuery(searchParams: URLSearchParams, environment: Environment): MatrixQuery {
  const parsed = query.safeParse(Object.fromEntries(searchParams));
  if (!parsed.success)
    throw new InvalidPriceQueryError(`${parsed.error.issues[0]?.path.join('.')} is missing or malformed`);
  const { utility: code, annualUsage, usageUnit: unit, ...rest } = parsed.data;
  const utility = utilityByCode(code);
  if (!utility || utility.commodity !== rest.commodity) throw new InvalidPriceQueryError('utility is not known');
  const usage = convertUsage(annualUsage, unit, rateUnitOf(code, utility.commodity));
  if (!usage || usage.lte(Big(0))) throw new InvalidPriceQueryError('annualUsage does not fit usageUnit or commodity');
  return { ...rest, environment, utility, usage };
}
