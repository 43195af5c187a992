/** Reading aloud with the phone's own voices; offered where there is one for the language of what is played. */

import { followVoices, hush, speak, voiceFor } from "../../../content/static/content/voices.js";
import { word } from "./stage.js";

// Told already, only what came of it is of interest.
const TOLD = ".verdicts p[data-slot=text], .verdicts .told, .feedback .told, .feedback .chip, .feedback [data-slot=later]";
const ASKED = "h1, .told p, .told li, .option-text, .step > [data-slot=text], .phrase-text, .box-name > [data-slot=text]";

const button = () => document.getElementById("aloud");

/** Shows the button wherever it can keep its word. Called once for each thing that is played. */
export function offer(lang) {
  followVoices(() => (button().hidden = !voiceFor(lang)));
  button().onclick = () => (isOn() ? stop() : speak(texts(), lang, () => turn(false)) && turn(true));
  // Another scene, another page: nobody listens to the old one any more.
  new MutationObserver(stop).observe(document.getElementById("scene"), { childList: true });
  addEventListener("pagehide", stop);
}

const isOn = () => button().getAttribute("aria-pressed") === "true";

function turn(on) {
  button().setAttribute("aria-pressed", String(on));
  button().querySelector("span").textContent = word(on ? "aloud-stop" : "aloud");
}

function stop() {
  hush();
  turn(false);
}

function texts() {
  const scene = document.getElementById("scene");
  const found = scene.querySelector(".feedback") ? scene.querySelectorAll(TOLD) : scene.querySelectorAll(ASKED);
  return [...found].map((one) => one.textContent.trim()).filter(Boolean);
}
