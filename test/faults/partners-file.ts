import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractTemplate, type LoaApplication } from '../../src/simulator/agreements/loa-client.ts';
import type { DemoCredentials } from '../../src/simulator/demo-credentials.ts';
import type { Place } from './customer.ts';

/** Where a site's owner wants to be told, and the secret it is signed with. */
export interface OwnerWebhook {
  readonly url: string;
  readonly secret: string;
}

export const placeOf = (partner: string): Place => ({
  siteKey: `pk_test_${partner}`,
  origin: `https://www.${partner}.example`,
});

/** Another site of the partner, on the same page, whose contracts are signed from an inbox. */
export const inboxPlaceOf = (partner: string): Place => ({
  siteKey: `pk_test_${partner}Inbox`,
  origin: placeOf(partner).origin,
});

/** A partner's credentials; the server may know more than one webhook secret. */
export interface Declared extends DemoCredentials {
  readonly webhookSecrets?: readonly string[];
}

/** Writes each partner's secrets into files of `folder`, as an operator mounts them. @returns a `partners.yaml` that refers to them */
export const partnersFile = (
  folder: string,
  upstreamOrigin: string,
  partners: readonly Declared[],
  owners: readonly OwnerWebhook[],
  letters: LoaApplication,
): string => {
  const mounted = (name: string, text: string): { readonly file: string } => {
    writeFileSync(join(folder, name), text);
    return { file: name };
  };
  const declared = partners.map((partner, at) => {
    const { partnerId, apiKey, kid, alg, privateKeyPem, webhookSecrets = [partner.webhookSecret] } = partner;
    const { siteKey, origin } = placeOf(partnerId);
    return {
      id: partnerId,
      name: partnerId,
      environments: {
        test: {
          baseUrl: `${upstreamOrigin}/msc/test`,
          apiKey: mounted(`${partnerId}-api-key`, apiKey),
          signingKey: {
            kid: mounted(`${partnerId}-kid`, kid),
            alg,
            privateKey: mounted(`${partnerId}.pem`, privateKeyPem),
          },
          webhookSecrets: webhookSecrets.map((secret, number) =>
            mounted(`${partnerId}-webhook-secret-${number}`, secret),
          ),
          signingOrigins: [upstreamOrigin],
          letters: {
            baseUrl: `${upstreamOrigin}/se`,
            clientId: mounted('letters-client-id', letters.clientId),
            clientSecret: mounted('letters-client-secret', letters.clientSecret),
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
            : owners.map(({ url, secret }, number) => ({ url, secrets: [mounted(`owner-${number}`, secret)] })),
        },
        {
          key: inboxPlaceOf(partnerId).siteKey,
          name: partnerId,
          origins: [origin],
          signing: { method: 'email' },
        },
      ],
    };
  });
  // JSON is YAML.
  return JSON.stringify({ partners: declared }, null, 2);
};
