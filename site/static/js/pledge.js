// Keeps amount and reward in step on the pledge form: a suggested amount fills the field without leaving the page,
// and choosing a reward lifts an amount that is too small for it. The server checks everything again.
const amount = document.querySelector("[name=amount]");
const cents = () => Math.round(Number.parseFloat(amount.value.replace(/\s/g, "").replace(",", ".")) * 100) || 0;

if (amount) {
  for (const link of document.querySelectorAll("[data-amount]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      amount.value = link.dataset.amount;
      amount.dispatchEvent(new Event("input"));
      amount.focus();
    });
  }
  const tiers = [...document.querySelectorAll(".tier-choice [data-from]")].map((price) => ({
    from: Number(price.dataset.from),
    radio: price.closest(".tier-choice").querySelector("input"),
  }));
  amount.addEventListener("input", () => {
    for (const link of document.querySelectorAll("[data-amount]")) {
      if (Number(link.dataset.amount) * 100 === cents()) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const chosen = tiers.find((tier) => tier.radio.checked);
    if (chosen && cents() < chosen.from) {
      const best = tiers.filter((tier) => tier.from <= cents() && !tier.radio.disabled).at(-1);
      const none = document.querySelector(".tier-choice input[value='']");
      (best?.radio ?? none ?? chosen.radio).checked = true;
    }
  });
  for (const tier of tiers) {
    tier.radio.addEventListener("change", () => {
      if (cents() < tier.from) amount.value = String(tier.from / 100).replace(".", ",");
    });
  }
}
