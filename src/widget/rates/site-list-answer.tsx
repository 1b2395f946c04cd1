import type { SiteListTexts } from '../i18n/en/site-list.ts';
import type { Format } from '../i18n/format.ts';
import type { SiteGroup } from './site-groups.ts';
import type { FaultyRow } from './site-rows.ts';

interface SiteGroupsProps {
  readonly format: Format;
  readonly texts: SiteListTexts;
  readonly groups: readonly SiteGroup[];
  readonly onPick: (group: SiteGroup) => void;
}

/** What the list adds up to, by utility: prices are made for one utility at a time. */
export function SiteGroups({ format, texts, groups, onPick }: SiteGroupsProps) {
  if (!groups.length) return null;
  return (
    <table class="groups">
      <caption>{texts.groupsHeading}</caption>
      <tbody>
        {groups.map((group) => {
          const name = format.list(
            group.utilities.map((utility) => utility.name),
            'disjunction',
          );
          return (
            <tr key={name}>
              <th scope="row">
                {name}
                {group.utilities.length > 1 && <span class="small muted"> ({texts.either})</span>}
              </th>
              <td>
                {format.number(group.sites.length)}{' '}
                <span class="small muted">{texts.locations(group.sites.length)}</span>
              </td>
              <td>
                {format.number(group.usage)} {format.unit(group.unit)}
              </td>
              <td>
                <button type="button" aria-label={texts.useFor(name)} onClick={() => onPick(group)}>
                  {texts.use}
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** So many are listed; who has more has another problem than a single row. */
const listed = 50;

interface FaultyRowsProps {
  readonly format: Format;
  readonly texts: SiteListTexts;
  readonly faulty: readonly FaultyRow[];
}

/** Rows that were left out, each with its number and what to do. */
export function FaultyRows({ format, texts, faulty }: FaultyRowsProps) {
  if (!faulty.length) return null;
  const rest = faulty.length - listed;
  return (
    <>
      <h3>{texts.faultsHeading}</h3>
      <ul class="faulty">
        {faulty.slice(0, listed).map(({ line, name, fault, first }) => (
          <li key={line}>
            <strong>{texts.row(format.number(line), name)}</strong>: {texts.faults[fault](format.number(first ?? 0))}
          </li>
        ))}
        {rest > 0 && <li>{texts.moreFaults(format.number(rest))}</li>}
      </ul>
    </>
  );
}
