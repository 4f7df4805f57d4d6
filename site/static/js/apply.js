// Saves a step when a field is left, counts what is typed, adds up budgets. The server checks everything again, and
// without this script the buttons do the same.
const form = document.querySelector("[data-apply]");

if (form) {
  const status = form.querySelector("[data-saved]");
  const field = (name) => form.elements[name];
  let dirty = false;
  let saving = Promise.resolve();

  const say = (words, state) => {
    status.textContent = words;
    status.dataset.state = state;
  };

  const answersOf = () => {
    const answers = new FormData(form);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    return answers;
  };

  const showErrors = (errors) => {
    for (const note of form.querySelectorAll("[data-live-error]")) note.remove();
    for (const [name, messages] of Object.entries(errors)) {
      const question = document.getElementById(name);
      const input = form.elements[name];
      if (!question || question.querySelector(".field-errors")) continue;
      const note = document.createElement("p");
      note.className = "field-error";
      note.dataset.liveError = "";
      note.id = `${name}-live`;
      note.textContent = messages.join(" ");
      question.append(note);
      if (input?.setAttribute) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", note.id);
      }
    }
    for (const input of form.querySelectorAll("[aria-describedby$='-live']")) {
      if (errors[input.name]) continue;
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  };

  const save = async () => {
    if (!dirty) return;
    dirty = false;
    say("…", "saving");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: answersOf(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const answer = await response.json();
      say(answer.words, answer.state);
      if (answer.base !== undefined && answer.seen) {
        field("base").value = answer.base;
        field("seen").value = answer.seen;
      }
      if (answer.errors) showErrors(answer.errors);
      if (answer.state === "signed_out" || answer.state === "conflict") dirty = true;
    } catch {
      dirty = true;
      say(status.dataset.failed, "failed");
    }
  };

  const counter = (input) => {
    const longest = Number(input.dataset.longest);
    if (!longest) return;
    let note = input.nextElementSibling;
    if (!note?.matches("[data-counter]")) {
      note = document.createElement("p");
      note.dataset.counter = "";
      note.className = "counter";
      input.after(note);
    }
    const left = longest - input.value.replace(/\r\n/g, "\n").length;
    note.textContent = `${input.value.length} / ${longest}`;
    note.toggleAttribute("data-over", left < 0);
  };

  const cents = (text) => {
    const plain = text.replace(/[\s€]/g, "").replace(",", ".");
    return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
  };
  const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR", trailingZeroDisplay: "stripIfInteger" });
  const addUp = (table) => {
    const sums = [...table.querySelectorAll(".budget-sum")].map((input) => cents(input.value));
    table.querySelector("[data-total]").textContent = euros.format(sums.reduce((a, b) => a + b, 0) / 100);
  };

  for (const input of form.querySelectorAll("[data-longest]")) if (input.value) counter(input);
  // What was typed before this script was there counts too.
  for (const table of form.querySelectorAll("[data-budget]")) addUp(table);
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    if (event.target.dataset.longest) counter(event.target);
    const table = event.target.closest("[data-budget]");
    if (table) addUp(table);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") saving = saving.then(save);
  });
  form.addEventListener("submit", () => (dirty = false));
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
