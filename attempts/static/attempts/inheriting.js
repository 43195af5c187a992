/** What versions before IndexedDB left in localStorage: handed over once, and only then taken away. */

const STORES = { attempt: "attempts", step: "steps", told: "told", shelf: "shelf" };

function left() {
  try {
    return Object.entries({ ...localStorage }).flatMap(([key, text]) => {
      const [, kind] = key.match(/^streetlight\.(attempt|step|told|shelf)\./) ?? [];
      return kind ? [[key, STORES[kind], JSON.parse(text)]] : [];
    });
  } catch {
    return [];
  }
}

const entries = (old) => old.map(([, name, entry]) => [name, entry]);

/** Gives what is left, as [store, entry], to `keep`; forgets it there once that has resolved. Of two pages that are
 * opened at once the second finds nothing, or puts the same again: the server knows a step by its id. */
export async function inherited(keep) {
  const take = async () => {
    const old = left();
    if (!old.length) return;
    await keep(entries(old));
    for (const [key] of old) localStorage.removeItem(key);
  };
  const { locks } = navigator;
  await (locks && left().length ? locks.request("streetlight.inheriting", take) : take());
}

/** Shows each such entry to `see` and leaves it where it is. */
export function shown(see) {
  entries(left()).forEach(see);
}
