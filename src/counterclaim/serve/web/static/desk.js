// What the pages do beyond links and forms. Without it everything can still be read.
(() => {
  "use strict";

  const plain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const addressOf = (link) => (link.href.baseVal ?? link.getAttribute("href"));

  // The report under an incident, scrolled to the chosen characters without moving the page.
  function show(words) {
    const scroller = words?.closest("[data-scroller]");
    if (!scroller) { words?.scrollIntoView({ block: "center" }); return; }
    if (scroller.scrollHeight <= scroller.clientHeight) return;
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

  // Review by keyboard. Every key presses what the page shows anyway.
  function press(key) {
    if (key === "?") { document.getElementById("keys")?.showModal(); return true; }
    if (key === "Escape") { const cancel = document.querySelector("[data-cancel]"); cancel?.click(); return Boolean(cancel); }
    if (/^[1-4]$/.test(key)) {
      const links = [...document.querySelectorAll(`[data-edit][data-group="${key}"]`)];
      if (!links.length) return false;
      const now = links.findIndex((link) => link.closest("tr").classList.contains("now"));
      links[(now + 1) % links.length].click();
      return true;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    target?.click();
    return Boolean(target);
  }
  document.addEventListener("keydown", (event) => {
    if (!document.body.hasAttribute("data-review") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea") && event.key !== "Escape") return;
    if (press(event.key)) event.preventDefault();
  });

  // Words selected in the report become the characters of the field that is edited. Offsets count code points.
  const points = (text) => [...text].length;
  function selected(text) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = points(before.toString());
    return { start, end: start + points(range.toString()), words: range.toString() };
  }
  document.addEventListener("selectionchange", () => {
    const form = document.querySelector("[data-editing]");
    const text = document.querySelector("[data-text]");
    const found = form && text && selected(text);
    if (!found) return;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
    const shown = form.querySelector("[data-selected]");
    shown.textContent = `“${found.words.length > 120 ? `${found.words.slice(0, 119)}…` : found.words}”`;
  });

  function prepare() {
    show(chosen());
    const help = document.querySelector("[data-help-button]");
    if (help) { help.hidden = false; help.addEventListener("click", () => press("?")); }
    document.querySelector("[data-editing]")?.querySelector("input:not([type=hidden]), select")?.focus({ preventScroll: true });
    const narrowPage = matchMedia("(max-width: 64rem)").matches;
    if (!narrowPage) document.querySelector("[data-queue][aria-current]")?.scrollIntoView({ block: "nearest" });
    const narrow = document.querySelector("[data-narrow]");
    if (narrow && narrowPage) narrow.open = false;
  }
  document.addEventListener("DOMContentLoaded", prepare);
})();
