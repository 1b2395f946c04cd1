// Runs in each framed page of the ceremony. Reports the state of signing to the bundle, if its origin may frame the
// page.
(() => {
  const { ancestors = '', message = '' } = document.currentScript?.dataset ?? {};
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || !ancestors.split(' ').includes(origin) || data?.type !== 'hello') return;
    window.parent.postMessage(JSON.parse(message), origin);
  });
})();
