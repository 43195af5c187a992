/** The inbox: marks everything as read, and leads on where there is no network. */
import { send } from "./asking.js";

document.querySelector("[data-read-all]")?.addEventListener("click", async (event) => {
  event.target.disabled = true;
  const answer = await send("/notices/read/").catch(() => null);
  if (answer?.ok) location.reload();
  else event.target.disabled = false;
});

for (const link of document.querySelectorAll("[data-leads-to]")) {
  link.addEventListener("click", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    location.href = link.dataset.leadsTo;
  });
}
