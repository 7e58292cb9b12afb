// One report: its tables as printed, the cells that its findings are about lit.

let tables = null; // unpacked when the first report is opened

async function openReport(report, finding = null) {
  const dialog = document.getElementById("report");
  tables ??= await unpacked("tables");
  dialog.dataset.report = data.reports.id[report];
  drawReport(report, finding);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("td.chosen")?.scrollIntoView({ block: "center", inline: "center" });
}

function drawReport(report, finding) {
  const dialog = document.getElementById("report");
  const findings = gravestFirst(data.findings.byReport(report));
  const agency = data.reports.agency[report];
  const title = data.reports.title[report] || (agency < 0 ? data.reports.id[report] : data.agencies.link[agency]);
  const close = button(say("dashboard.close"), () => dialog.close(), { class: "close" });
  fill(dialog, element("header", {}, element("h2", { id: "report-title" }, title), close), reportFacts(report),
    findingList(report, findings, finding), suspectList(report), ...reportTables(report, findings, finding));
}

function reportFacts(report) {
  const { reports, agencies } = data;
  const agency = reports.agency[report];
  const link = element("a", { href: `#report=${encodeURIComponent(reports.id[report])}` }, reports.id[report]);
  const facts = [
    ["agency", agency < 0 ? null : agencyLink(agency)], ["year", reports.year[report]],
    ["level", agency < 0 || agencies.level[agency] < 0 ? null : label("levels", page.levels[agencies.level[agency]])],
    ["published", reports.published[report]], ["signed", reports.signed[report]],
    ["requests_state", reports.state[report] < 0 ? null : label("request_states", page.states[reports.state[report]])],
    ["source", reports.source[report]], ["report_id", link],
  ];
  return element("dl", { class: "facts" }, ...facts.filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => element("div", {}, element("dt", {}, label("columns", name)), element("dd", {}, value))));
}

function findingList(report, findings, chosen) {
  if (!findings.length) return element("p", { class: "aside" }, say("dashboard.no_finding_here"));
  return element("ul", { class: "findings-here" }, ...findings.map((at) => {
    const severity = page.severities[data.findings.severity[at]];
    const pressed = at === chosen;
    const made = button("", () => { drawReport(report, pressed ? null : at);
      document.querySelector(`#report [data-finding="${at}"]`).focus({ preventScroll: true }); }, { "aria-pressed": String(pressed) });
    made.dataset.finding = at;
    made.append(element("b", { class: severity }, label("severities", severity)), " ", titleOf(data.findings.rule[at]),
      element("span", { class: "told" }, messageOf(at), " ", whereIn(at)));
    return element("li", {}, made);
  }));
}

// Where in its document a finding stands, as far as it is known.
function whereIn(finding) {
  const told = ["page", "line"].filter((name) => data.findings[name][finding] !== null)
    .map((name) => say(`dashboard.${name}`, { number: data.findings[name][finding] }));
  return told.length ? `(${listed(told)})` : "";
}

function suspectList(report) {
  const { suspects } = data;
  const rows = suspects ? suspects.report.map((_, at) => at).filter((at) => suspects.report[at] === report) : [];
  if (!rows.length) return null;
  const place = (at) => placeName({ table: suspects.table[at], row: suspects.row[at], column: suspects.column[at] });
  return element("p", { class: "aside" }, `${say("dashboard.suspected")}: `, listed(rows.map((at) =>
    `${place(at)} ${known(suspects.reported[at])} → ${known(suspects.proposed[at])}`)));
}

// The cells that a finding is about, as table/row/column.
function cellsOf(finding) {
  const place = placeOf(finding);
  if (place.table === null) return [];
  const lit = data.places.lit[`${data.findings.rule[finding]}:${data.findings.place[finding]}`];
  return (lit ?? [[place.table, place.row, place.column]]).map((key) => key.join("/"));
}

function reportTables(report, findings, chosen) {
  const lit = new Set(findings.flatMap(cellsOf));
  const marked = new Set(chosen === null ? [] : cellsOf(chosen));
  const parts = page.tables.flatMap((table) => {
    const form = table === "review" ? page.review_form : data.reports[`${table}_form`][report];
    return [element("h3", {}, label("tables", table)), printedTable(table, `${table}/${form}`, report, lit, marked)];
  });
  return held(report) >= 0 ? [legend(lit.size > 0), ...parts] : [element("p", { class: "notice" }, say("dashboard.not_held",
    { held: grouped(tables.held.length), reports: grouped(data.reports.id.length) }))];
}

// A report's place among those whose tables the page holds; −1 where it is none of them.
function held(report) {
  tables.places ??= new Map(tables.held.map((id, at) => [id, at]));
  return tables.places.get(data.reports.id[report]) ?? -1;
}

function printedTable(table, form, report, lit, marked) {
  const place = tables[form]?.reports.indexOf(held(report)) ?? -1;
  if (place < 0) return element("p", { class: "aside" }, label("form", "no_table"));
  const keys = page.codebook.cells[form];
  const rows = page.codebook.layouts[form].map((line) => element("tr", {}, ...line.map(([text, columns, rows, at]) => {
    const spans = { colspan: columns > 1 ? columns : null, rowspan: rows > 1 ? rows : null };
    if (at < 0) return element("th", { ...spans }, text);
    return printedCell(tables[form].columns[at][place], `${table}/${keys[at].join("/")}`, spans, lit, marked);
  })));
  const around = { class: "scroll", tabindex: 0, role: "region", "aria-label": label("tables", table) };
  return element("div", around, element("table", { class: "printed", lang: "zh-Hans" }, element("tbody", {}, ...rows)));
}

const CELL_STATES = { n: "number", b: "blank", u: "unreadable" };

function printedCell(told, key, spans, lit, marked) {
  const state = told === null ? "missing" : typeof told === "number" ? "number" : CELL_STATES[told[0]];
  const text = typeof told === "number" ? String(told) : (told ?? "").slice(1);
  const classes = [state, lit.has(key) && "lit", marked.has(key) && "chosen"].filter(Boolean).join(" ");
  const cell = element("td", { ...spans, class: classes, title: state === "number" ? null : label("cell_states", state) }, text,
    state === "number" ? null : element("small", {}, label("cell_marks", state)));
  cell.dataset.cell = key;
  return cell;
}

function legend(anyLit) {
  const states = ["blank", "unreadable", "missing"].map((state) => element("span", { class: `key ${state}` },
    `${label("cell_marks", state)} ${label("cell_states", state)}`));
  return element("p", { class: "legend" }, ...states, anyLit ? element("span", { class: "key lit" }, label("form", "highlighted")) : null);
}
