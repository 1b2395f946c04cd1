// Runs in each page of the ceremony that is shown in an iframe. Reports the state of signing to the bundle if the
// bundle's page is an allowed frame ancestor.
(() => {
  const { ancestors = '', message = '' } = document.currentScript?.dataset ?? {};
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || !ancestors.split(' ').includes(origin) || data?.type !== 'hello') return;
    window.parent.postMessage(JSON.parse(message), origin);
  });
})();
