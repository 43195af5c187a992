// Asks every 20 s how the request stands, while somebody looks; any change is shown by the page itself.
const shown = document.querySelector("[data-stand]");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(shown.dataset.ask, { headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (told.stand !== shown.dataset.stand) location.reload();
  } catch {
    // No signal in the stock room: the next round asks again.
  }
}

setInterval(look, 20_000);
document.addEventListener("visibilitychange", look);
