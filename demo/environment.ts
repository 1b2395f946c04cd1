import { randomBytes } from 'node:crypto';
import type { DemoCredentials } from '../src/simulator/demo-credentials.ts';

/** The variables that `demo/partners.yaml` refers to. */
export const demoEnvironment = (credentials: DemoCredentials, simulatorOrigin: string, origin: string) => ({
  DEMO_MSC_BASE_URL: `${simulatorOrigin}/msc/test`,
  DEMO_MSC_API_KEY: credentials.apiKey,
  DEMO_MSC_KEY_ID: credentials.kid,
  DEMO_MSC_PRIVATE_KEY: credentials.privateKeyPem,
  DEMO_MSC_WEBHOOK_SECRET: credentials.webhookSecret,
  DEMO_SIGNING_ORIGIN: simulatorOrigin,
  DEMO_SITE_WEBHOOK_URL: `${origin}/broker/webhooks`,
  DEMO_SITE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
});
