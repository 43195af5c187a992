/** On every page but the player's: sends what waits on this phone, shows how many answers still do and which lamps wait
 * for them, and warns whoever signs out before. */

import { warn } from "./leaving.js";
import { Sender } from "./sending.js";
import { mark } from "./waiting.js";

const place = document.getElementById("unsent");
const words = place.querySelector("span");
const patterns = { unsent: words.textContent, things: place.dataset.things };
const sender = new Sender(place.dataset.person);

function show() {
  place.hidden = sender.unsent === 0;
  words.textContent = patterns[sender.unit].replace("{n}", sender.unsent);
  mark(sender.attempts);
}

sender.addEventListener("count", show);
sender.recount();
sender.watch();
warn(sender);
