/** Lamps whose answers wait on this phone: a word at their place in the list, until all has arrived. */

const chips = new Map();
let over = false;

const rowOf = ({ path }) => path && document.querySelector(`.walk a[href="${path}"]`);

/** Marks the lamps of these attempts (as of `pending`) and no others. */
export function mark(attempts) {
  const rows = new Set(attempts.map(rowOf).filter(Boolean));
  over ||= attempts.some((attempt) => attempt.over && rowOf(attempt));
  for (const row of rows) if (!chips.has(row)) put(row);
  for (const row of chips.keys()) if (!rows.has(row)) takeBack(row);
  // The last answer of a walk has arrived: whether its lamp is lit is for the server to say.
  if (over && !rows.size && !document.querySelector("dialog[open]")) location.reload();
}

function put(row) {
  const chip = row.querySelector(".chip");
  const waits = document.getElementById("waits").content.firstElementChild.cloneNode(true);
  chips.set(row, chip);
  chip.replaceWith(waits);
}

function takeBack(row) {
  row.querySelector(".chip").replaceWith(chips.get(row));
  chips.delete(row);
}
