// What the pages do beyond links and forms. Without it everything can still be read.
(() => {
  "use strict";

  const plain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const addressOf = (link) => (link.href.baseVal ?? link.getAttribute("href"));

  // The report under an incident, scrolled to the chosen characters without moving the page.
  function show(words) {
    const scroller = words?.closest("[data-scroller]");
    if (!scroller) { words?.scrollIntoView({ block: "center" }); return; }
    const [at, frame] = [words.getBoundingClientRect(), scroller.getBoundingClientRect()];
    scroller.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
  }

  const chosen = () => document.querySelector("[data-text] mark.target");

  function mark(address) {
    for (const link of document.querySelectorAll("[data-dock][aria-current]")) link.removeAttribute("aria-current");
    for (const link of document.querySelectorAll("a[data-dock]")) {
      if (link.getAttribute("href") === address) link.setAttribute("aria-current", "true");
    }
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-dock], svg.toll a");
    if (!link || !plain(event) || !window.htmx || !document.getElementById("dock")) return;
    event.preventDefault();
    const address = addressOf(link);
    await htmx.ajax("GET", address, { target: "#dock", select: "#dock", swap: "outerHTML", push: "true" });
    mark(address);
    show(chosen());
    document.getElementById("dock").querySelector("[data-text]")?.focus({ preventScroll: true });
  });

  // "/report/r1#c=120-168" without the query: the server marks the characters.
  function fromFragment() {
    const named = location.hash.match(/^#c=(\d+-\d+)$/);
    if (!named || !location.pathname.startsWith("/report/")) return;
    const query = new URLSearchParams(location.search);
    if (query.get("c") === named[1]) return;
    query.set("c", named[1]);
    location.replace(`${location.pathname}?${query}${location.hash}`);
  }
  addEventListener("hashchange", fromFragment);
  fromFragment();

  document.addEventListener("DOMContentLoaded", () => show(chosen()));
  if (document.readyState !== "loading") show(chosen());
})();
