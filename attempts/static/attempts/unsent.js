/** On every page but the player's: sends what waits on this phone, and shows how many answers still do. */

import { Sender } from "./sending.js";

const place = document.getElementById("unsent");
const words = place.querySelector("span");
const patterns = { unsent: words.textContent, things: place.dataset.things };
const sender = new Sender(place.dataset.person);

function show() {
  place.hidden = sender.unsent === 0;
  words.textContent = patterns[sender.unit].replace("{n}", sender.unsent);
}

sender.addEventListener("count", show);
show();
sender.watch();
