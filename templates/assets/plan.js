"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const rows = all("#move-table tbody tr");
  const choices = all(".choices button");
  const find = document.getElementById("find");
  const status = document.getElementById("filtered");
  const folds = all("details");
  const unfold = document.getElementById("unfold");
  let wanted = "";

  all(".needs-script").forEach((element) => { element.hidden = false; });

  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = (wanted && row.dataset.verdict !== wanted) || !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    status.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
  };
  if (find) {
    find.addEventListener("input", filter);
    choices.forEach((button) => button.addEventListener("click", () => {
      wanted = button.dataset.verdict;
      choices.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      filter();
    }));
  }

  const setAll = (open) => {
    folds.forEach((fold) => { fold.open = open; });
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Fold all" : "Unfold all";
  };
  unfold.addEventListener("click", () => setAll(unfold.getAttribute("aria-pressed") !== "true"));

  const reveal = () => {
    let place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const target = place;
    for (; place; place = place.parentElement) {
      if (place.tagName === "DETAILS") place.open = true;
    }
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  let before = null;
  addEventListener("beforeprint", () => {
    before = folds.map((fold) => fold.open);
    folds.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => {
    if (before) folds.forEach((fold, index) => { fold.open = before[index]; });
    before = null;
  });

  const copy = async (block, button) => {
    let done = true;
    try {
      await navigator.clipboard.writeText(block.textContent);
    } catch {
      getSelection().selectAllChildren(block);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Selected";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };
  for (const block of all(".copyable")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(block.querySelector("pre"), button));
    block.append(button);
  }
})();
