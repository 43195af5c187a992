/* Day, night or as the phone says: kept on the phone, set before the first paint, changed by any [data-theme-choice]. */
(() => {
  const KEY = "streetlight.theme";
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const wear = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  wear(kept());
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-theme-choice]")) return;
    wear(target.value);
    try {
      localStorage.setItem(KEY, target.value);
    } catch {
      // Where nothing may be kept the choice holds for this page.
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    const chosen = document.querySelector(`[data-theme-choice][value="${root.dataset.theme ?? "auto"}"]`);
    if (chosen) chosen.checked = true;
  });
})();
