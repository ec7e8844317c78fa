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

  const ticks = all(".tick input");
  const text = document.body.textContent;
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  const key = `hmcscan-lpm ${sum} ${text.length}`;
  const remembered = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(key) || "";
      localStorage.setItem(key, value);
    } catch {
      // a browser that keeps nothing for files: ticks last as long as the page
    }
    return "";
  };
  const kept = remembered();
  ticks.forEach((tick, index) => {
    tick.checked = kept[index] === "1";
    tick.addEventListener("change", () => remembered(ticks.map((other) => (other.checked ? "1" : "0")).join("")));
  });

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
