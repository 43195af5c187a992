/** Questions: one scene for all kinds that ask. What a kind adds is its form. */

import { grade } from "./grading.js";
import { matched } from "./matching.js";
import { ordered } from "./ordering.js";
import { pickAll, pickOne } from "./picking.js";
import { enable, icon, picture, piece, show, tapped, word } from "./stage.js";
import { blocks } from "./text.js";
import { entered, written } from "./writing.js";

/** By kind: (node, told, changed) → a form {parts, how, go, answer, missing, tell, begin}: the elements, the instruction,
 * the name of the main button's word; `answer()` as it would be taken, undefined while something is missing; what is
 * `missing()` in words; `tell(answer, place)` shows in the parts' place how the answer was; `begin()`, where there is
 * one, is called once the scene stands. A form calls `changed(heard)` with every change; `heard` is for the ears. One that
 * takes several taps has `held()`, how far it is, and `hold(held)`, which takes that up again. */
const FORMS = {
  choice: pickOne,
  level: pickOne,
  choices: pickAll,
  order: ordered,
  match: matched,
  number: entered,
  text: written,
};

const LOOKS = {
  right: ["good", "check"],
  partly: ["warm", "info"],
  wrong: ["warm", "again"],
  harm: ["bad", "stop"],
  timeout: ["warm", "clock"],
};

/** Puts a question on the stage. `answered` resolves to the answer once it was confirmed; `tell(answer)` shows what comes
 * of it and resolves once the person goes on. `told` is {order, mending, fill, held, keep}: `keep(held)` is called with each
 * half-finished answer, `held` is one that was kept before. */
export function ask(node, told) {
  let standing = false;
  const form = FORMS[node.kind](node, told, changed);
  const scene = piece("question", {
    again: told.mending ? [icon("again"), word("again")] : null,
    title: node.title,
    picture: picture(node),
    text: blocks(told.fill(node.text ?? "")),
    how: node.hint ? told.fill(node.hint) : form.how,
    options: form.parts,
  });
  const part = (name) => scene.querySelector(`[data-${name}]`);
  const fields = scene.querySelector("fieldset");
  const ready = () => form.answer() !== undefined || remind();

  function changed(heard = "") {
    enable(form.answer() !== undefined);
    part("remind").textContent = "";
    part("heard").textContent = heard;
    if (form.held && standing) told.keep(form.held());
  }

  function remind() {
    part("remind").textContent = form.missing();
    fields.querySelector("input, textarea, button").focus();
    return false;
  }

  async function tell(answer) {
    part("remind").textContent = part("heard").textContent = "";
    scene.querySelector("#how")?.remove();
    const [result, way] = outcome(node, answer);
    fields.dataset.told = "";
    if (result === "timeout") fields.disabled = true;
    else form.tell(answer, fields);
    const place = part(result ? "result" : "feedback");
    place.replaceChildren(feedback(result, way, told));
    place.scrollIntoView({ block: result ? "start" : "nearest" });
    await tapped(word("onward"));
  }

  show(scene);
  const answered = tapped(word(form.go), ready).then(form.answer);
  enable(false);
  form.begin?.();
  if (told.held) form.hold?.(told.held);
  standing = true;
  return { answered, tell };
}

/** [result, way] of an answer; a choice has no result but its own way. */
function outcome(node, answer) {
  if (answer === "@timeout") return ["timeout", node.timer];
  if (node.choices) return [null, node.choices.find((choice) => choice.id === answer)];
  const result = grade(node, answer);
  return [result, node.results[result]];
}

function feedback(result, way, { mending, fill }) {
  const box = piece("feedback", {
    verdict: result && [icon(LOOKS[result][1]), word(`result-${result}`)],
    text: blocks(fill(way.feedback ?? "")),
    later: way.again ? word(mending ? "again-now" : "again-later") : null,
  });
  if (result) box.querySelector(".chip").classList.add(LOOKS[result][0]);
  return box;
}
