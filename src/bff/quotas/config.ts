import { z } from 'zod';
import type { QuotaLimits, Site } from '../partners/site.ts';

const limit = z.number().int().min(1).max(1_000_000_000);

const quotaLimits = z.strictObject({
  emailsPerRecipient: limit,
  emailsPerAddress: limit,
  authorizationsPerAddress: limit,
  contractsPerAddress: limit,
  refusedContractsPerAddress: limit,
  resumeLinksPerAddress: limit,
  signingSessionsPerAddress: limit,
  uploadsPerAddress: limit,
  perSite: limit,
}) satisfies z.ZodType<QuotaLimits>;

/** More than one business needs, and few enough that no one is annoyed. */
export const DEFAULT_QUOTAS: QuotaLimits = {
  emailsPerRecipient: 3,
  emailsPerAddress: 20,
  authorizationsPerAddress: 5,
  contractsPerAddress: 10,
  refusedContractsPerAddress: 60,
  resumeLinksPerAddress: 10,
  signingSessionsPerAddress: 60,
  uploadsPerAddress: 30,
  perSite: 1_000,
};

/** `sites[].quotas`: limits that replace the server's. */
export const quotaConfig = quotaLimits.partial();

/** The limits of a site: its own, or else the server's. */
export const limitsOf = ({ quotas }: Pick<Site, 'quotas'>, defaults: QuotaLimits): QuotaLimits =>
  quotaLimits.parse({ ...defaults, ...quotas });
