/** How each part of an answer was: its text, a word with an icon and, where there is one, its own feedback. */

import { icon, piece } from "./stage.js";
import { blocks } from "./text.js";

const SIGNS = { good: "check", plain: "check", warm: "again", bad: "stop" };

/** One row: `look` is good, plain, warm or bad; `words` say it, `lead` (a number) stands before the text. */
export function verdict({ look, words, text, lead = null, feedback = null }) {
  const row = piece("verdict", { lead, text, words: [icon(SIGNS[look]), words], feedback: feedback ? blocks(feedback) : null });
  row.classList.add(look);
  row.querySelector("[data-slot=words]").classList.add(look);
  return row;
}

/** A list of such rows, with a title or without. */
export function verdicts(rows, title = null) {
  const list = piece("verdicts", { title });
  list.querySelector("ul").append(...rows);
  return list;
}

/** The parts of a node in the order given. Their texts are filled in when they are asked for: a hotline's number may
 * change while the question is open. */
export function inOrder(parts, order, fill) {
  const known = new Map(parts.map((part) => [part.id, part]));
  const filled = (part) => ({
    ...part,
    get text() {
      return fill(part.text ?? "");
    },
    get feedback() {
      return fill(part.feedback ?? "");
    },
  });
  return order.map((id) => filled(known.get(id)));
}
