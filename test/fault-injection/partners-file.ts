import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractTemplate, type LoaApplication } from '../../src/simulator/agreements/loa-applications.ts';
import type { DemoCredentials } from '../../src/simulator/demo-credentials.ts';
import type { TestSite } from './customer.ts';

export interface SiteWebhook {
  readonly url: string;
  readonly secret: string;
}

export const siteOf = (partner: string): TestSite => ({
  siteKey: `pk_test_${partner}`,
  origin: `https://www.${partner}.example`,
});

/** Another site of the partner, embedded in the same page. Its contracts are signed by email. */
export const emailSigningSiteOf = (partner: string): TestSite => ({
  siteKey: `pk_test_${partner}Inbox`,
  origin: siteOf(partner).origin,
});

/** A partner's credentials. During a rotation, the server accepts several webhook secrets. */
export interface DeclaredPartner extends DemoCredentials {
  readonly webhookSecrets?: readonly string[];
}

/**
 * Writes each partner's secrets to files in `folder`, as an operator mounts them.
 *
 * @returns the text of a `partners.yaml` that refers to them
 */
export function partnersFile(
  folder: string,
  upstreamOrigin: string,
  partners: readonly DeclaredPartner[],
  siteWebhooks: readonly SiteWebhook[],
  /** One application for each partner, because partners must not share credentials. */
  loaApplications: readonly LoaApplication[],
): string {
  const mountSecret = (name: string, text: string): { readonly file: string } => {
    writeFileSync(join(folder, name), text);
    return { file: name };
  };
  const declared = partners.map((partner, at) => {
    const { partnerId, apiKey, kid, alg, privateKeyPem, webhookSecrets = [partner.webhookSecret] } = partner;
    const { siteKey, origin } = siteOf(partnerId);
    return {
      id: partnerId,
      name: partnerId,
      environments: {
        test: {
          baseUrl: `${upstreamOrigin}/msc/test`,
          apiKey: mountSecret(`${partnerId}-api-key`, apiKey),
          signingKey: {
            kid: mountSecret(`${partnerId}-kid`, kid),
            alg,
            privateKey: mountSecret(`${partnerId}.pem`, privateKeyPem),
          },
          webhookSecrets: webhookSecrets.map((secret, number) =>
            mountSecret(`${partnerId}-webhook-secret-${number}`, secret),
          ),
          signingOrigins: [upstreamOrigin],
          letters: {
            baseUrl: `${upstreamOrigin}/se`,
            clientId: mountSecret(`${partnerId}-letters-client-id`, loaApplications[at]?.clientId ?? ''),
            clientSecret: mountSecret(`${partnerId}-letters-client-secret`, loaApplications[at]?.clientSecret ?? ''),
            contractTemplate: contractTemplate.id,
          },
        },
      },
      sites: [
        {
          key: siteKey,
          name: partnerId,
          origins: [origin],
          webhooks: at
            ? []
            : siteWebhooks.map(({ url, secret }, number) => ({
                url,
                secrets: [mountSecret(`owner-${number}`, secret)],
              })),
        },
        {
          key: emailSigningSiteOf(partnerId).siteKey,
          name: partnerId,
          origins: [origin],
          signing: { method: 'email' },
        },
      ],
    };
  });
  // JSON is valid YAML.
  return JSON.stringify({ partners: declared }, null, 2);
}
