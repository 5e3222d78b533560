// 全部搜索: the key `/` opens it from any page, but not while something is typed or a dialog is
// open. In it the arrows walk through what was found, and Enter in the field opens the first: once
// the server has answered for what stands in the field, since fast typists are ahead of it.
(() => {
  if (window.__search) return;
  window.__search = true;
  const button = () => document.querySelector(".st-key-search-open button");
  const field = () => document.querySelector(".st-key-search-typed input");
  const links = () => [...document.querySelectorAll(".st-key-search-found a")];
  const writes = ({ tagName, isContentEditable }) =>
    isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(tagName);
  const PATIENCE = 3000; // ms an answer may take before Enter is forgotten
  let asked = null; // what Enter was pressed for
  const plain = (text) => text.replace(/\s/g, "");
  const answered = (typed) => {
    const said = document.querySelector(".st-key-search-found p");
    return said && plain(said.textContent).startsWith(plain(`“${typed}”`));
  };
  const openFirst = () => {
    const box = field();
    if (!asked || !box || box.value !== asked.typed || Date.now() > asked.until) asked = null;
    else if (answered(asked.typed) && links().length) {
      asked = null;
      links()[0].click();
    }
  };
  const open = (event) => {
    event.preventDefault();
    button().click();
  };
  const walk = (event, step) => {
    const every = [field(), ...links()];
    const next = every[every.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  // An Enter of ours (keep.js) only sends what was typed; it opens nothing.
  addEventListener("keydown", (event) => {
    if (!event.isTrusted || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, target } = event;
    const inside = field() && (target === field() || target.closest?.(".st-key-search-found"));
    if (key === "/" && button() && !writes(target) && !document.querySelector("[role=dialog]")) {
      open(event);
    } else if (inside && (key === "ArrowDown" || key === "ArrowUp")) {
      walk(event, key === "ArrowDown" ? 1 : -1);
    } else if (inside && key === "Enter" && target === field() && target.value.trim()) {
      asked = { typed: target.value, until: Date.now() + PATIENCE };
      openFirst();
    }
  }, true);
  // The field is to be typed in at once; what was found may be what Enter waits for.
  let seen = null;
  const look = () => {
    if (field() !== seen) {
      seen = field();
      (seen || button())?.focus(); // and afterwards back to where it was opened
    }
    if (asked) openFirst();
  };
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver(look).observe(document.body, {
      subtree: true, childList: true, characterData: true,
    }));
})();
