/** On every page of somebody who is signed in: looks whether a drill rings for them, and says so above the page. Where
 * there is push the phone rings by itself; this is for who reads a page just then, and for phones without push. */

const EVERY = 20000;

const bell = document.getElementById("drill-bell");
let heard = null;

async function look() {
  if (document.visibilityState !== "visible" || !navigator.onLine) return;
  const answer = await fetch("/api/v1/me/calls", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const [ring] = await answer.json();
  if (ring && ring.call !== heard) navigator.vibrate?.([200, 100, 200]);
  // Today says it in its own place already.
  bell.hidden = !ring || Boolean(document.querySelector(`.drill-card a[href="${ring.url}"]`));
  if (!ring) return;
  heard = ring.call;
  bell.href = ring.url;
  bell.querySelector("[data-title]").textContent = ring.title;
}

if (bell) {
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
  look();
}
