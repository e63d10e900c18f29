// Her own pages. Every page works without this; with it, a visit leaves less behind.

// A visit is one entry of the browser's history: links and forms replace the page instead of adding one.
(() => {
  if (!document.body.hasAttribute("data-few-traces")) return;
  const ours = (url) => new URL(url, location.href).origin === location.origin;
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (event.defaultPrevented || !link || !plain || link.target || link.hasAttribute("download")) return;
    if (!/^https?:$/.test(link.protocol) || !ours(link.href)) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    location.replace(link.href);
  });
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[data-leave], [data-away], [data-key]")) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    if (form.method !== "post") return location.replace(`${form.action.split("?")[0]}?${new URLSearchParams(body)}`);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "mine" } });
      const to = answer.headers.get("X-To");
      if (to) return location.replace(to);
      const page = await answer.text();
      document.open();
      document.write(page);
      document.close();
    } catch {
      form.submit();
    }
  });
})();

// Her page is turned off: blank first, then somewhere anybody might be.
document.querySelectorAll("[data-away]").forEach((form) => form.addEventListener("submit", (event) => {
  event.preventDefault();
  document.title = "\u200b";
  const cover = document.createElement("div");
  cover.className = "cover";
  document.body.append(cover);
  const gone = () => location.replace(form.dataset.away);
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).then(gone, gone);
}));

// After ten quiet minutes nothing of hers stays on the screen. A minute before, it asks; while she writes, it stays.
(() => {
  const { quiet, here, still } = document.body.dataset;
  if (!quiet) return;
  const MINUTE = 60_000;
  let last = Date.now(), told = Date.now(), asks = null;
  const awake = () => {
    last = Date.now();
    if (asks) { asks.remove(); asks = null; }
    if (last - told > 4 * MINUTE) { told = last; fetch(here).catch(() => {}); }
  };
  ["keydown", "pointerdown", "input", "scroll"].forEach((name) => addEventListener(name, awake, { passive: true }));
  setInterval(() => {
    const idle = Date.now() - last;
    if (idle >= 10 * MINUTE) return location.replace(quiet);
    if (idle >= 9 * MINUTE && !asks) {
      asks = document.createElement("p");
      asks.className = "message";
      asks.setAttribute("role", "alert");
      asks.textContent = still;
      document.querySelector("#messages").append(asks);
    }
  }, 5000);
})();

// Read aloud, only by a voice that lives on this device: other voices send the words away.
(() => {
  const part = document.querySelector("[data-aloud]"), text = document.querySelector("[data-read]");
  if (!part || !text || !("speechSynthesis" in window)) return;
  const say = part.querySelector("[data-aloud-say]"), stop = part.querySelector("[data-aloud-stop]");
  const language = (text.lang || document.documentElement.lang).slice(0, 2).toLowerCase();
  const voice = () => speechSynthesis.getVoices().find((v) => v.localService === true && v.lang.slice(0, 2).toLowerCase() === language);
  const offer = () => { part.hidden = !voice(); };
  const done = () => { say.hidden = false; stop.hidden = true; };
  say.addEventListener("click", () => {
    speechSynthesis.cancel();
    // One piece for each line: long texts are cut off by some browsers.
    const lines = [...text.querySelectorAll("h1, h2, p, li")].filter((e) => !e.closest("[data-aloud], form") && !e.matches(":has(li)"));
    for (const [n, line] of lines.entries()) {
      const piece = new SpeechSynthesisUtterance(line.innerText);
      piece.voice = voice();
      piece.lang = piece.voice.lang;
      piece.rate = 0.95;
      if (n === lines.length - 1) piece.addEventListener("end", done);
      speechSynthesis.speak(piece);
    }
    say.hidden = true;
    stop.hidden = false;
    stop.focus();
  });
  stop.addEventListener("click", () => { speechSynthesis.cancel(); done(); say.focus(); });
  addEventListener("pagehide", () => speechSynthesis.cancel());
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
})();
