// A form of its own for every set of password fields, so that a password manager knows them.
// Streamlit draws fields without a <form>. They are tied to one that stands empty at the end of
// the page, by their `form` attribute; none of the framework's own nodes is moved or removed.
(() => {
  if (window.__forms) return;
  window.__forms = true;
  let made = 0;
  const formFor = (box) => {
    const form = document.createElement("form");
    form.id = `house-form-${(made += 1)}`;
    form.method = "post";
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // a manager that sends the form presses the button people press
      box.querySelector("[data-testid=stFormSubmitButton] button")?.click();
    });
    document.body.append(form);
    return form.id;
  };
  const tie = () => {
    for (const box of document.querySelectorAll("[data-testid=stForm]")) {
      const fields = box.querySelectorAll("input[autocomplete]");
      if (![...fields].some((field) => field.type === "password")) continue;
      for (const field of fields) {
        if (field.getAttribute("form")) continue;
        box.dataset.houseForm ||= formFor(box);
        field.setAttribute("form", box.dataset.houseForm);
        field.setAttribute("name", field.autocomplete.replace("current-", ""));
        if (field.autocomplete === "username") {
          field.setAttribute("autocapitalize", "none");
          field.setAttribute("spellcheck", "false");
        }
      }
    }
    for (const form of document.querySelectorAll("form[id^=house-form-]"))
      if (!document.querySelector(`[data-house-form=${form.id}]`)) form.remove();
  };
  const start = () => {
    new MutationObserver(tie).observe(document.body, { subtree: true, childList: true });
    tie();
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
