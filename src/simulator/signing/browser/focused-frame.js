// In a framed page of the ceremony: tells the bundle around it how signing stands, when asked by an origin that may frame it.
(() => {
  const { ancestors = '', says = '' } = document.currentScript?.dataset ?? {};
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || !ancestors.split(' ').includes(origin) || data?.type !== 'hello') return;
    window.parent.postMessage(JSON.parse(says), origin);
  });
})();
