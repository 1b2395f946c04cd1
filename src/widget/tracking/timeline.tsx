import type { Contract, ContractStatus } from '../../wire/contract.ts';
import { isFinal, road } from '../contract/road.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Format } from '../i18n/format.ts';

interface TimelineProps {
  /** A contract, or one account under it. */
  readonly of: { readonly status: ContractStatus; readonly timeline: Contract['timeline'] };
  readonly startMonth: string;
  readonly texts: TrackingTexts;
  readonly format: Format;
}

const milestones = ['signed', 'submitted', 'accepted', 'enrolled', 'flowing'] as const;

/** What happened, when, and what comes next. What has ended has nothing to come. */
export function Timeline({ of: { status, timeline }, startMonth, texts, format }: TimelineProps) {
  const past = timeline.filter((entry) => entry.status !== 'draft');
  // Beside the road (on hold), what was reached before says how far it got.
  const reached = Math.max(...[status, ...past.map((entry) => entry.status)].map((s) => road.indexOf(s)));
  const coming = isFinal(status) ? [] : milestones.filter((milestone) => road.indexOf(milestone) > reached);
  const words = (milestone: (typeof milestones)[number]) =>
    milestone === 'flowing' ? texts.coming.flowing(format.month(startMonth)) : texts.coming[milestone];

  return (
    <ol class="timeline">
      {past.map((entry) => (
        <li key={entry.status + entry.at} class="past">
          {texts.event[entry.status]}
          <p class="small muted">
            <time dateTime={entry.at}>{format.moment(entry.at)}</time>
          </p>
        </li>
      ))}
      {coming.map((milestone, index) => (
        <li key={milestone} class={index === 0 ? 'next' : 'coming'}>
          {words(milestone)}
        </li>
      ))}
    </ol>
  );
}
