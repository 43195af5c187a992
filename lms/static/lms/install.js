/** Says that the site can be put on the home screen: with the browser's own question where it has one, in words on an
 * iPhone. Whoever says "not now" is left alone for a week. */

const KEY = "streetlight.install";
const WEEK = 7 * 24 * 3600 * 1000;
const IPHONE = /iPhone|iPad|iPod/;

const hint = document.getElementById("install");

function saidLately() {
  try {
    return Date.now() - Number(localStorage.getItem(KEY) ?? 0) < WEEK;
  } catch {
    // Where nothing can be remembered nobody is asked again and again.
    return true;
  }
}

function installed() {
  return navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
}

function show(way) {
  if (saidLately() || installed()) return;
  hint.dataset.way = way;
  hint.hidden = false;
}

function putAway() {
  hint.hidden = true;
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    // Nothing to remember with.
  }
}

/** Watches for the browser's offer; does nothing on pages without the hint. */
export function offerInstall() {
  if (!hint) return;
  let offer = null;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    show("prompt");
  });
  addEventListener("appinstalled", () => (hint.hidden = true));
  hint.querySelector("[data-install]").addEventListener("click", () => {
    offer?.prompt();
    putAway();
  });
  hint.querySelector("[data-later]").addEventListener("click", putAway);
  if (IPHONE.test(navigator.userAgent)) show("iphone");
}
