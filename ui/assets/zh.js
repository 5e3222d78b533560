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
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
