/** Putting in order: tap after tap, each takes the next number; a second tap takes it back. */

import { piece, word } from "./stage.js";
import { inOrder, verdict, verdicts } from "./verdict.js";

/** The form of an `order` node; the answer is the ids as they were tapped, once all of them were. */
export function ordered(node, { order, fill }, changed) {
  const items = inOrder(node.items, order, fill);
  const taken = [];
  const steps = items.map(({ id, text }) => {
    const button = piece("step", { text });
    button.value = id;
    button.addEventListener("click", () => toggle(id, text));
    return { id, button };
  });

  function toggle(id, text) {
    const place = taken.indexOf(id);
    if (place < 0) taken.push(id);
    else taken.splice(place, 1);
    number();
    changed(place < 0 ? word("placed-as", { text, n: taken.length }) : word("taken-back", { text }));
  }

  function number() {
    for (const { id, button } of steps) {
      const n = taken.indexOf(id) + 1;
      button.setAttribute("aria-pressed", String(n > 0));
      button.querySelector("[data-number]").textContent = n || "";
      button.querySelector("[data-spoken]").textContent = n ? word("place", { n }) : "";
    }
  }

  return {
    parts: steps.map(({ button }) => button),
    how: word("how-order"),
    go: "in-this-order",
    answer: () => (taken.length === items.length ? [...taken] : undefined),
    held: () => [...taken],
    hold(ids) {
      for (const id of ids) toggle(id, items.find((item) => item.id === id).text);
    },
    missing: () => word("still-to-order", { n: items.length - taken.length }),
    tell(given, place) {
      const right = inOrder(node.items, node.items.map((item) => item.id), fill);
      const told = right.map(({ id, text }, at) => {
        const mine = given.indexOf(id);
        const words = mine === at ? word("was-here") : word("was-there", { n: mine + 1 });
        return verdict({ look: mine === at ? "good" : "warm", words, text, lead: String(at + 1) });
      });
      place.replaceChildren(verdicts(told, word("right-order")));
    },
  };
}
