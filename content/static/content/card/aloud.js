/** Reads a part or a sentence aloud, where the phone has a voice for its language. */

import { followVoices, hush, speak, voiceFor } from "../voices.js";

const langOf = (button) => readOf(button)[0].closest("[lang]").lang;
const readOf = (button) => [...button.closest("[data-spoken]").querySelectorAll("[data-read]")];

/** Offers the buttons; the answer looks again at which can keep their word. */
export function offerVoices(card) {
  const buttons = () => card.querySelectorAll("[data-aloud]");
  const turn = (on) => buttons().forEach((one) => one.setAttribute("aria-pressed", String(one === on)));
  const look = () => buttons().forEach((one) => (one.hidden = !voiceFor(langOf(one))));

  card.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-aloud]");
    if (!button) return;
    const speaking = button.getAttribute("aria-pressed") === "true";
    hush();
    turn(null);
    if (speaking) return;
    turn(button);
    speak(readOf(button).map((one) => one.textContent.trim()), langOf(button), () => turn(null));
  });
  addEventListener("pagehide", hush);
  followVoices(look);
  return look;
}
