// Built-in English of the framework, in Chinese. Only text nodes and four attributes are
// changed, on exact matches and a few anchored patterns; no node is added or removed.
(() => {
  if (window.__zh) return;
  window.__zh = true;
  const { words, patterns } = WORDS;
  const rules = patterns.map(([source, flags, chinese]) => [new RegExp(source, flags), chinese]);
  const attributes = ["aria-label", "placeholder", "title", "alt"];
  const untouched = /^(SCRIPT|STYLE|CODE|PRE|TEXTAREA)$/;

  const inChinese = (text) => {
    const key = text.trim();
    if (!/[A-Za-z]{3}/.test(key)) return null;
    if (Object.hasOwn(words, key)) return words[key];
    for (const [rule, chinese] of rules) if (rule.test(key)) return key.replace(rule, chinese);
    return null;
  };
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement || untouched.test(node.parentElement.tagName)) return;
      const chinese = inChinese(node.nodeValue);
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
