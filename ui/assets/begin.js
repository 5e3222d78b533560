// A page begins at its title, though the framework keeps how far one had scrolled; and whoever goes
// back finds the list where it was. Pages of one address are told apart by their titles.
(() => {
  if (window.__begin) return;
  window.__begin = true;
  const SETTLES = 800; // ms in which the browser still moves the page while parts of it come
  const COMES = 20000; // ms a slow machine may take until the page is as long as it was
  const RUNS = "[data-testid=stApp]:not([data-test-script-state=notRunning])";
  const box = () => document.querySelector("[data-testid=stMain]");
  let path = "", trail = [], wanted = null; // of one address: [title, how far], the present one last
  const here = () => trail[trail.length - 1];
  const stay = () => (here().top = box().scrollTop);
  const scroll = () => {
    const main = box();
    if (!wanted || !main) return;
    main.scrollTop = wanted.top;
    const there = Math.abs(main.scrollTop - wanted.top) < 2;
    if (document.querySelector(RUNS)) wanted.since = Date.now();
    else if (Date.now() > wanted.since + (there ? SETTLES : COMES)) wanted = null;
  };
  const until = () => { // a picture that becomes taller is no change of the document
    scroll();
    if (wanted) setTimeout(until, 100);
  };
  const look = () => {
    const title = box()?.querySelector("h1")?.textContent;
    if (title && (location.pathname !== path || here()?.title !== title)) {
      const opened = !path; // by the browser itself, which begins where a page begins
      if (location.pathname !== path) trail = [];
      path = location.pathname;
      const at = trail.findIndex((page) => page.title === title);
      trail = at < 0 ? [...trail, { title, top: 0 }] : trail.slice(0, at + 1);
      wanted = opened ? null : { top: here().top, since: Date.now() };
      setTimeout(until, 100);
    }
    scroll();
  };
  addEventListener("scroll", ({ target }) => {
    if (target !== box() || !here()) return;
    if (wanted) scroll();
    else if (!document.querySelector(RUNS)) stay(); // a page that is being replaced becomes shorter
  }, true);
  const taken = () => {
    if (!wanted && box() && here()) stay();
    wanted = null;
  };
  for (const hand of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(hand, taken, { capture: true, passive: true });
  new MutationObserver(look).observe(document.body, {
    subtree: true, childList: true, characterData: true,
  });
  look();
})();
