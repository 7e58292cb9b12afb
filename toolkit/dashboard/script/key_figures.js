// The numbers that matter of what is selected, each with what is not known of it.

function keyFigures(view) {
  return [
    reportsFigure(view), cellsFigure(view), zeroFigure(view), findingsFigure(view), contradictedFigure(view),
    ...(data.suspects ? [suspectsFigure(view)] : []),
  ];
}

function reportsFigure(view) {
  const open = view.reports.filter((at) => data.reports.agency[at] < 0 || data.reports.year[at] === null).length;
  return { name: say("dashboard.reports_shown"), value: view.reports.length,
    of: say("dashboard.of", { count: grouped(data.reports.id.length) }),
    unknown: say("dashboard.reports_unidentified", { count: grouped(open) }) };
}

function cellsFigure(view) {
  const counts = Object.fromEntries(Object.entries(data.reports.cells).map(([state, of]) =>
    [state, view.reports.reduce((sum, at) => sum + of[at], 0)]));
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { name: say("dashboard.cells_read"), value: counts.number ?? 0, of: say("dashboard.of", { count: grouped(all) }),
    unknown: say("dashboard.cells_unknown", unknownStates(counts)) };
}

function zeroFigure(view) {
  const counts = Object.fromEntries(page.states.map((state) => [state, 0]));
  for (const at of view.years) counts[page.states[data.years.state[at]]] += 1;
  return { name: say("dashboard.zero_years"), value: counts.zero, of: say("dashboard.of", { count: grouped(view.years.length) }),
    unknown: say("dashboard.zero_unknown", unknownStates(counts)) };
}

function unknownStates(counts) {
  return Object.fromEntries(["blank", "unreadable", "missing"].map((state) => [state, grouped(counts[state] ?? 0)]));
}

function findingsFigure(view) {
  const verdicts = view.unknown.reduce((sum, at) => sum + data.unknown.count[at], 0);
  return { name: say("dashboard.critical"), value: critical(view).length,
    of: say("dashboard.of_findings", { count: grouped(view.findings.length) }),
    unknown: say("dashboard.verdicts_unknown", { count: grouped(verdicts) }) };
}

function critical(view) {
  const place = page.severities.indexOf("critical");
  return view.findings.filter((at) => data.findings.severity[at] === place);
}

// A finding may be about an agency's missing year, and so about no report.
function contradictedFigure(view) {
  const wrong = new Set(critical(view).map((at) => data.findings.report[at]).filter((report) => report >= 0));
  const open = new Set(view.unknown.filter((at) => data.rules.severity[data.unknown.rule[at]] === "critical")
    .map((at) => data.unknown.report[at]).filter((report) => report >= 0 && !wrong.has(report)));
  return { name: say("dashboard.reports_critical"), value: wrong.size,
    of: say("dashboard.of", { count: grouped(view.reports.length) }),
    unknown: say("dashboard.reports_unknown", { count: grouped(open.size) }) };
}

function suspectsOf(view) {
  const reports = new Set(view.reports);
  return data.suspects.report.map((_, at) => at).filter((at) => reports.has(data.suspects.report[at]));
}

function suspectsFigure(view) {
  const rows = suspectsOf(view);
  const reports = (of) => new Set(of.map((at) => data.suspects.report[at])).size;
  return { name: say("dashboard.suspects"), value: rows.filter((at) => data.suspects.unique[at]).length,
    of: say("dashboard.of_explained", { count: grouped(reports(rows)) }),
    unknown: say("dashboard.suspects_unknown", { count: grouped(reports(rows.filter((at) => !data.suspects.unique[at]))) }) };
}

function showKeyFigures(view) {
  fill("key-figure-list", ...keyFigures(view).map(({ name, value, of, unknown }) => element("li", {},
    element("span", { class: "name" }, name), element("span", { class: "value" }, grouped(value)), " ",
    element("span", { class: "of" }, of), element("span", { class: "unknown" }, unknown))));
}
