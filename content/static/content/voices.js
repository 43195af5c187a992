/** The phone's own voices, for reading aloud. */

const synthesis = globalThis.speechSynthesis;

/** Cantonese speaks the same characters, and is not what a clerk here has learned to listen to. */
function fits({ lang }, wanted) {
  if (!wanted.startsWith("zh")) return lang.toLowerCase().startsWith(wanted);
  return /^(zh|cmn)/i.test(lang) && !/HK|MO|yue/i.test(lang);
}

/** The best voice for a language, or undefined. */
export function voiceFor(wanted) {
  const found = (synthesis?.getVoices() ?? []).filter((voice) => fits(voice, wanted));
  return found.find(({ lang }) => /TW|Hant/i.test(lang)) ?? found[0];
}

/** Calls `look` now and whenever the voices change. */
export function followVoices(look) {
  synthesis?.addEventListener?.("voiceschanged", look);
  look();
}

/** Speaks the texts, one after another, and `ended` after the last; says whether there was anything to say. */
export function speak(texts, wanted, ended) {
  const voice = voiceFor(wanted);
  // Piece by piece: some phones fall silent in the middle of a long one.
  const pieces = texts.map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang }));
  if (!pieces.length) return false;
  synthesis.cancel();
  pieces.at(-1).onend = ended;
  for (const one of pieces) synthesis.speak(one);
  return true;
}

export const hush = () => synthesis?.cancel();
