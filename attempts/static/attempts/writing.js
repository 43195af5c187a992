/** Writing: a number with its unit, or a sentence or two. */

import { hits } from "./grading.js";
import { piece, word } from "./stage.js";

const HALF_WIDTH = 0xfee0;

// Chinese keyboards give full-width digits, and a comma parts thousands.
function amount(text) {
  const plain = text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - HALF_WIDTH));
  const bare = plain.replace(/[\s,]/g, "");
  return bare === "" ? NaN : Number(bare);
}

const decimals = (step) => (String(step).split(".")[1] ?? "").length;

/** The form of a `number` node; the answer is the number, once there is one within `min`…`max`. */
export function entered(node, { fill }, changed) {
  const { min, max, step } = node;
  const unit = node.unit ? fill(node.unit) : "";
  const form = piece("number", { unit: unit || null });
  const field = form.querySelector("input");
  field.inputMode = decimals(step) || decimals(min) ? "decimal" : "numeric";
  field.addEventListener("input", () => changed());
  for (const button of form.querySelectorAll("button")) {
    const by = Number(button.dataset.by) * step;
    button.setAttribute("aria-label", word(by < 0 ? "less" : "more", { n: step, unit }));
    button.addEventListener("click", () => move(by));
  }

  function answer() {
    const value = amount(field.value);
    return min <= value && value <= max ? value : undefined;
  }

  function move(by) {
    const from = amount(field.value);
    const to = Number.isNaN(from) ? min : from + by;
    field.value = Math.max(min, Math.min(max, Number(to.toFixed(Math.max(decimals(step), decimals(min))))));
    changed(`${field.value} ${unit}`);
  }

  const range = (low, high) => (low === high ? `${low} ${unit}` : word("from-to", { low, high, unit }));
  return {
    parts: [form],
    how: word("how-number", { range: range(min, max) }),
    go: "this-number",
    answer,
    missing: () => word("number-first", { range: range(min, max) }),
    tell(given, place) {
      const slots = { mine: `${given} ${unit}`, right: range(node.low, node.high) };
      place.replaceChildren(piece("number-told", slots));
    },
  };
}

/** The form of a `text` node; the answer is the text, once it is neither empty nor too long. */
export function written(node, told, changed) {
  const form = piece("writing");
  const field = form.querySelector("textarea");
  const left = () => node.most - [...said(field.value)].length;
  const count = () => {
    form.querySelector("[data-slot=left]").textContent = word(left() < 0 ? "too-long" : "left", { n: Math.abs(left()) });
    form.classList.toggle("over", left() < 0);
  };
  field.addEventListener("input", () => (count(), changed()));
  count();
  return {
    parts: [form],
    how: word("how-text"),
    go: "said-so",
    answer: () => (said(field.value) && left() >= 0 ? said(field.value) : undefined),
    held: () => field.value,
    hold(text) {
      field.value = text;
      count();
      changed();
    },
    missing: () => word(left() < 0 ? "shorten-first" : "write-first", { n: -left() }),
    tell(given, place) {
      const [n, of] = [hits(node, given).length, node.accept.length];
      place.replaceChildren(piece("written", { text: given, hits: word("points-said", { n, of }) }));
    },
  };
}

// An @ at the beginning belongs to the protocol (`@skip`); graded, both signs are the same.
function said(text) {
  return text.trim().replace(/^@/, "＠");
}
