export const quoteRequest = {
  heading: 'Request a quote',
  hint: 'Tell us how to reach you. We’ll look for a supplier at your ZIP code and contact you.',
  fields: { name: 'Full name', email: 'Email', phone: 'Phone' },
  errors: {
    name: 'Enter your name.',
    email: 'Enter an email address, for example name@business.com.',
    phone: 'Enter a US phone number with area code, for example (214) 555-0142.',
  },
  send: 'Request a quote',
  sending: 'Sending…',
  sent: 'Thank you. We’ve received your request and will contact you.',
  notSent: 'We couldn’t send your request. Try again in a few minutes.',
};
export type QuoteRequestMessages = typeof quoteRequest;
