// A page sent while its draft is being kept by itself would be created twice, and refused. The button waits for the draft.
(() => {
  const FORM = "page-edit-form";
  let keeping = false;
  let waiting = null;

  const go = () => {
    keeping = false;
    // The next keeping, if any, begins right after this event: look again once it had the time to.
    setTimeout(() => {
      if (keeping || !waiting) return;
      const button = waiting;
      waiting = null;
      document.getElementById(FORM).requestSubmit(button.isConnected ? button : undefined);
    });
  };

  document.addEventListener("w-autosave:save", () => { keeping = true; });
  document.addEventListener("w-autosave:success", go);
  document.addEventListener("w-autosave:error", go);
  document.addEventListener("submit", (event) => {
    if (event.target.id !== FORM || !keeping || !event.submitter) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter;
  }, true);
})();
