// The server closes a sign-in page nobody touched for ten minutes (code 4000, door/sockets.py).
// Opening its line again by itself would keep it for ever: so the page rests until it is touched.
(() => {
  if (window.__rest) return;
  window.__rest = true;
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...what) {
      super(...what);
      this.addEventListener("close", (event) => {
        if (event.code === 4000) {
          location.replace(`/door/rest#${location.pathname}${location.search}`);
        }
      });
    }
  };
})();
