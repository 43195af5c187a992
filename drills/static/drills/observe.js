/** The observer's checklist: kept on this phone at the tap, sent like everything else that waits here. */

import * as drawer from "../../../attempts/static/attempts/drawer.js";
import { Sender } from "../../../attempts/static/attempts/sending.js";
import { uuid } from "../../../attempts/static/attempts/taps.js";

const form = document.getElementById("observing");
const { person } = document.body.dataset;
const marked = JSON.parse(document.getElementById("marked").textContent);

for (const [name, mark] of Object.entries(marked)) {
  const box = [...form.elements].find((one) => one.name === name && one.value === mark);
  if (box) box.checked = true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { "@note": note, ...marks } = Object.fromEntries(new FormData(form));
  const told = { marks, note: note.trim(), observed_at: new Date().toISOString() };
  const id = uuid();
  await drawer.keepTold({ id, person, attempt: null, url: `${form.dataset.url}${id}`, told });
  drawer.persist();
  document.getElementById("observed").hidden = false;
  document.getElementById("observed").scrollIntoView();
  await new Sender(person).flush();
});
