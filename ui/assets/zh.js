// Built-in English of the framework, in Chinese. Only text nodes and a few attributes are
// changed, on exact matches and a few anchored patterns; no node is added or removed. What people
// typed stands in Markdown and in tables and is left as it is, whatever word it may be.
(() => {
  if (window.__zh) return;
  window.__zh = true;
  const { words, patterns } = WORDS;
  const rules = patterns.map(([source, flags, chinese]) => [new RegExp(source, flags), chinese]);
  const attributes = ["aria-label", "aria-valuetext", "placeholder", "title", "alt"];
  const untouched =
    "script, style, code, pre, textarea, table," +
    "[data-testid=stMarkdownContainer]:not([data-testid=stFileUploader] *)";
  const dateParts = { year: "年", month: "月", day: "日" };

  const inChinese = (text) => {
    const key = text.trim();
    if (!/[A-Za-z]{3}/.test(key)) return null;
    if (Object.hasOwn(words, key)) return words[key];
    for (const [rule, chinese] of rules) if (rule.test(key)) return key.replace(rule, chinese);
    return null;
  };
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (!parent || parent.closest(untouched)) return;
      const emptyPart = parent.dataset.placeholder && dateParts[parent.dataset.type];
      const chinese = emptyPart || inChinese(node.nodeValue);
      if (chinese && chinese !== node.nodeValue) node.nodeValue = chinese;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      // A picture beside a word is read out as "science icon": the word says enough.
      if (/^[a-z0-9_]+ icon$/.test(node.getAttribute("aria-label") || "")) {
        node.setAttribute("aria-hidden", "true");
      }
      for (const name of attributes) {
        const value = node.getAttribute(name);
        const chinese = value && inChinese(value);
        if (chinese && chinese !== value) node.setAttribute(name, chinese);
      }
    }
  };
  const walk = (root) => {
    translate(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const every = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (every.nextNode()) translate(every.currentNode);
  };
  const start = () => {
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(walk);
        else translate(change.target);
      }
    }).observe(document.body, {
      subtree: true, childList: true, characterData: true,
      attributes: true, attributeFilter: attributes,
    });
    walk(document.body);
  };
  // What had the focus was taken away by the tap itself (a name that was chosen): the focus goes
  // on to the next thing to be filled in, not to the top of the page.
  const focusable = "button, input, textarea, [tabindex='0']";
  let held = null;
  addEventListener("focusin", ({ target }) => {
    if (!target.getBoundingClientRect || target === document.body) return;
    const around = [];
    for (let node = target.parentElement; node; node = node.parentElement) around.push(node);
    held = { target, around, top: target.getBoundingClientRect().top };
  });
  setInterval(() => {
    if (!held || held.target.isConnected || document.activeElement !== document.body) return;
    const place = held.around.find((node) => node.isConnected);
    const open = document.querySelector("[role=dialog]");
    const near = open && !open.contains(place) ? open : place;
    const all = [...near.querySelectorAll(focusable)].filter(
      (one) => !one.disabled && one.getClientRects().length && !one.closest("[inert]"),
    );
    const next = all.find((one) => one.getBoundingClientRect().top >= held.top) || all.at(-1);
    held = null;
    if (next) next.focus();
  }, 250);
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
