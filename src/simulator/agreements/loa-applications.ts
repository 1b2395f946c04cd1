import { randomBytes } from 'node:crypto';

/** An application with access to the Letter of Agreement API, and its templates. */
export interface LoaApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly templates: readonly LoaTemplate[];
}

export interface LoaTemplate {
  readonly id: string;
  readonly title: string;
  /** The agreement's text before the form fields. */
  readonly text: string;
}

/** The simulator's templates. Their text is fictitious. */
export const usageTemplate: LoaTemplate = {
  id: '5f0c1a52-2f43-4c1e-9a57-usage-release',
  title: 'Letter of authorization: usage data',
  text: 'We authorize our utility to release the energy usage of the accounts below for the last 24 months to the broker named below. This letter does not buy energy or change our supplier. It expires after six months or when we revoke it.',
};
export const contractTemplate: LoaTemplate = {
  id: '9b1d7e44-6a0f-4f2b-8d31-contract-sign',
  title: 'Energy contract',
  text: 'We agree to the energy contract described below and attached.',
};

/** Creates an application with new credentials, for a demo or a test. */
export const createLoaApplication = (): LoaApplication => ({
  clientId: `loa-${randomBytes(8).toString('hex')}`,
  clientSecret: randomBytes(24).toString('base64url'),
  templates: [usageTemplate, contractTemplate],
});
