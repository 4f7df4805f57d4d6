// Keeps a juror's draft while they write: a moment after each change, and when they leave a field.
const form = document.querySelector("[data-autosave]");
if (form) {
  const said = document.querySelector("[data-saved]");
  let waiting = 0;
  const save = async () => {
    clearTimeout(waiting);
    const body = new FormData(form);
    body.set("action", "save");
    try {
      // The buttons are called "action", which hides form.action.
      const answer = await fetch(location.href, {
        method: "POST", body, headers: { "X-Requested-With": "autosave" }, redirect: "error",
      });
      if (answer.status === 204) {
        const now = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
        said.textContent = `${form.dataset.savedWords} ${now.replace(":", " h ")}`;
      }
    } catch { /* The button keeps working; nothing typed is lost on the page. */ }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 1500); });
  form.addEventListener("change", save);
  form.addEventListener("submit", () => clearTimeout(waiting));
}
