import type { Scenario } from '../scenario.ts';
import { agreementScenarios } from './agreement.ts';
import { attackScenarios } from './attacks.ts';
import { clockScenarios } from './clock.ts';
import { doubleSubmitScenarios } from './double-submit.ts';
import { keyRotationScenarios } from './key-rotation.ts';
import { killScenarios } from './kill-9.ts';
import { postgresScenarios } from './postgres.ts';
import { quotaScenarios } from './quotas.ts';
import { restoreScenarios } from './restore.ts';
import { shutdownScenarios } from './shutdown.ts';
import { siteOwnerScenarios } from './site-owner-webhooks.ts';
import { storeScenarios } from './store.ts';
import { streamScenarios } from './streams.ts';
import { upstreamScenarios } from './upstream.ts';
import { webhookScenarios } from './webhooks.ts';

export const scenarios: readonly Scenario[] = [
  ...upstreamScenarios,
  ...killScenarios,
  ...doubleSubmitScenarios,
  ...agreementScenarios,
  ...attackScenarios,
  ...webhookScenarios,
  ...streamScenarios,
  ...siteOwnerScenarios,
  ...storeScenarios,
  ...clockScenarios,
  ...restoreScenarios,
  ...shutdownScenarios,
  ...keyRotationScenarios,
  ...postgresScenarios,
  ...quotaScenarios,
];
