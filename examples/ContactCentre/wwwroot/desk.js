// Function keys and Escape only: nobody who types or dictates sets one off by chance.
const places = { F2: "[data-lookup]", F8: "[data-notes]" };
const presses = { F4: "[data-call]", F7: "[data-promising]", F9: "[data-finish]", Escape: "[data-back]" };
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;

  const place = places[event.key] && document.querySelector(places[event.key]);
  const press = presses[event.key] && document.querySelector(presses[event.key]);
  if (!place && !press) return;

  event.preventDefault();
  if (place) {
    place.focus();
    place.select();
  } else {
    press.click();
  }
});
