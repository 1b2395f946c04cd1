import posthog from 'posthog-js/dist/module.no-external';
import { renderSurveysPreview } from 'posthog-js/dist/surveys-preview';

posthog.init('phc_0123456789', {
  api_host: location.origin,
  autocapture: false,
  capture_pageview: false,
  disable_session_recording: true,
  advanced_disable_flags: true,
  persistence: 'memory',
});
renderSurveysPreview({
  posthog,
  parentElement: document.getElementById('here'),
  previewPageIndex: 0,
  survey: {
    id: 'survey',
    name: 'survey',
    description: '',
    type: 'popover',
    questions: [{ id: 'q1', type: 'open', question: 'Your ZIP code?', buttonText: 'Next' }],
    appearance: {},
    conditions: null,
    start_date: null,
    end_date: null,
  },
});
