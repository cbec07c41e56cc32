// The keys of the desk and of the quarantine. Function keys, arrows and Escape only: nobody who dictates or types sets one off by chance.
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;

  const field = document.getElementById("lookup-field");
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const back = document.querySelector("[data-back]");
  if (!field) {
    // The pages of operations: Escape goes a step back, but never out of a text that somebody writes.
    if (event.key === "Escape" && back && !typing) {
      event.preventDefault();
      back.click();
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
