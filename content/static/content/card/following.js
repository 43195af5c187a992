/** An open card follows a changed number, as the player does. */

const EVERY = 20000;

async function renew(card, changed) {
  const { edition } = await (await fetch("/api/v1/hotlines")).json();
  if (!edition || edition === card.dataset.edition) return;
  const text = await (await fetch(location.pathname)).text();
  const anew = new DOMParser().parseFromString(text, "text/html").getElementById("card");
  if (!anew || anew.dataset.edition === card.dataset.edition) return;
  card.dataset.edition = anew.dataset.edition;
  card.replaceChildren(...anew.childNodes);
  changed();
}

/** Asks now and every 20 s while somebody looks; calls `changed` once the new numbers stand there. */
export function follow(card, changed) {
  // Without a network, or signed out, the copy stands.
  const look = () => document.hidden || renew(card, changed).catch(() => null);
  look();
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
