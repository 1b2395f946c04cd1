import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { DemoCredentials } from './demo-credentials.ts';

const credentialsFile = z
  .array(
    z.object({
      partnerId: z.string().min(1),
      environment: z.enum(['test', 'live']),
      apiKey: z.string().min(8),
      kid: z.string().min(1),
      alg: z.literal('ES256'),
      privateKeyPem: z.string().includes('PRIVATE KEY'),
      publicJwk: z.record(z.string(), z.unknown()),
      webhookSecret: z.string().startsWith('whsec_'),
    }),
  )
  .min(1);

/** Reads a JSON list of credentials, one entry per environment, in the format of `createDemoCredentials`. */
export async function readCredentials(path: string): Promise<DemoCredentials[]> {
  return credentialsFile.parse(JSON.parse(await readFile(path, 'utf8')));
}

export interface WrittenCredentials {
  readonly folder: string;
  /** JSON file with all credentials, for `--credentials`. */
  readonly list: string;
  /** PEM files with the private keys, in the order of the credentials. */
  readonly keys: readonly string[];
  /** Example program without dependencies that requests prices. */
  readonly example: string;
}

/** Writes the credentials to a new temporary folder that only the current user can read. */
export async function writeCredentials(
  credentials: readonly DemoCredentials[],
  origin: string,
): Promise<WrittenCredentials> {
  const folder = await mkdtemp(join(tmpdir(), 'msc-simulator-'));
  const write = async (name: string, content: string) => {
    const path = join(folder, name);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  };
  const keys = await Promise.all(
    credentials.map(({ environment, privateKeyPem }) => write(`${environment}-private-key.pem`, privateKeyPem)),
  );
  return {
    folder,
    keys,
    list: await write('credentials.json', JSON.stringify(credentials, null, 2)),
    example: await write('prices.mjs', createExample(credentials[0], keys[0], origin)),
  };
}

const createExample = (credentials: DemoCredentials | undefined, key: string | undefined, origin: string): string =>
  credentials && key
    ? `import { randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const base = ${JSON.stringify(`${origin}/msc/${credentials.environment}`)};
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const iat = Math.floor(Date.now() / 1000);
const head = encode({ alg: 'ES256', kid: ${JSON.stringify(credentials.kid)} });
const claims = encode({ iss: ${JSON.stringify(credentials.partnerId)}, aud: base, iat, exp: iat + 60, jti: randomUUID() });
const key = { key: readFileSync(${JSON.stringify(key)}), dsaEncoding: 'ieee-p1363' };
const signature = sign('sha256', \`\${head}.\${claims}\`, key).toString('base64url');

const startMonth = new Date(Date.now() + 31 * 864e5).toISOString().slice(0, 7);
const query = { commodity: 'electric', utility: 'ONCOR', annualUsage: '120000', usageUnit: 'kWh', startMonth, terms: '12,24' };
const response = await fetch(\`\${base}/v1/prices?\${new URLSearchParams(query)}\`, {
  headers: { 'X-Api-Key': ${JSON.stringify(credentials.apiKey)}, Authorization: \`Bearer \${head}.\${claims}.\${signature}\` },
});
const { prices, error } = await response.json();
console.log(response.status, error ?? '');
console.table((prices ?? []).map(({ supplier, product, termMonths, rate }) =>
  ({ supplier: supplier.name, product: product.name, termMonths, rate: rate.amount + '/' + rate.unit })));
`
    : '';
