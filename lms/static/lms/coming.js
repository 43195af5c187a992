/** While somebody's first course is on its way: looks every two seconds, and opens the page anew once it is there. */

const EVERY = 2000;
// Where a chain asks nothing of its newcomers nothing comes.
const MOST = 60;

export function awaitFirstCourse() {
  if (!document.querySelector("[data-coming]")) return;
  let looks = 0;
  const timer = setInterval(look, EVERY);

  async function look() {
    if (document.hidden) return;
    if ((looks += 1) > MOST) return clearInterval(timer);
    try {
      const answer = await fetch("/api/v1/me/today", { headers: { Accept: "application/json" } });
      const { courses } = await answer.json();
      if (courses?.length) location.reload();
    } catch {
      // No signal: the next look asks again.
    }
  }
}
