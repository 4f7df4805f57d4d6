// Shows the copy button, which only works with a script, and copies the address it names.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("span") ?? button;
  button.hidden = false;
  words.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    field.select();
    words.textContent = button.dataset.done;
  });
}
