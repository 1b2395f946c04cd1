import { feedbackIntegration, init } from '@sentry/browser';

const feedback = feedbackIntegration({ autoInject: false, enableScreenshot: false });
init({ dsn: `https://0123456789@${location.hostname}/1`, integrations: [feedback], defaultIntegrations: false });
const form = await feedback.createForm();
form.appendToDom();
form.open();
