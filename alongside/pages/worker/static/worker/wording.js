// A quiet line under words that could also be said another way, and how. Without this script that is shown after saving.
// What is typed is asked about and kept nowhere. Her own words and quotations are never looked at.
(() => {
  const about = document.querySelector("[data-look]");
  const form = about && about.closest("form");
  if (!form || !window.fetch) return;
  const { look, also, use } = about.dataset;
  const PAUSE = 900;

  const make = (name, className, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  form.querySelectorAll("textarea[data-wording]").forEach((box) => {
    const around = make("div", "worded");
    const under = make("div", "worded__under");
    const says = make("div", "worded__says");
    under.setAttribute("aria-hidden", "true");
    says.id = `${box.id}_wording`;
    says.hidden = true;
    box.replaceWith(around);
    around.append(under, box);
    around.after(says);
    box.setAttribute("aria-describedby", [box.getAttribute("aria-describedby"), says.id].filter(Boolean).join(" "));
    let timer, asked = 0;

    const clear = () => { under.replaceChildren(); says.replaceChildren(); says.hidden = true; };

    const draw = (text, found) => {
      under.replaceChildren();
      let at = 0;
      found.forEach(({ start, end }) => {
        if (start < at) return;
        under.append(text.slice(at, start), make("mark", "worded__mark", text.slice(start, end)));
        at = end;
      });
      under.append(`${text.slice(at)}\n`);
      under.scrollTop = box.scrollTop;
    };

    const put = (start, end, words) => {
      box.setRangeText(words, start, end, "end");
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const tell = (found) => {
      const list = make("ul", "worded__list");
      found.forEach(({ start, end, text, say, why }) => {
        const item = make("li", "");
        item.append(make("q", "worded__what", text), " ");
        say.forEach((words) => {
          const button = make("button", "worded__use", words);
          button.type = "button";
          button.setAttribute("aria-label", `${use} ${words}`);
          button.addEventListener("click", () => put(start, end, words));
          item.append(button, " ");
        });
        item.append(make("span", "hint", why));
        list.append(item);
      });
      says.replaceChildren(make("p", "hint", also), list);
      says.hidden = !found.length;
    };

    const ask = async () => {
      const text = box.value, mine = ++asked;
      if (!text.trim()) return clear();
      const body = new URLSearchParams({ text, to: box.dataset.wording });
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(look, { method: "POST", body, redirect: "manual" });
        if (answer.status !== 200 || mine !== asked) return;
        const { found } = await answer.json();
        if (mine !== asked || box.value !== text) return;
        draw(text, found);
        tell(found);
      } catch { /* the note matters more: what she types is kept by another script */ }
    };

    box.addEventListener("input", () => {
      if (under.childNodes.length) under.replaceChildren(); // a line under other words would be worse than none
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    box.addEventListener("scroll", () => { under.scrollTop = box.scrollTop; });
    if (box.value) ask();
  });
})();
