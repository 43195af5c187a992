/* A page that is nothing without a script or style opens once more by itself where that did not come: as when the worker
 * that was to hand it out was renewed at that very moment. Once in half a minute, so that it never turns in a circle. */
(() => {
  const KEY = "streetlight.revived";
  const AGAIN = 30000;

  const triedLately = () => Date.now() - Number(sessionStorage.getItem(KEY)) < AGAIN;

  function revive({ target }) {
    if (!target.matches?.("[data-needed]")) return;
    try {
      if (triedLately()) return;
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      // A phone that remembers nothing could turn in a circle: there the page's own way to open it again must do.
      return;
    }
    location.reload();
  }

  // What fails to load tells nobody but those who listen on the way down to it.
  addEventListener("error", revive, true);
})();
