/**
 * `npm run simulator`: runs the simulator as a separate server, for the development of any client.
 *
 *   npm run simulator -- --port 4401 --webhook-url http://localhost:4400/webhooks/msc/demo/{environment}
 *
 *   --port         port of the server; 0 selects any free port (default: 4401)
 *   --webhook-url  URL that receives status changes; {environment} becomes test or live
 *   --seed         seed of the price generator; the same seed gives the same prices
 *   --pace         milliseconds from signed to submitted, and again to accepted or rejected (default: 1500)
 *   --credentials  JSON file with credentials to use instead of new credentials
 *
 * Each option can also be set as SIMULATOR_PORT, SIMULATOR_WEBHOOK_URL and so on. Press Ctrl-C to stop.
 */
import { readCliOptions } from './cli-options.ts';
import { readCredentials, writeCredentials } from './credentials-files.ts';
import { createDemoCredentials, partnerOf } from './demo-credentials.ts';
import { startSimulator } from './serve.ts';
import { integrationKey } from './signing/static-handlers.ts';
import { baseUrl } from './simulator-state.ts';

try {
  const { port, webhookUrl, seed, paceMs, credentials: path } = readCliOptions(process.argv.slice(2), process.env);
  const credentials = path
    ? await readCredentials(path)
    : await Promise.all([createDemoCredentials('demo', 'test'), createDemoCredentials('demo', 'live')]);
  const simulator = await startSimulator({
    port,
    seed,
    paceMs,
    partners: credentials.map((each) => partnerOf(each, webhookUrl?.replaceAll('{environment}', each.environment))),
  });
  const { origin } = simulator;
  const { keys, list, example } = await writeCredentials(credentials, origin);

  const lines = [
    `Simulated My Service Cloud and DocuSign at ${origin}`,
    ...credentials.flatMap(({ environment, partnerId, apiKey, kid, webhookSecret }, at) => [
      '',
      `${environment}  ${baseUrl(origin, environment)}`,
      `      partner      ${partnerId}`,
      `      API key      ${apiKey}`,
      `      key id       ${kid} (ES256), private key in ${keys[at]}`,
      `      webhooks     ${webhookUrl?.replaceAll('{environment}', environment) ?? 'none (set --webhook-url)'}, secret ${webhookSecret}`,
    ]),
    '',
    `Reuse these credentials:            --credentials ${list}`,
    `Example request for prices:         node ${example}`,
    `Simulate an outage:                 curl -X PUT ${origin}/simulator/scenario -d '{"pricing":"down"}'`,
    `Follow the journal:                 curl -N ${origin}/simulator/journal/events`,
    `List, advance, reset contracts:     ${origin}/simulator/contracts  POST …/contracts/{id}/advance  POST …/reset`,
    `Set a contract's status:            curl -X PUT ${origin}/simulator/contracts/{id}/status -d '{"status":"voided"}'`,
    `Second signer, expired links, idle: POST …/contracts/{id}/sign-next  …/signing-links/expire  …/signing-sessions/idle`,
    `Focused view:                       ${origin}/docusign/bundle.js, integration key ${integrationKey}`,
  ];
  console.log(lines.join('\n'));

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
