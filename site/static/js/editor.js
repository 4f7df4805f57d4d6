// Saves a screen of the editor on leaving a field. The page works without: every screen has its own button.
// The server answers with the whole screen; only the parts marked data-fresh are taken from it, never a field being typed.
document.querySelector(".editor-path [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
const form = document.querySelector("form[data-editor]");

if (form && form.querySelector(".editor-fields:not([disabled])")) {
  const words = document.querySelector("#mots").dataset;
  let waiting = null;
  let running = false;

  const take = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of fresh.querySelectorAll("[data-fresh]")) {
      document.getElementById(part.id)?.replaceWith(document.adoptNode(part));
    }
  };
  const say = (text) => {
    document.querySelector("#garde").textContent = text;
  };
  const save = async () => {
    if (running) return void (waiting = setTimeout(save, 400));
    running = true;
    try {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-In-Passing": "1" } });
      if (answer.ok) take(await answer.text());
      else say({ 401: words.expired, 409: words.conflict, 422: words.wrong }[answer.status] ?? words.lost);
    } catch {
      say(words.lost);
    }
    running = false;
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "sum") return;
    clearTimeout(waiting);
    if (event.target.type === "file") {
      form.requestSubmit(form.querySelector("[name=act][value=save]"));
      return;
    }
    waiting = setTimeout(save, 150);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  // What was typed before this script was there is saved too.
  const typed = [...form.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);
  if (typed) waiting = setTimeout(save, 150);
  document.querySelector("#nouveau :is(textarea, input:not([type=hidden]))")?.focus();
}
