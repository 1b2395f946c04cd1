import { randomBytes } from 'node:crypto';
import { createLoaApplication, type LoaApplication } from '../src/simulator/agreements/loa-applications.ts';
import { createDemoCredentials, type DemoCredentials } from '../src/simulator/demo-credentials.ts';

/** All keys and secrets of the demo. They are random and never leave this machine. */
export interface DemoKeys {
  readonly credentials: DemoCredentials;
  readonly loaApplication: LoaApplication;
  readonly bffSecret: string;
  readonly siteWebhookSecret: string;
}

export const createDemoKeys = async (): Promise<DemoKeys> => ({
  credentials: await createDemoCredentials('lonestar', 'test'),
  loaApplication: createLoaApplication(),
  bffSecret: randomBytes(48).toString('base64'),
  siteWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
});
