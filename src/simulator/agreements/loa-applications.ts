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
  title: 'Letter of authorization (LOA): usage history',
  text: 'We authorize our utility to release up to 24 months of usage history for the accounts below to the energy broker named below. This letter does not purchase energy or change our supplier. It is valid for six months unless we revoke it sooner.',
};
export const contractTemplate: LoaTemplate = {
  id: '9b1d7e44-6a0f-4f2b-8d31-contract-sign',
  title: 'Energy supply contract',
  text: 'We agree to the energy supply contract described below.',
};

/** Creates an application with new credentials, for a demo or a test. */
export const createLoaApplication = (): LoaApplication => ({
  clientId: `loa-${randomBytes(8).toString('hex')}`,
  clientSecret: randomBytes(24).toString('base64url'),
  templates: [usageTemplate, contractTemplate],
});
