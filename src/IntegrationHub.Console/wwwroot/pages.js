// The keys of the desk and of the console. Function keys, arrows and Escape only: nobody who dictates or types sets one off by chance.
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;

  const field = document.getElementById("lookup-field");
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
  const back = document.querySelector("[data-back]");
  if (!field) {
    // The pages of operations: Escape goes a step back, but never out of a text that somebody writes.
    if (event.key === "Escape" && back && !typing) {
      event.preventDefault();
      back.click();
    } else if (event.key === "F2") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      if (search instanceof HTMLInputElement) search.focus();
      else search.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const hits = [...document.querySelectorAll("[data-hit]")];
      const at = hits.indexOf(document.activeElement);
      if (hits.length === 0 || (at < 0 && !event.target.matches?.("[data-search]"))) return;
      event.preventDefault();
      const to = at + (event.key === "ArrowDown" ? 1 : -1);
      if (to < 0) document.querySelector("input[data-search]")?.focus();
      else hits[Math.min(hits.length - 1, to)].focus();
    }
    return;
  }

  const focusField = () => { field.focus(); field.select(); };
  if (event.key === "F2") {
    event.preventDefault();
    focusField();
  } else if (event.key === "Escape" && back) {
    event.preventDefault();
    back.click();
  } else if (event.key === "Escape" && !typing) {
    focusField();
  } else if (!typing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const matters = [...document.querySelectorAll("[data-matter]")].filter(matter => matter.offsetParent !== null);
    const at = matters.indexOf(document.activeElement);
    const inAnswer = at >= 0 || document.activeElement?.matches("[data-answer]");
    if (!inAnswer || matters.length === 0) return;

    event.preventDefault();
    matters[Math.max(0, Math.min(matters.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }
});

// What is to go into a file or a letter is copied by a button: from its own attribute, or from the text that it names.
document.addEventListener("click", async event => {
  const button = event.target instanceof Element ? event.target.closest("[data-copied], [data-copy]") : null;
  if (!button || !navigator.clipboard) return;

  await navigator.clipboard.writeText(button.dataset.copied ?? document.getElementById(button.dataset.copy)?.textContent ?? "");
  button.classList.add("is-copied");
});

// Who signs out is on the way already, perhaps to the provider where a session ends too: what the page does when it sees its session gone must not overtake that.
let signsOut = false;
document.addEventListener("submit", event => { signsOut = event.target.getAttribute("action") === "/sign-out"; });
window.addEventListener("pageshow", () => { signsOut = false; });
window.integrationHub = { sessionEnded: address => { if (!signsOut) location.assign(address); } };
