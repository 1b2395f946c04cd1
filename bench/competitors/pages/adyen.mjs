import { AdyenCheckout, Card } from '@adyen/adyen-web';
import '@adyen/adyen-web/styles/adyen.css';

const checkout = await AdyenCheckout({
  environment: 'test',
  clientKey: 'test_0123456789ABCDEFGHIJKLMNOPQRSTUV',
  countryCode: 'US',
  locale: 'en-US',
  analytics: { enabled: false },
  amount: { value: 1000, currency: 'USD' },
  paymentMethodsResponse: { paymentMethods: [{ type: 'scheme', name: 'Cards', brands: ['visa', 'mc'] }] },
});
new Card(checkout, { hasHolderName: true, holderNameRequired: true }).mount('#here');
