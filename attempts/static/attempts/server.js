/** One call of the API, and what there is to know when it came to nothing. */

const API = "/api/v1/";
// A signal that is there and carries nothing is no signal.
const PATIENCE = 30000;

/** The server could not be asked: `kind` is `offline`, `signed_out` or `server`. What was to be sent is still here. */
export class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

export const attemptUrl = (id) => `${API}attempts/${id}`;

/** Asks the API: {status, body}; throws Trouble where there is no answer that counts. `person` is on whose behalf: the server
 * refuses where somebody else has signed in on this phone meanwhile. `patience` in milliseconds. */
export async function ask(method, url, { person = null, sent, patience = PATIENCE } = {}) {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), patience);
  try {
    return await answered(await fetch(url, request(method, person, sent, given.signal)));
  } catch (error) {
    throw error instanceof Trouble ? error : new Trouble("offline");
  } finally {
    clearTimeout(timer);
  }
}

function request(method, person, sent, signal) {
  const headers = { Accept: "application/json" };
  if (person) headers["Streetlight-Person"] = person;
  if (method !== "GET") Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": csrfToken() });
  return { method, headers, signal, credentials: "same-origin", body: sent && JSON.stringify(sent) };
}

async function answered(response) {
  const hotlines = response.headers.get("Streetlight-Hotlines");
  if (hotlines) dispatchEvent(new CustomEvent("hotlines", { detail: hotlines }));
  if (response.status === 401 || response.status === 403) throw new Trouble("signed_out");
  if (response.status === 429 || response.status >= 500) throw new Trouble("server");
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    // A wireless network's own sign-in page, or half an answer: the API says nothing but JSON.
    throw new Trouble("server");
  }
}

/** Does `act` while no other page of this phone does; where a page that sleeps holds the others up, after a while anyway:
 * what is sent twice is stored once. */
export async function alone(act) {
  const { locks } = navigator;
  if (!locks) return act();
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), PATIENCE + 5000);
  const turn = () => {
    clearTimeout(timer);
    return act();
  };
  try {
    return await locks.request("streetlight.sending", { signal: given.signal }, turn);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    return act();
  }
}
