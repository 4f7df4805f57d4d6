// Moves entries of the calendar: by dragging, or with M and the arrows. Without it, « Déplacer » leads to a form.
const calendar = document.querySelector("[data-calendar]");
const form = calendar.querySelector("[data-move]");
const panel = calendar.querySelector("[data-panel]");
const said = calendar.querySelector("[data-said]");
const words = panel.dataset;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const FURTHEST = 366;
const THRESHOLD = 5; // pixels: less is a click
let moving = null;

const dayAfter = (entry, days) => {
  const day = new Date(`${entry.dataset.day}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toLocaleDateString(document.documentElement.lang || "fr", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
};
const sentence = (template, entry, days = 0) =>
  template.replace("{title}", () => entry.dataset.title).replace("{day}", () => dayAfter(entry, days));
const column = (entry) => entry.closest(".cal-track").clientWidth / Number(calendar.dataset.days);

function begin(entry, withPanel) {
  const item = entry.closest(".cal-item");
  const ghost = item.cloneNode(false); // what stays where the entry was
  ghost.classList.add("cal-ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.append(item.querySelector(".cal-bar").cloneNode());
  item.before(ghost);
  item.classList.add("is-moving");
  moving = { entry, item, ghost, days: 0, back: document.activeElement };
  step(0);
  if (!withPanel) return;
  panel.setAttribute("aria-label", sentence(words.name, entry));
  panel.hidden = false;
  said.textContent = `${sentence(words.name, entry)}. ${words.help}`;
}

function step(days) {
  const { entry, item } = moving;
  moving.days = Math.max(-FURTHEST, Math.min(FURTHEST, moving.days + days));
  item.style.setProperty("--by", `${moving.days * column(entry)}px`);
  said.textContent = sentence(moving.days ? words.to : words.same, entry, moving.days);
  panel.querySelector(".cal-panel-day").textContent = said.textContent;
}

function cancel() {
  const { entry, item, ghost, back } = moving;
  moving = null;
  ghost.remove();
  item.classList.remove("is-moving");
  item.style.removeProperty("--by");
  panel.hidden = true;
  said.textContent = sentence(words.kept, entry);
  (item.contains(back) ? back : entry).focus();
}

function drop() {
  const { entry, days } = moving;
  if (!days) return cancel();
  for (const [name, value] of Object.entries({ kind: entry.dataset.kind, pk: entry.dataset.pk, days })) {
    form.elements[name].value = value;
  }
  form.submit();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (moving) {
    if (event.key in STEPS) step(STEPS[event.key]);
    else if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && !panel.contains(event.target)) drop();
    else return;
  } else {
    const entry = event.target.closest(".cal-item")?.querySelector("[data-kind]");
    if (!entry || event.key.toLowerCase() !== "m") return;
    begin(entry, true);
  }
  event.preventDefault();
  event.stopPropagation();
}, true);

calendar.addEventListener("click", (event) => {
  const handle = event.target.closest(".cal-handle");
  const button = event.target.closest("[data-panel] button");
  if (handle) {
    event.preventDefault();
    if (moving) cancel();
    handle.focus();
    begin(handle.closest(".cal-item").querySelector("[data-kind]"), true);
  } else if (button && moving) {
    if ("drop" in button.dataset) drop();
    else if ("cancel" in button.dataset) cancel();
    else step(Number(button.dataset.step));
  }
});

calendar.addEventListener("pointerdown", (down) => {
  const entry = down.target.closest(".cal-scroll [data-kind]");
  // A finger scrolls the grid; it moves an entry with the handle and the buttons.
  if (!entry || moving || down.button || down.pointerType === "touch") return;
  const done = new AbortController();
  const listen = (name, act) => entry.addEventListener(name, act, { signal: done.signal });
  listen("pointermove", (move) => {
    const way = move.clientX - down.clientX;
    if (!moving && Math.abs(way) > THRESHOLD) {
      entry.setPointerCapture(down.pointerId);
      begin(entry, false);
    }
    const days = moving ? Math.round(way / column(entry)) : 0;
    if (moving && days !== moving.days) step(days - moving.days);
  });
  const stop = (end) => {
    done.abort();
    if (!moving) return;
    entry.addEventListener("click", (click) => click.preventDefault(), { once: true });
    if (end.type === "pointerup") drop();
    else cancel();
  };
  listen("pointerup", stop);
  listen("pointercancel", stop);
});

// After a move, the focus is where the entry is now: in the grid, or in the list of a narrow screen.
const asked = /^#[el]-(.+)$/.exec(decodeURIComponent(location.hash))?.[1];
["e-", "l-"].map((start) => document.getElementById(start + asked)).find((one) => one?.offsetParent)?.focus();

const print = calendar.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
