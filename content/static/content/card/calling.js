/** Nothing dials at a tap: first a sheet says who, which number and when they answer. */

export function askBeforeCalling(card, sheet) {
  const now = sheet.querySelector("[data-dial-now]");

  card.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-call]");
    if (!button) return;
    const line = document.getElementById(`line-${button.dataset.call}`);
    for (const slot of sheet.querySelectorAll("[data-slot]")) {
      const said = line.querySelector(`[data-${slot.dataset.slot}], .${slot.dataset.slot}`);
      slot.textContent = said?.textContent ?? "";
      slot.lang = said?.lang ?? "";
    }
    now.href = `tel:${line.dataset.dial}`;
    sheet.showModal();
  });
  now.addEventListener("click", () => sheet.close());
}
