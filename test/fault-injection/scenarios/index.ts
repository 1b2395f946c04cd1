import type { Scenario } from '../scenario.ts';
import { doubleSubmitScenarios } from './double-submit.ts';
import { keyRotationScenarios } from './key-rotation.ts';
import { killScenarios } from './kill-9.ts';
import { postgresScenarios } from './postgres.ts';
import { quotaScenarios } from './quotas.ts';
import { shutdownScenarios } from './shutdown.ts';
import { siteOwnerScenarios } from './site-owner-webhooks.ts';
import { storeScenarios } from './store.ts';
import { streamScenarios } from './streams.ts';
import { upstreamScenarios } from './upstream.ts';
import { webhookScenarios } from './webhooks.ts';

/** Every fault scenario. */
export const scenarios: readonly Scenario[] = [
  ...upstreamScenarios,
  ...killScenarios,
  ...doubleSubmitScenarios,
  ...webhookScenarios,
  ...streamScenarios,
  ...siteOwnerScenarios,
  ...storeScenarios,
  ...shutdownScenarios,
  ...keyRotationScenarios,
  ...postgresScenarios,
  ...quotaScenarios,
];
