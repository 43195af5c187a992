/** Fetches what the server says this person's phone should have, and drops what it does not name any more. */

import * as shelves from "./shelves.js";

const LIST = "/api/v1/me/keep";
const PICTURES = "/api/v1/pictures/";
const AT_ONCE = 3;
const OWNER = "Streetlight-Person";
// Nobody looks at what is fetched here: what is to be said once must wait for a page that is looked at.
const UNSEEN = { "Streetlight-Unseen": "1" };

let flying = null;
let wanted = false;

/** Brings the shelf up to date, once at a time: who asks meanwhile makes it look once more, for what has been found in its
 * place may be gone by now. `release` is this worker's; with `saveData` pictures can wait. */
export function keep(release, saveData) {
  wanted = true;
  flying ??= rounds(release, saveData).finally(() => {
    flying = null;
  });
  return flying;
}

async function rounds(release, saveData) {
  while (wanted) {
    wanted = false;
    await bringUpToDate(release, saveData);
  }
}

async function bringUpToDate(release, saveData) {
  const asked = shelves.asOf();
  const answer = await fetch(LIST, { headers: { Accept: "application/json" } });
  if (answer.status === 401) return shelves.become(null, asked);
  if (!answer.ok) return undefined;
  const { person: key, release: served, things } = await answer.json();
  const person = String(key);
  if (!(await shelves.become(person, asked))) return undefined;
  const wanted = things.filter(({ url }) => !(saveData && url.startsWith(PICTURES)));
  const whole = await fetchAll(person, wanted);
  await shelves.leaveOnly(person, things.map(({ url }) => url));
  // Until every page is a new one, some still name the former release's files.
  if (whole && served === release) await shelves.clear(release, { butNewest: false });
  return undefined;
}

async function fetchAll(person, things) {
  const queue = [...things];
  let whole = true;
  const hand = async () => {
    while (queue.length) whole = (await fetchOne(person, queue.shift())) && whole;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return whole;
}

async function fetchOne(person, { url, version }) {
  if ((await shelves.versionOf(person, url)) === version) return true;
  const response = await fetch(url, { headers: UNSEEN }).catch(() => null);
  if (!response?.ok || response.redirected || !ownedBy(person, response)) return false;
  await shelves.put(person, url, response, version);
  return true;
}

/** A page says whose it is; editions and pictures are nobody's in particular. */
function ownedBy(person, response) {
  const owner = response.headers.get(OWNER);
  return owner === null ? !response.headers.get("Content-Type")?.startsWith("text/html") : owner === person;
}
