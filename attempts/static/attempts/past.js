/** Attempts of which this phone knows that they are over. Where nothing can be kept, none. */

const KEY = "streetlight.over";
// A page is kept for a day or two; nobody ends as many attempts meanwhile.
const MOST = 50;

function past() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

export const isOver = (id) => past().includes(id);

export function remember(id) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...past().filter((known) => known !== id), id].slice(-MOST)));
  } catch {
    // Then a page that was kept before may open the attempt once more; the server says that it is over.
  }
}
