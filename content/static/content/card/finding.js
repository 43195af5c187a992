/** Finds in all parts of the card as one types: Han as it stands, Latin without its accents. */

export function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
}

/** Shows the field and follows what is typed; the answer looks again at what was typed. */
export function finding(card, form) {
  const box = form.querySelector("input");
  const told = form.querySelector("[role=status]");

  function look() {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const fits = (part) => words.every((word) => plain(part.textContent).includes(word));
    let found = 0;
    for (const section of card.querySelectorAll("section")) {
      const before = found;
      for (const part of section.querySelectorAll("[data-part]")) {
        part.hidden = !fits(part);
        found += !part.hidden;
      }
      section.hidden = words.length && found === before;
    }
    const { some, none } = told.dataset;
    told.textContent = words.length ? (found ? some.replace("{n}", found) : none.replace("{q}", () => box.value)) : "";
  }

  form.hidden = false;
  box.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The keyboard goes, what was found is seen.
    box.blur();
  });
  // A jump leads to something that may be hidden now.
  for (const jump of document.querySelectorAll(".jumps a")) {
    jump.addEventListener("click", () => {
      box.value = "";
      look();
    });
  }
  // A browser may bring back what was typed before.
  look();
  return look;
}
