// Shows the print buttons, which only work with a script. One that names a part of the page prints that part alone.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const part = document.getElementById(button.dataset.print);
    document.body.toggleAttribute("data-printing-part", Boolean(part));
    part?.setAttribute("data-printed", "");
    window.print();
  });
}
window.addEventListener("afterprint", () => {
  document.body.removeAttribute("data-printing-part");
});
