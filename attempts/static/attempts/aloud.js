/** Reading aloud with the phone's own voices; offered where there is one for the language of what is played. */

import { word } from "./stage.js";

// Told already, only what came of it is of interest.
const TOLD = ".verdicts p[data-slot=text], .verdicts .told, .feedback .told, .feedback .chip, .feedback [data-slot=later]";
const ASKED = "h1, .told p, .told li, .option-text, .step > [data-slot=text], .phrase-text, .box-name > [data-slot=text]";

const button = () => document.getElementById("aloud");
const synthesis = globalThis.speechSynthesis;

/** Cantonese speaks the same characters, and is not what a clerk here has learned to listen to. */
function fits({ lang }, wanted) {
  if (wanted !== "zh-Hant") return lang.toLowerCase().startsWith(wanted);
  return /^(zh|cmn)/i.test(lang) && !/HK|MO|yue/i.test(lang);
}

function voiceFor(wanted) {
  const found = synthesis.getVoices().filter((voice) => fits(voice, wanted));
  return found.find(({ lang }) => /TW|Hant/i.test(lang)) ?? found[0];
}

/** Shows the button wherever it can keep its word. Called once for each thing that is played. */
export function offer(lang) {
  if (!synthesis) return;
  const look = () => (button().hidden = !voiceFor(lang));
  synthesis.addEventListener?.("voiceschanged", look);
  look();
  button().onclick = () => (isOn() ? stop() : speak(lang));
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
  synthesis.cancel();
  turn(false);
}

function texts() {
  const scene = document.getElementById("scene");
  const found = scene.querySelector(".feedback") ? scene.querySelectorAll(TOLD) : scene.querySelectorAll(ASKED);
  return [...found].map((one) => one.textContent.trim()).filter(Boolean);
}

function speak(lang) {
  const voice = voiceFor(lang);
  // Piece by piece: some phones fall silent in the middle of a long one.
  const pieces = texts().map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang }));
  if (!pieces.length) return;
  synthesis.cancel();
  turn(true);
  pieces.at(-1).onend = () => turn(false);
  for (const one of pieces) synthesis.speak(one);
}
