/** Sorting phrases into slots: one phrase at a time, one tap each; a tap on a placed phrase takes it back. */

import { piece, word } from "./stage.js";
import { inOrder, verdict, verdicts } from "./verdict.js";

/** The form of a `match` node; the answer is {item: slot}, once every phrase has its place. */
export function matched(node, { order, fill }, changed) {
  const items = inOrder(node.items, order, fill);
  const slots = inOrder(node.slots, node.slots.map((slot) => slot.id), fill);
  const given = new Map();
  const phrase = piece("phrase");
  const boxes = new Map(slots.map((slot) => [slot.id, box(slot)]));
  const next = () => items.find((item) => !given.has(item.id));

  function box(slot) {
    const element = piece("slot", { text: slot.text });
    const button = element.querySelector("button");
    button.value = slot.id;
    button.addEventListener("click", () => put(slot));
    return element;
  }

  function put(slot) {
    const item = next();
    if (item) place(item, slot);
  }

  function place(item, slot) {
    given.set(item.id, slot.id);
    const placed = piece("placed", { text: item.text });
    placed.querySelector("button").addEventListener("click", () => takeBack(item, placed));
    boxes.get(slot.id).querySelector("ul").append(placed);
    turn(word("put-into", { slot: slot.text }));
  }

  function takeBack(item, placed) {
    const box = placed.closest("[data-box]");
    given.delete(item.id);
    placed.remove();
    // What was tapped is gone: the next tap of a keyboard must not start from the top of the page.
    box.querySelector("button").focus();
    turn(word("taken-back", { text: item.text }));
  }

  function turn(heard) {
    const item = next();
    const n = Math.min(given.size + 1, items.length);
    const now = item ? item.text : word("all-placed");
    phrase.classList.toggle("done", !item);
    phrase.dataset.item = item?.id ?? "";
    phrase.querySelector("[data-slot=count]").textContent = word("phrase-of", { n, of: items.length });
    phrase.querySelector("[data-slot=text]").textContent = now;
    changed(`${heard} ${now}`);
  }

  return {
    parts: [phrase, ...boxes.values()],
    how: word("how-match"),
    go: "placed-so",
    begin: () => turn(""),
    answer: () => (given.size === items.length ? Object.fromEntries(given) : undefined),
    held: () => [...given],
    hold(pairs) {
      const named = (all, id) => all.find((one) => one.id === id);
      for (const [item, slot] of pairs) place(named(items, item), named(slots, slot));
    },
    missing: () => word("still-to-place", { n: items.length - given.size }),
    tell: (answer, place) => place.replaceChildren(...slots.map((slot) => filled(slot, items, slots, answer))),
  };
}

function filled(slot, items, slots, answer) {
  const named = (id) => slots.find((one) => one.id === id).text;
  const rows = items
    .filter((item) => item.slot === slot.id)
    .map(({ id, text, harm = [] }) => {
      const mine = answer[id];
      const fits = mine === slot.id;
      const words = fits ? word("was-placed") : word(harm.includes(mine) ? "put-harm" : "was-put", { slot: named(mine) });
      return verdict({ look: fits ? "good" : harm.includes(mine) ? "bad" : "warm", words, text });
    });
  return verdicts(rows.length ? rows : [piece("empty")], slot.text);
}
