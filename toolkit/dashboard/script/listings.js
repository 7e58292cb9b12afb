// The tables of the page: findings, agencies, cells probably wrong, files that gave no report.

function agencyOf(finding) {
  const at = data.findings.agency[finding];
  return at < 0 ? data.findings.name[finding] : data.agencies.link[at];
}

function messageOf(finding) {
  const { findings } = data;
  return findings[`message_${language}s`][findings[`message_${language}`][finding]] ?? "";
}

function sourceOf(finding) {
  const report = data.findings.report[finding];
  return report < 0 ? data.findings.source[finding] : data.reports.source[report];
}

function placeOf(finding) {
  const at = data.findings.place[finding];
  return { table: data.places.table[at], row: data.places.row[at], column: data.places.column[at] };
}

function agencyLink(at) {
  return element("a", { href: `#agency=${encodeURIComponent(data.agencies.link[at])}` }, data.agencies.link[at]);
}

// The gravest first, among them the largest differences; made once.
function gravity() {
  const { findings } = data;
  const order = findings.rule.map((_, at) => at);
  const size = (at) => (findings.difference[at] === null ? -1 : Math.abs(findings.difference[at]));
  order.sort((one, other) => findings.severity[one] - findings.severity[other] || size(other) - size(one) || one - other);
  const ranks = new Int32Array(order.length);
  order.forEach((at, rank) => { ranks[at] = rank; });
  return ranks;
}

function gravestFirst(rows) {
  data.findings.gravity ??= gravity();
  return [...rows].sort((one, other) => data.findings.gravity[one] - data.findings.gravity[other]);
}

const heading = (name) => () => label("columns", name);

function numberColumn(name, of, signed = false) {
  return { name: heading(name), key: of, cell: (at) => known(of(at), signed), kind: () => "number" };
}

function findingColumns({ agency }) {
  const { findings } = data;
  const columns = [
    { name: heading("severity"), key: (at) => findings.severity[at], kind: (at) => page.severities[findings.severity[at]],
      cell: (at) => label("severities", page.severities[findings.severity[at]]) },
    { name: heading("agency"), key: agencyOf, kind: () => "agency", cell: (at) => (findings.agency[at] < 0 ? findings.name[at] : agencyLink(findings.agency[at])) },
    { name: heading("year"), key: (at) => findings.year[at], cell: (at) => findings.year[at], kind: () => "number" },
    { name: heading("rule"), key: (at) => titleOf(findings.rule[at]), cell: (at) => titleOf(findings.rule[at]), kind: () => "rule" },
    { name: heading("cell"), key: (at) => placeName(placeOf(at)), kind: () => "place", cell: (at) => placeName(placeOf(at)) },
    numberColumn("actual", (at) => findings.actual[at]), numberColumn("expected", (at) => findings.expected[at]),
    numberColumn("difference", (at) => findings.difference[at], true),
    { name: heading("message"), key: messageOf, cell: messageOf, kind: () => "message" },
    { name: () => say("dashboard.tables"), key: sourceOf, kind: () => "opens", cell: (at) => (findings.report[at] < 0 ? null
      : button(say("dashboard.open"), () => openReport(findings.report[at], at), { "aria-label": `${say("dashboard.open")}: ${agencyOf(at)} ${findings.year[at] ?? ""}` })) },
  ];
  return agency ? columns : columns.filter((column, at) => at !== 1);
}

// Years of an agency as small marked boxes, in order.
function yearStrip(rows) {
  return element("span", { class: "strip" }, ...rows.map((at) => {
    const state = page.states[data.years.state[at]];
    const told = `${data.years.year[at]}: ${label("request_states", state)}`;
    return element("span", { class: `tile ${state}`, title: told, role: "img", "aria-label": told }, label("request_marks", state));
  }));
}

// Findings of each agency by severity, and its years, of what is selected.
function agencyRows(view) {
  const rows = new Map(view.agencies.map((at) => [at, { years: [], counts: page.severities.map(() => 0) }]));
  for (const at of view.years) rows.get(data.years.agency[at])?.years.push(at);
  for (const at of view.findings) {
    const row = rows.get(data.findings.agency[at]);
    if (row) row.counts[data.findings.severity[at]] += 1;
  }
  return rows;
}

function agencyColumns(rows) {
  const { agencies } = data;
  const text = (name, of) => ({ name: heading(name), key: of, cell: of });
  return [
    { name: heading("agency"), key: (at) => agencies.link[at], cell: agencyLink, kind: () => "agency" },
    text("province", (at) => agencies.province_names[agencies.province[at]] ?? null),
    text("city", (at) => agencies.city_names[agencies.city[at]] ?? null),
    { name: heading("level"), key: (at) => (agencies.level[at] < 0 ? null : agencies.level[at]),
      cell: (at) => (agencies.level[at] < 0 ? null : label("levels", page.levels[agencies.level[at]])) },
    { name: () => say("dashboard.years"), key: (at) => rows().get(at).years.length, cell: (at) => yearStrip(rows().get(at).years), kind: () => "years" },
    ...page.severities.map((severity, place) => ({ name: () => label("severities", severity),
      key: (at) => rows().get(at).counts[place], cell: (at) => grouped(rows().get(at).counts[place]), kind: () => "number" })),
  ];
}

function mostFindings(rows, agencies) {
  const counts = (at) => rows.get(at).counts;
  return [...agencies].sort((one, other) => {
    for (let place = 0; place < page.severities.length; place += 1) {
      const difference = counts(other)[place] - counts(one)[place];
      if (difference) return difference;
    }
    return one - other;
  });
}

function suspectColumns() {
  const { suspects } = data;
  const word = (name, group) => ({ name: heading(name), key: (at) => label(group, suspects[name][at]), cell: (at) => label(group, suspects[name][at]) });
  const place = (at) => placeName({ table: suspects.table[at], row: suspects.row[at], column: suspects.column[at] });
  const told = (at) => { const agency = data.reports.agency[suspects.report[at]]; return agency < 0 ? null : data.agencies.link[agency]; };
  return [
    { name: heading("agency"), key: told, cell: told },
    { name: heading("year"), key: (at) => data.reports.year[suspects.report[at]], cell: (at) => data.reports.year[suspects.report[at]], kind: () => "number" },
    { name: heading("cell"), key: place, cell: place },
    numberColumn("reported", (at) => suspects.reported[at]), numberColumn("proposed", (at) => suspects.proposed[at]),
    word("slip", "slips"), word("cause", "causes"),
    { name: heading("unique"), key: (at) => Number(!suspects.unique[at]), cell: (at) => label("answers", suspects.unique[at] ? "yes" : "no") },
    { name: () => say("dashboard.tables"), key: (at) => data.reports.source[suspects.report[at]],
      cell: (at) => button(say("dashboard.open"), () => openReport(suspects.report[at])) },
  ];
}

function unreadColumns() {
  const { unread } = data;
  const reason = (at) => (unread.reason[at] < 0 ? null : say(`reasons.${unread.reasons[unread.reason[at]]}`));
  return [
    { name: heading("source"), key: (at) => unread.source[at], cell: (at) => unread.source[at], kind: () => "source" },
    { name: heading("status"), key: (at) => unread.status[at], cell: (at) => label("statuses", page.statuses[unread.status[at]]) },
    { name: heading("reason"), key: reason, cell: reason },
    { name: heading("detail"), key: (at) => unread.detail[at], cell: (at) => unread.detail[at] },
  ];
}
