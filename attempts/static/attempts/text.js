/** A script's plain texts as elements: blank lines part paragraphs, lines that begin with `- ` are a list. */

function list(lines) {
  const ul = document.createElement("ul");
  ul.append(
    ...lines.map((line) => {
      const li = document.createElement("li");
      li.textContent = line.slice(2);
      return li;
    }),
  );
  return ul;
}

function paragraph(lines) {
  const p = document.createElement("p");
  lines.forEach((line, place) => p.append(...(place ? [document.createElement("br")] : []), line));
  return p;
}

function runs(lines) {
  const found = [];
  for (const line of lines) {
    const item = line.startsWith("- ");
    if (!found.length || found.at(-1).item !== item) found.push({ item, lines: [] });
    found.at(-1).lines.push(line);
  }
  return found;
}

/** The elements of one text. */
export function blocks(text) {
  return text
    .trim()
    .split(/\n\s*\n/)
    .flatMap((part) => runs(part.split("\n").map((line) => line.trim())))
    .map((run) => (run.item ? list(run.lines) : paragraph(run.lines)));
}
