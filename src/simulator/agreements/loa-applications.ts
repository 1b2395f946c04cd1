import { randomBytes } from 'node:crypto';

/** An application that may use the Letter of Agreement API, and the templates it has there. */
export interface LoaApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly templates: readonly LoaTemplate[];
}

export interface LoaTemplate {
  readonly id: string;
  readonly title: string;
  /** What the letter says, before the fields that were filled in. */
  readonly text: string;
}

/** The simulator's templates. The words are invented. */
export const usageTemplate: LoaTemplate = {
  id: '5f0c1a52-2f43-4c1e-9a57-usage-release',
  title: 'Letter of authorization: usage data',
  text: 'We allow our utility to give the energy use of the accounts below, of the last 24 months, to the broker named below. This letter buys nothing and changes no supplier. It ends after six months, or when we say so.',
};
export const contractTemplate: LoaTemplate = {
  id: '9b1d7e44-6a0f-4f2b-8d31-contract-sign',
  title: 'Energy contract',
  text: 'We agree to the energy contract that is described below and attached.',
};

/** An application for a demo or a test, with credentials made now. */
export const createLoaApplication = (): LoaApplication => ({
  clientId: `loa-${randomBytes(8).toString('hex')}`,
  clientSecret: randomBytes(24).toString('base64url'),
  templates: [usageTemplate, contractTemplate],
});
