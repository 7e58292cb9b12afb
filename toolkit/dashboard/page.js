"use strict";
// Draws the figures in the language and on the paper of the moment, and sorts the tables.
(() => {
  const PAPER_WIDTH = 690; // pixels between the margins of an A4 page
  const root = document.documentElement;
  const drawn = JSON.parse(document.getElementById("drawn").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const print = window.matchMedia("print");

  // How one figure becomes the other language's: see `changes` in charts.py.
  function changed(value, changes) {
    if (changes === undefined) return value;
    if ("=" in changes) return changes["="];
    const copy = Array.isArray(value) ? value.slice() : { ...value };
    for (const key of Object.keys(changes)) copy[key] = changed(value[key], changes[key]);
    return copy;
  }

  function draw() {
    const template = drawn.templates[dark.matches && !print.matches ? "dark" : "light"];
    for (const [id, { figure, changes }] of Object.entries(drawn.figures)) {
      const { data, layout } = structuredClone(root.dataset.lang === "zh" ? changed(figure, changes) : figure);
      // Paper does not resize: plotly would keep the width of the screen and be cut off.
      const width = print.matches ? PAPER_WIDTH : undefined;
      Plotly.react(id, data, { ...layout, template, width }, drawn.config);
    }
  }

  function speak(language) {
    root.dataset.lang = language;
    root.lang = language === "zh" ? "zh-Hans" : "en";
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    draw();
  }

  // Numbers by size, texts by their letters; what is not known stays last whichever way the table is sorted.
  function compare(left, right, sign) {
    if (left === "" || right === "") return (left === "") - (right === "");
    const difference = Number(left) - Number(right);
    return sign * (Number.isNaN(difference) ? left.localeCompare(right, "zh-Hans") : difference);
  }

  function sort(heading) {
    const table = heading.closest("table");
    const ascending = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const key = (row) => row.children[heading.cellIndex].dataset.key;
    const rows = [...table.tBodies[0].rows];
    rows.sort((left, right) => compare(key(left), key(right), ascending ? 1 : -1));
    table.tBodies[0].append(...rows);
  }

  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
  for (const heading of document.querySelectorAll(".sortable th")) {
    heading.querySelector("button").addEventListener("click", () => sort(heading));
  }
  dark.addEventListener("change", draw);
  print.addEventListener("change", draw);
  speak(root.dataset.lang);
})();
