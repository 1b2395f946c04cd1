import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import { type RunningBff, startBff } from '../src/bff/bootstrap/start.ts';
import { createLog } from '../src/bff/log.ts';
import { checkPage, readReleaseIntegrity } from '../src/bff/page-check/check-page.ts';
import { resetQuotas } from '../src/bff/quotas/quotas.ts';
import { createLinkSecret, sha256 } from '../src/bff/store/ids.ts';
import { isoAfter } from '../src/bff/store/locks.ts';
import type { Store } from '../src/bff/store/tables.ts';
import type { Mailbox } from '../src/simulator/agreements/agreement-store.ts';
import { partnerOf } from '../src/simulator/demo-credentials.ts';
import { type Simulator, startSimulator } from '../src/simulator/serve.ts';
import { integrityOf } from '../vite/integrity-plugin.ts';
import type { DemoKeys } from './demo-keys.ts';
import { demoEnvironment } from './environment.ts';
import { demoRoutes } from './routes.ts';
import { siteOwnerRoutes } from './webhook-receiver.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Port of the BFF and the demo's pages. The simulator uses the next port. */
export const demoPort = Number(process.env.PORT ?? 4400);
const origin = `http://localhost:${demoPort}`;
const simulatorOrigin = `http://localhost:${demoPort + 1}`;

export const startDemoSimulator = ({ credentials, loaApplication }: DemoKeys): Promise<Simulator> =>
  startSimulator({
    port: demoPort + 1,
    host: '127.0.0.1',
    partners: [partnerOf(credentials, `${origin}/webhooks/msc/lonestar/test`)],
    loaApplications: [loaApplication],
  });

/**
 * Starts the BFF with the demo's pages.
 *
 * @param databaseFile SQLite file of the store
 * @param options.reload whether pages reload when this server restarts
 * @param options.deliver puts one of the broker's emails into the simulated inbox
 */
export function startDemoBff(
  keys: DemoKeys,
  databaseFile: string,
  { reload = false, deliver = () => {} }: { readonly reload?: boolean; readonly deliver?: Mailbox['deliver'] } = {},
): Promise<RunningBff> {
  const environment = demoEnvironment(keys.credentials, simulatorOrigin, origin, keys.loaApplication);
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  return startBff(
    {
      PORT: demoPort,
      HOST: '127.0.0.1',
      PUBLIC_ORIGIN: origin,
      PARTNERS_FILE: join(root, 'demo/partners.yaml'),
      DATABASE_FILE: databaseFile,
      CDN_FOLDER: join(root, 'dist/cdn'),
      BFF_SECRET: keys.bffSecret,
      UPSTREAM_SECONDS: 6,
      CLOCK_SETTLE_SECONDS: 60,
      RECONCILE_SECONDS: 15,
      RETENTION_SECONDS: 600,
      METRICS_HOST: '127.0.0.1',
      DRAIN_NOTICE_SECONDS: 0,
      DRAIN_SECONDS: 1,
      EVIDENCE_YEARS: 7,
    },
    { ...process.env, ...environment, DEMO_SITE_WEBHOOK_SECRET: keys.siteWebhookSecret },
    createLog({ write: (line) => (process.env.VERBOSE ? process.stdout.write(line) : undefined) }),
    (app, { partners, store }) => {
      siteOwnerRoutes(app, keys.siteWebhookSecret, { say: (line) => process.stdout.write(`${line}\n`), deliver });
      demoRoutes(app, {
        broker: read('demo/broker/index.html'),
        panel: read('demo/control-panel/index.html'),
        panelScript: read('dist/demo/control-panel.js'),
        builder: read('demo/builder/index.html'),
        builderScript: read('dist/demo/builder.js'),
        builderPreview: read('demo/builder/preview.html'),
        version: packageJson.version,
        integrity: integrityOf(readFileSync(join(root, 'dist/cdn/shopper.js'))),
        origin,
        simulatorOrigin,
        reload,
        resetQuotas: () => resetQuotas(store),
        checkPage: async (address, siteKey) =>
          checkPage(
            { partners, publicOrigin: origin, releaseIntegrity: await readReleaseIntegrity(join(root, 'dist/cdn')) },
            address,
            siteKey,
          ),
        async contractReferences() {
          const rows = await store.selectFrom('contracts').select(['id', 'reference']).execute();
          return Object.fromEntries(rows.map(({ id, reference }) => [id, reference]));
        },
        async openContract(id) {
          const row = await store.selectFrom('contracts').select('site_key').where('id', '=', id).executeTakeFirst();
          if (!row) return undefined;
          const slug = partners.sites.get(row.site_key)?.hosted?.slug;
          const page = PAGES[row.site_key] ?? `/shop/${slug}`;
          return `${page}#shopper-resume=${await createResumeSecret(store, id, row.site_key)}`;
        },
      });
    },
  );
}

/** The demo's own pages, by site key. The other sites have a hosted page. */
const PAGES: Readonly<Record<string, string>> = { pk_test_demo: '/', pk_test_email: '/email' };

/**
 * Creates the secret of a resume link. The endpoint for resume links requires a session with access to the contract,
 * which the control panel does not have.
 */
async function createResumeSecret(store: Store, contractId: string, siteKey: string): Promise<string> {
  const secret = createLinkSecret();
  const now = new Date();
  await store
    .insertInto('resume_links')
    .values({
      secret_hash: sha256(secret),
      contract_id: contractId,
      site_key: siteKey,
      created_at: now.toISOString(),
      expires_at: isoAfter(now, 60_000),
      used_at: null,
    })
    .execute();
  return secret;
}

export const demoAddresses = `
  Broker's page       ${origin}
  Signing by email    ${origin}/email
  Hosted page         ${origin}/shop/lonestar-energy
  Embed builder       ${origin}/builder
  Simulator panel     ${origin}/panel
  Simulated upstream  ${simulatorOrigin}
  Simulated inbox     ${simulatorOrigin}/inbox
`;
