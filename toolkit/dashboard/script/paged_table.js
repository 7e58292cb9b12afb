// A table that is sorted by its headings and shown page by page, however many rows it has.

const PAGE_SIZES = [25, 50, 100, 500];

// A column: its name, what a row is sorted by (null: not known), what it shows, and its class.
class PagedTable {
  constructor(place, columns, { empty, caption }) {
    Object.assign(this, { place, columns, empty, caption, rows: [], sorted: [], by: null, ascending: true, first: 0, size: PAGE_SIZES[0] });
  }

  show(rows) {
    this.rows = rows;
    this.first = 0;
    this.order();
    this.draw();
  }

  order() {
    this.sorted = this.by === null ? this.rows : sortedBy(this.rows, this.columns[this.by].key, this.ascending ? 1 : -1);
  }

  sortBy(column) {
    this.ascending = this.by === column ? !this.ascending : true;
    this.by = column;
    this.first = 0;
    this.order();
    this.draw();
    document.querySelector(`#${this.place} th:nth-child(${column + 1}) button`).focus();
  }

  turn(first) {
    this.first = Math.max(0, Math.min(first, this.sorted.length - 1));
    this.draw();
  }

  draw() {
    if (!this.rows.length) {
      fill(this.place, element("p", { class: "aside" }, this.empty()));
      return;
    }
    const shown = this.sorted.slice(this.first, this.first + this.size);
    const body = element("tbody", {}, ...shown.map((at) => element("tr", {}, ...this.columns.map((column) =>
      element("td", { class: column.kind?.(at) ?? null }, column.cell(at) ?? "–")))));
    const table = element("table", { class: "listing" },
      element("caption", { class: "unseen" }, this.caption()), element("thead", {}, this.headings()), body);
    fill(this.place, this.pager(), element("div", { class: "scroll" }, table));
  }

  headings() {
    return element("tr", {}, ...this.columns.map((column, at) => {
      const way = this.by === at ? (this.ascending ? "ascending" : "descending") : null;
      const mark = element("span", { class: "order", "aria-hidden": "true" });
      const head = button(column.name(), () => this.sortBy(at));
      head.append(mark);
      return element("th", { scope: "col", "aria-sort": way }, head);
    }));
  }

  pager() {
    const last = Math.min(this.first + this.size, this.sorted.length);
    const told = say("dashboard.rows", { first: grouped(this.first + 1), last: grouped(last), total: grouped(this.sorted.length) });
    const sizes = element("select", { "aria-label": say("dashboard.rows_a_page") }, ...PAGE_SIZES.map((size) =>
      element("option", { value: size, selected: size === this.size }, size)));
    sizes.addEventListener("change", () => { this.size = Number(sizes.value); this.turn(this.first); this.focus("select"); });
    const turn = (name, by, stop) => button(say(name), () => { this.turn(this.first + by * this.size); this.focus(by < 0 ? ".back" : ".on"); },
      { disabled: stop, class: by < 0 ? "back" : "on" });
    return element("div", { class: "pager" }, element("span", { class: "told", "aria-live": "polite" }, told),
      turn("dashboard.back", -1, this.first === 0), turn("dashboard.on", 1, last >= this.sorted.length),
      element("label", {}, say("dashboard.rows_a_page"), " ", sizes));
  }

  // What was used stays under the reader's fingers although it is drawn anew.
  focus(what) {
    const place = document.getElementById(this.place);
    (place.querySelector(`.pager ${what}:not([disabled])`) ?? place.querySelector(".pager button:not([disabled])"))?.focus();
  }
}

// Numbers by size, texts by their letters; what is not known is last whichever way.
function sortedBy(rows, key, sign) {
  const keys = rows.map(key);
  if (keys.some((one) => typeof one === "string")) {
    const letters = new Intl.Collator(language === "zh" ? "zh-Hans" : "en", { numeric: true });
    const texts = [...new Set(keys.filter((one) => one !== null))].map(String).sort(letters.compare);
    const ranks = new Map(texts.map((text, rank) => [text, rank]));
    keys.forEach((one, at) => { keys[at] = one === null ? null : ranks.get(String(one)); });
  }
  const places = rows.map((_, at) => at);
  places.sort((one, other) => (keys[one] === null || keys[other] === null
    ? (keys[one] === null) - (keys[other] === null) : sign * (keys[one] - keys[other])) || one - other);
  return places.map((at) => rows[at]);
}
