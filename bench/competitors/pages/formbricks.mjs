import { renderSurveyInline } from '@formbricks/surveys';

renderSurveyInline({
  containerId: 'here',
  brandColor: '#0f766e',
  isBrandingEnabled: false,
  languageCode: 'default',
  survey: {
    id: 'survey',
    name: 'survey',
    type: 'link',
    status: 'inProgress',
    welcomeCard: { enabled: false },
    questions: [
      {
        id: 'q1',
        type: 'openText',
        inputType: 'text',
        headline: 'Your ZIP code?',
        required: true,
        buttonLabel: 'Next',
        placeholder: '',
      },
    ],
    endings: [],
    hiddenFields: { enabled: false },
    variables: [],
    languages: [],
    triggers: [],
    styling: null,
  },
  onDisplay() {},
  onResponse() {},
  onClose() {},
  getSetIsError() {},
  getSetIsResponseSendingFinished() {},
});
