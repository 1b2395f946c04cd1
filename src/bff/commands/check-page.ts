import { fileURLToPath } from 'node:url';
import { readPageCheckSettings } from '../config/settings.ts';
import type { Partners } from '../enrollment/partner-access.ts';
import { CommandError } from '../operator-error.ts';
import { checkPage, type PageReport, readReleaseIntegrity } from '../page-check/check-page.ts';
import { findingText, type Level } from '../page-check/finding.ts';

/**
 * Checks how a site owner's page embeds the widget.
 *
 * @returns a sentence for each finding, or the report as JSON
 * @throws CommandError if no site has the key
 */
export async function checkPageCommand(
  partners: Partners,
  env: NodeJS.ProcessEnv,
  {
    address,
    site,
    json = false,
  }: { readonly address: string; readonly site?: string | undefined; readonly json?: boolean | undefined },
): Promise<string> {
  if (site !== undefined && !partners.sites.has(site)) throw new CommandError(`no site has the key ${site}`);
  const { PUBLIC_ORIGIN: publicOrigin, CDN_FOLDER } = readPageCheckSettings(env);
  // The default is the folder of built files next to the built server.
  const folder = CDN_FOLDER ?? fileURLToPath(new URL('../cdn', import.meta.url));
  const releaseIntegrity = await readReleaseIntegrity(folder);
  const report = await checkPage({ partners, publicOrigin, releaseIntegrity }, address, site);
  return json ? JSON.stringify(report, null, 2) : describe(report);
}

const MARKS: Readonly<Record<Level, string>> = { error: 'ERROR  ', warning: 'WARNING', ok: 'OK     ' };

function describe({ url, redirects, findings }: PageReport): string {
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  return [
    `${url}${redirects.length ? ` (redirected ${redirects.length} times)` : ''}`,
    ...findings.map((finding) => `${MARKS[finding.level]} ${findingText(finding)}`),
    `${count('error')} errors, ${count('warning')} warnings`,
  ].join('\n');
}
