/** What belongs to a tap: an id that nobody else makes, and when it was, by both clocks. */

// The server takes no more; who comes back to an open page after days has not looked at it for days.
const LONGEST_MS = 24 * 3600 * 1000;

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without https there is no randomUUID; a shop's test machine in the back room has none.
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, place) =>
    (place === 6 ? (byte & 15) | 64 : place === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0"),
  );
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Now: `at` by the phone's calendar, which may be wrong, `clock` by one that nobody sets. */
export const moment = () => ({ at: new Date().toISOString(), clock: performance.now() });

/** The times of a step that was `shown` then and is answered now. */
export function times(shown) {
  const { at, clock } = moment();
  const elapsed_ms = Math.min(LONGEST_MS, Math.max(0, Math.round(clock - shown.clock)));
  return { shown_at: shown.at, answered_at: at, elapsed_ms };
}
