// A page sent while its draft is being kept by itself would be created twice, and refused. The button waits for the draft.
(() => {
  const FORM = "page-edit-form";
  let keeping = false;
  let leaving = false;
  let waiting = null;

  const go = () => {
    keeping = false;
    // The next keeping, if any, begins right after this event: look again once it had the time to.
    setTimeout(() => {
      if (keeping || !waiting) return;
      // By now the button may be disabled, or replaced with the foot of the page: its name goes along by itself.
      const form = document.getElementById(FORM);
      if (waiting.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", ...waiting }));
      waiting = null;
      form.requestSubmit();
    });
  };

  document.addEventListener("w-autosave:save", (event) => {
    // Kept after the page was sent, the draft would pass for another window's.
    if (leaving) event.preventDefault();
    else keeping = true;
  });
  document.addEventListener("w-autosave:success", go);
  document.addEventListener("w-autosave:error", go);
  document.addEventListener("submit", (event) => {
    if (event.target.id !== FORM) return;
    if (!keeping || !event.submitter) {
      leaving = true;
      setTimeout(() => { leaving = !event.defaultPrevented; });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { name: event.submitter.name, value: event.submitter.value };
  }, true);
})();
