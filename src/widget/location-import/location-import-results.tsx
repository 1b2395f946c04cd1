import type { LocationImportMessages } from '../i18n/en/location-import.ts';
import type { Format } from '../i18n/format.ts';
import type { LocationGroup } from './import-locations.ts';
import type { InvalidRow, RowNote } from './parse-rows.ts';

interface LocationGroupsProps {
  readonly format: Format;
  readonly messages: LocationImportMessages;
  readonly groups: readonly LocationGroup[];
  readonly onSelect: (group: LocationGroup) => void;
}

/** Shows the total usage by utility. The customer requests offers for one utility at a time. */
export function LocationGroups({ format, messages, groups, onSelect }: LocationGroupsProps) {
  if (!groups.length) return null;
  return (
    <table class="location-groups">
      <caption>{messages.groupsHeading}</caption>
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
                {group.utilities.length > 1 && (
                  <span class="text-small text-muted"> ({messages.ambiguousUtility})</span>
                )}
              </th>
              <td>
                {format.number(group.locations.length)}{' '}
                <span class="text-small text-muted">{messages.locations(group.locations.length)}</span>
              </td>
              <td>
                {format.number(group.usage)} {format.unit(group.unit)}
              </td>
              <td>
                <button type="button" aria-label={messages.seeRatesFor(name)} onClick={() => onSelect(group)}>
                  {messages.seeRates}
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Rows beyond this number are counted but not listed. */
const MAX_LISTED_ROWS = 50;

interface InvalidRowsProps {
  readonly format: Format;
  readonly messages: LocationImportMessages;
  readonly invalidRows: readonly InvalidRow[];
}

export function InvalidRows({ format, messages, invalidRows }: InvalidRowsProps) {
  if (!invalidRows.length) return null;
  const remaining = invalidRows.length - MAX_LISTED_ROWS;
  return (
    <>
      <h3>{messages.skippedHeading}</h3>
      <ul class="invalid-rows">
        {invalidRows.slice(0, MAX_LISTED_ROWS).map(({ line, name, error, firstLine }) => (
          <li key={line}>
            <strong>{messages.row(format.number(line), name)}</strong>:{' '}
            {messages.rowErrors[error](format.number(firstLine ?? 0))}
          </li>
        ))}
        {remaining > 0 && <li>{messages.moreRowErrors(format.number(remaining))}</li>}
      </ul>
    </>
  );
}

interface RowNotesProps extends Omit<InvalidRowsProps, 'invalidRows'> {
  readonly notes: readonly RowNote[];
}

export function RowNotes({ format, messages, notes }: RowNotesProps) {
  if (!notes.length) return null;
  const remaining = notes.length - MAX_LISTED_ROWS;
  return (
    <>
      <h3>{messages.notesHeading}</h3>
      <ul class="invalid-rows">
        {notes.slice(0, MAX_LISTED_ROWS).map(({ line, name, note }) => (
          <li key={`${line} ${note}`}>
            <strong>{messages.row(format.number(line), name)}</strong>: {messages.rowNotes[note]}
          </li>
        ))}
        {remaining > 0 && <li>{messages.moreRowErrors(format.number(remaining))}</li>}
      </ul>
    </>
  );
}
