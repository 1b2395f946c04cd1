import { randomBytes } from 'node:crypto';
import {
  contractTemplate,
  createLoaApplication,
  type LoaApplication,
  usageTemplate,
} from '../src/simulator/agreements/loa-applications.ts';
import { botCheckKeys } from '../src/simulator/bot-check/bot-check-handlers.ts';
import type { DemoCredentials } from '../src/simulator/demo-credentials.ts';
import { integrationKey } from '../src/simulator/signing/static-handlers.ts';

/** The variables that `demo/partners.yaml` refers to. */
export const demoEnvironment = (
  credentials: DemoCredentials,
  simulatorOrigin: string,
  origin: string,
  { clientId, clientSecret }: LoaApplication = createLoaApplication(),
) => ({
  DEMO_MSC_BASE_URL: `${simulatorOrigin}/msc/test`,
  DEMO_MSC_API_KEY: credentials.apiKey,
  DEMO_MSC_KEY_ID: credentials.kid,
  DEMO_MSC_PRIVATE_KEY: credentials.privateKeyPem,
  DEMO_MSC_WEBHOOK_SECRET: credentials.webhookSecret,
  DEMO_SIGNING_ORIGIN: simulatorOrigin,
  DEMO_HOME: `${origin}/`,
  DEMO_SITE_WEBHOOK_URL: `${origin}/broker/webhooks`,
  DEMO_SITE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
  DEMO_DOCUSIGN_INTEGRATION_KEY: integrationKey,
  DEMO_DOCUSIGN_BUNDLE: `${simulatorOrigin}/docusign/bundle.js`,
  DEMO_LOA_BASE_URL: `${simulatorOrigin}/se`,
  DEMO_LOA_CLIENT_ID: clientId,
  DEMO_LOA_CLIENT_SECRET: clientSecret,
  DEMO_LOA_USAGE_TEMPLATE: usageTemplate.id,
  DEMO_LOA_CONTRACT_TEMPLATE: contractTemplate.id,
  DEMO_BOT_CHECK_SECRET: botCheckKeys.secret,
  DEMO_BOT_CHECK_VERIFY_URL: `${simulatorOrigin}/turnstile/siteverify`,
  DEMO_BOT_CHECK_SCRIPT_URL: `${simulatorOrigin}/turnstile/api.js`,
});
