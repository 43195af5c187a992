/** Signing out while answers wait: says that they stay on this phone, and lets the person choose. */

/** Stands before the form that signs out, where the page has one. */
export function warn(sender) {
  const form = document.querySelector("form[data-signs-out]");
  const sheet = document.getElementById("leaving");
  if (!form || !sheet) return;
  form.addEventListener("submit", (event) => {
    if (!sender.unsent || sheet.returnValue === "leave") return;
    event.preventDefault();
    const told = sheet.querySelector(`[data-told=${sender.unit}]`);
    for (const each of sheet.querySelectorAll("[data-told]")) each.hidden = each !== told;
    told.textContent = told.dataset.words.replace("{n}", sender.unsent);
    sheet.showModal();
  });
  const go = () => (form.requestSubmit ? form.requestSubmit() : form.submit());
  sheet.addEventListener("close", () => sheet.returnValue === "leave" && go());
}
