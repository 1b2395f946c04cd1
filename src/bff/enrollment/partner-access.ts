import type { LoaCredentials } from '../../upstreams/ecostruxure-loa/tokens.ts';
import type { Environment, Site } from '../partners/site.ts';
import type { EnrollmentAccess } from './msc/config.ts';

/** A partner's access to one environment of its upstreams, with secrets resolved. */
export interface PartnerAccess extends EnrollmentAccess {
  /** Present if signature requests can be sent by email. */
  readonly loa?: LoaAccess | undefined;
}

export interface LoaAccess {
  readonly credentials: LoaCredentials;
  /** IDs of the templates for usage authorizations and for contracts signed by email. */
  readonly templates: { readonly usage?: string | undefined; readonly contract?: string | undefined };
}

export interface Partners {
  /** Sites by publishable site key. */
  readonly sites: ReadonlyMap<string, Site>;
  access(partner: string, environment: Environment): PartnerAccess | undefined;
}
