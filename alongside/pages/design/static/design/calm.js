// Small helpers; every page works without them.

// Leave this page: blank at once, sign out, replace the history entry. Pattern after "Exit this page" of GOV.UK (MIT), own code.
(() => {
  const form = document.querySelector("[data-leave]");
  if (!form) return;
  const says = form.querySelector("[data-leave-says]");
  let gone = false;
  const leave = (event) => {
    if (event) event.preventDefault();
    if (gone) return;
    gone = true;
    document.title = "\u200b";
    const cover = document.createElement("div");
    cover.className = "cover";
    const body = new FormData(form);
    document.body.append(cover);
    says.textContent = form.dataset.leaveNow;
    try { sessionStorage.clear(); } catch { /* storage may be switched off */ }
    if (!(navigator.sendBeacon && navigator.sendBeacon(form.action, body))) {
      fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {});
    }
    location.replace(form.dataset.leaveTo);
  };
  form.addEventListener("submit", leave);
  let times = 0, timer;
  const again = () => { times = 0; says.textContent = ""; };
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return times && again();
    times += 1;
    clearTimeout(timer);
    timer = setTimeout(again, 5000);
    if (times >= 3) return leave();
    says.textContent = times === 1 ? form.dataset.leaveTwo : form.dataset.leaveOne;
  });
})();

// A page kept by the browser is asked for again, so that Back shows nothing after leaving or handing the device over.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// A device is handed over for questions: every other page of ours in this browser goes blank, then to a page that tells
// nothing. (Nothing of the staff can be opened from it any more; this is for what was open before.) A sitting's own pages
// stay, those of another sitting go too.
(() => {
  if (!window.BroadcastChannel) return;
  const { sitting = "", away = "" } = document.body.dataset;
  const channel = new BroadcastChannel("alongside");
  channel.addEventListener("message", ({ data }) => {
    if (!data || !data.sitting || data.sitting === sitting) return;
    document.title = "\u200b";
    document.body.replaceChildren();
    location.replace(data.away);
  });
  if (sitting) channel.postMessage({ sitting, away });
})();

// What to check, or two versions side by side: go there first.
(() => {
  const first = document.querySelector("[data-errorsummary]:not(.specimen *)");
  if (!first) return;
  first.focus({ preventScroll: true });
  const { top } = first.getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.6) first.scrollIntoView();
})();

// One press is enough: a form that was sent is not sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((f) => delete f.dataset.sent));

// Text boxes grow with what is written, where the browser does not do so by itself.
if (!CSS.supports("field-sizing", "content")) {
  const grow = (box) => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 4}px`;
  };
  document.addEventListener("input", (event) => { if (event.target.matches("textarea")) grow(event.target); });
  document.querySelectorAll("textarea").forEach(grow);
}
