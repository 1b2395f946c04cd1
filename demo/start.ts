import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import { buildIfChanged } from '../scripts/build.ts';
import { integrityOf } from '../vite/integrity-plugin.ts';
import { startBff } from '../src/bff/bootstrap/start.ts';
import { createLog } from '../src/bff/log.ts';
import { createLoaApplication } from '../src/simulator/agreements/loa-applications.ts';
import { createDemoCredentials, partnerOf } from '../src/simulator/demo-credentials.ts';
import { startSimulator } from '../src/simulator/serve.ts';
import { demoEnvironment } from './environment.ts';
import { demoRoutes } from './routes.ts';
import { siteOwnerRoutes } from './webhook-receiver.ts';

/**
 * `npm start`: BFF, simulator and demo pages on this machine. The BFF and the pages use PORT (4400) and the simulated
 * upstreams the next port. Keys and store are created on each start and deleted on exit.
 */
const started = performance.now();
await buildIfChanged();
const root = fileURLToPath(new URL('..', import.meta.url));
const port = Number(process.env.PORT ?? 4400);
const origin = `http://localhost:${port}`;

const credentials = await createDemoCredentials('lonestar', 'test');
const application = createLoaApplication();
const simulator = await startSimulator({
  port: port + 1,
  host: '127.0.0.1',
  partners: [partnerOf(credentials, `${origin}/webhooks/msc/lonestar/test`)],
  loaApplications: [application],
});
const environment = demoEnvironment(credentials, simulator.origin, origin, application);
const folder = mkdtempSync(join(tmpdir(), 'commercial-shopper-demo-'));
const requests = createLog({ write: (line) => (process.env.VERBOSE ? process.stdout.write(line) : undefined) });
const bff = await startBff(
  {
    PORT: port,
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: origin,
    PARTNERS_FILE: join(root, 'demo/partners.yaml'),
    DATABASE_FILE: join(folder, 'shopper.db'),
    CDN_FOLDER: join(root, 'dist/cdn'),
    BFF_SECRET: randomBytes(48).toString('base64'),
    UPSTREAM_SECONDS: 6,
    RECONCILE_SECONDS: 15,
    METRICS_HOST: '127.0.0.1',
    DRAIN_NOTICE_SECONDS: 0,
    DRAIN_SECONDS: 1,
  },
  { ...process.env, ...environment },
  requests,
  (app) => {
    siteOwnerRoutes(app, environment.DEMO_SITE_WEBHOOK_SECRET, (line) => process.stdout.write(`${line}\n`));
    demoRoutes(app, {
      broker: readFileSync(join(root, 'demo/broker/index.html'), 'utf8'),
      panel: readFileSync(join(root, 'demo/control-panel/index.html'), 'utf8'),
      panelScript: readFileSync(join(root, 'dist/demo/control-panel.js'), 'utf8'),
      builder: readFileSync(join(root, 'demo/builder/index.html'), 'utf8'),
      builderScript: readFileSync(join(root, 'dist/demo/builder.js'), 'utf8'),
      version: packageJson.version,
      integrity: integrityOf(readFileSync(join(root, 'dist/cdn/shopper.js'))),
      origin,
      simulatorOrigin: simulator.origin,
    });
  },
);
process.stdout.write(`
  A broker's page    ${origin}
  Signed by e-mail   ${origin}/email
  A page of ours     ${origin}/shop/lonestar-energy
  Embed builder      ${origin}/builder
  Developer's panel  ${origin}/panel
  Simulated upstream ${simulator.origin}
  Its inbox          ${simulator.origin}/inbox

  Ready in ${((performance.now() - started) / 1000).toFixed(1)} s. Stop with Ctrl-C.
`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // A terminal signals its whole process group, and npm forwards the signal: a second one must not cut the first
  // short.
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await Promise.allSettled([bff.stop(), simulator.close()]);
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
}
