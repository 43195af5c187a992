/** Picking: one option of several (choice, level), or all that fit (choices). */

import { icon, piece, word } from "./stage.js";
import { inOrder, verdict, verdicts } from "./verdict.js";

const LEVELS = ["red", "orange", "yellow", "green"];

const inputs = (rows) => rows.map((row) => row.querySelector("input"));
const checked = (rows) => inputs(rows).filter((input) => input.checked);

function row(slots, id, type, changed) {
  const option = piece("option", slots);
  Object.assign(option.querySelector("input"), { value: id, type });
  option.addEventListener("change", () => changed());
  return option;
}

function level(id, changed) {
  const slots = { icon: icon(`level-${id}`), text: word(`level-${id}`), hint: word(`level-${id}-means`) };
  const option = row(slots, id, "radio", changed);
  option.classList.add("level", `level-${id}`);
  return option;
}

/** One of several; the others step back when it was chosen. */
export function pickOne(node, { order, fill }, changed) {
  const scale = node.kind === "level";
  const rows = scale
    ? LEVELS.map((id) => level(id, changed))
    : inOrder(node.choices, order, fill).map(({ id, text }) => row({ icon: null, text, hint: null }, id, "radio", changed));
  return {
    parts: rows,
    go: scale ? "judge" : "do",
    answer: () => checked(rows)[0]?.value,
    missing: () => word("choose-first"),
    tell() {
      for (const input of inputs(rows)) {
        input.disabled = true;
        input.closest("label").classList.toggle("stepped-back", !input.checked);
      }
    },
  };
}

// By mark: what is said of an option that was picked, and of one that was not.
const PICKED = { right: ["good", "was-right"], wrong: ["warm", "was-wrong"], harm: ["bad", "was-harm"] };
const LEFT = { right: ["warm", "was-missed"], wrong: ["plain", "was-left"], harm: ["plain", "was-left"] };

/** All that fit; afterwards each option says how it was. */
export function pickAll(node, { order, fill }, changed) {
  const options = inOrder(node.options, order, fill);
  const rows = options.map(({ id, text }) => row({ icon: null, text, hint: null }, id, "checkbox", changed));
  const answer = () => checked(rows).map((input) => input.value);
  return {
    parts: rows,
    how: word("how-choices"),
    go: "do-these",
    answer: () => (answer().length ? answer() : undefined),
    missing: () => word("choose-some"),
    tell(given, place) {
      const told = options.map(({ id, mark, text, feedback }) => {
        const [look, words] = (given.includes(id) ? PICKED : LEFT)[mark];
        return verdict({ look, words: word(words), text, feedback });
      });
      place.replaceChildren(verdicts(told));
    },
  };
}
