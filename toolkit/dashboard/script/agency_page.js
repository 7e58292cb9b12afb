// One agency: its years, their states and numbers, and all its findings, whatever is filtered elsewhere.

let agencyShown = null;
let agencyFindings = null;

function showAgency(at) {
  agencyShown = at;
  const { agencies } = data;
  const part = (name) => agencies[`${name}_names`][agencies[name][at]];
  const level = agencies.level[at] < 0 ? null : label("levels", page.levels[agencies.level[at]]);
  const kind = agencies.kind[at] < 0 ? null : label("kinds", page.kinds[agencies.kind[at]]);
  const told = [part("province"), part("city"), part("county"), agencies.region[at], level, kind].filter(Boolean);
  fill("agency-name", agencies.name[at]);
  fill("agency-told", told.join(" · "));
  fill("agency-years", yearTable(at));
  showChain(at);
  agencyFindings ??= new PagedTable("agency-findings", findingColumns({ agency: false }),
    { empty: () => say("dashboard.no_finding_here"), caption: () => say("dashboard.findings") });
  agencyFindings.show(gravestFirst(data.findings.byAgency(at)));
}

// What it carried from year to year; nothing where it has no two reports.
function showChain(at) {
  const made = chainOfAgency(at);
  document.getElementById("agency-chain-part").hidden = made === null;
  if (made) showFigure("agency-chain", made); else drawn.delete("agency-chain");
}

const TOTALS = ["new", "carried_in", "processed", "carried_out"];

// A line for each year between the first and the last, and one for each further report of a year.
function yearTable(at) {
  const { years, reports } = data;
  const listed = new Set();
  const lines = [...years.byAgency(at)].map((row) => {
    listed.add(years.report[row]);
    return { year: years.year[row], state: years.state[row], report: years.report[row] };
  });
  for (const report of reports.byAgency(at)) {
    if (!listed.has(report)) lines.push({ year: reports.year[report], state: reports.state[report], report });
  }
  if (!lines.length) return element("p", { class: "aside" }, say("dashboard.no_report_here"));
  lines.sort((one, other) => (one.year ?? Infinity) - (other.year ?? Infinity));
  const head = [[label("columns", "year")], [label("columns", "requests_state")],
    ...TOTALS.map((name) => [cellName("requests", name), "number"]),
    ...page.severities.map((severity) => [label("severities", severity), "number"]),
    [label("columns", "published")], [say("dashboard.tables")]];
  return element("div", { class: "scroll" }, element("table", { class: "listing" },
    element("thead", {}, element("tr", {}, ...head.map(([text, kind]) => element("th", { scope: "col", class: `plain ${kind ?? ""}` }, text)))),
    element("tbody", {}, ...lines.map(yearLine))));
}

function yearLine({ year, state, report }) {
  const { reports } = data;
  const name = page.states[state];
  const counts = page.severities.map(() => 0);
  if (report >= 0) for (const at of data.findings.byReport(report)) counts[data.findings.severity[at]] += 1;
  const number = (value) => element("td", { class: "number" }, value);
  return element("tr", {}, element("th", { scope: "row" }, year ?? "?"),
    element("td", {}, name ? element("span", { class: `tile ${name}`, "aria-hidden": "true" }, label("request_marks", name)) : null, " ",
      name ? label("request_states", name) : "–"),
    ...TOTALS.map((total) => number(report < 0 ? "–" : known(reports.totals[total][report]))),
    ...counts.map((count) => number(report < 0 ? "–" : grouped(count))),
    element("td", {}, report < 0 ? "–" : reports.published[report] ?? "–"),
    element("td", { class: "opens" }, report < 0 ? "–" : button(say("dashboard.open"), () => openReport(report))));
}
