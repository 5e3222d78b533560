// What is being typed reaches the server before the field is left: after a pause, and when the
// phone goes to sleep, the tab is hidden or the page is left. The framework itself sends a text
// only when its field loses the focus; its own key for "now" is Enter, in a large field Ctrl+Enter.
(() => {
  if (window.__keep) return;
  window.__keep = true;
  const PAUSE = 1500; // ms, longer than an elder looks for the next key
  const ours = (field) =>
    field instanceof HTMLElement &&
    field.matches("[data-testid=stTextArea] textarea, [data-testid=stTextInput] input") &&
    field.type !== "password" &&
    !field.closest("[data-testid=stForm]"); // there Enter sends the whole form
  let waiting = 0;
  const commit = (field) => {
    if (!field.isConnected || document.activeElement !== field) return;
    const ctrlKey = field.tagName === "TEXTAREA";
    const key = { key: "Enter", code: "Enter", ctrlKey, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", key));
  };
  addEventListener("input", (event) => {
    clearTimeout(waiting);
    // While Pinyin is being turned into characters nothing is typed yet.
    if (ours(event.target) && !event.isComposing)
      waiting = setTimeout(commit, PAUSE, event.target);
  }, true);
  addEventListener("compositionstart", () => clearTimeout(waiting), true);
  addEventListener("compositionend", (event) => {
    clearTimeout(waiting);
    if (ours(event.target)) waiting = setTimeout(commit, PAUSE, event.target);
  }, true);
  const leaving = () => {
    clearTimeout(waiting);
    if (ours(document.activeElement)) commit(document.activeElement);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leaving();
  });
  addEventListener("beforeunload", leaving);
  addEventListener("pagehide", leaving);
})();
