// Which rules found something, how often, how grave, and in which year.

const RULE_ROWS = 40, RULE_YEAR_ROWS = 45;

function titleOf(rule) {
  return data.rules[`title_${language}`][rule];
}

// Rules of the same name, whatever their severity, and what they found: the most first.
function countedRules(view) {
  const groups = new Map();
  for (const at of view.findings) {
    const rule = data.findings.rule[at], key = data.rules.key[rule];
    const known = groups.get(key) ?? { key, rule, count: 0, severities: page.severities.map(() => 0) };
    known.count += 1;
    known.severities[data.findings.severity[at]] += 1;
    groups.set(key, known);
  }
  return [...groups.values()].sort((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1));
}

function unknownByKey(view) {
  const counts = new Map();
  for (const at of view.unknown) {
    const key = data.rules.key[data.unknown.rule[at]];
    counts.set(key, (counts.get(key) ?? 0) + data.unknown.count[at]);
  }
  return counts;
}

function findingsByRule(view) {
  if (!view.findings.length) return nothing(say("figures.rules_empty"));
  const rules = countedRules(view), unknown = unknownByKey(view);
  const severities = page.severities.map((_, at) => rules.reduce((sum, rule) => sum + rule.severities[at], 0));
  const title = say("figures.rules_title", {
    findings: counted(view.findings.length, "finding"), rules: counted(rules.length, "rule"),
    severities: listed(page.severities.map((name, at) => `${label("severities", name)} ${grouped(severities[at])}`)) });
  const shown = rules.slice(0, rules.length > RULE_ROWS ? RULE_ROWS - 1 : RULE_ROWS).map((rule) => ({ ...rule,
    title: titleOf(rule.rule), told: `${data.rules.rule[rule.rule]}: ${listed(["fail", "unknown"].map((name) =>
      `${label("columns", name)} ${grouped(name === "fail" ? rule.count : unknown.get(rule.key) ?? 0)}`))}` }));
  if (rules.length > shown.length) shown.push(gatheredRules(rules.slice(shown.length)));
  const most = say("figures.rules_most", { title: titleOf(rules[0].rule), count: grouped(rules[0].count) });
  const total = [...unknown.values()].reduce((sum, count) => sum + count, 0);
  const silent = new Set(data.rules.key).size - rules.length;
  const rest = say("figures.rules_silent", { rules: counted(silent, "rule"), unknown: grouped(total) });
  return drawing(title, `${most} ${rest}`, 210 + 28 * shown.length, ruleBars(shown), ruleAxes(shown));
}

function gatheredRules(rest) {
  const add = (at) => rest.reduce((sum, rule) => sum + rule.severities[at], 0);
  return { title: say("figures.more_rules", { rules: counted(rest.length, "rule") }), told: "",
    severities: page.severities.map((_, at) => add(at)), count: rest.reduce((sum, rule) => sum + rule.count, 0) };
}

function ruleBars(shown) {
  const bars = page.severities.map((severity, at) => {
    const rows = shown.map((rule, row) => ({ rule, row })).filter(({ rule }) => rule.severities[at] > 0);
    const name = label("severities", severity);
    return {
      type: "bar", orientation: "h", name, width: 0.8, showlegend: true,
      y: rows.length ? rows.map(({ row }) => row) : [null],
      x: rows.length ? rows.map(({ rule }) => rule.severities[at]) : [null],
      customdata: rows.map(({ rule }) => [plain(rule.title), plain(rule.told)]),
      hovertemplate: `%{customdata[0]}<br>${name}: %{x:,}<br>%{customdata[1]}<extra></extra>`,
      marker: outlined(page.severity_colours[severity], page.severity_patterns[severity]),
    };
  });
  const totals = { type: "scatter", mode: "text", x: shown.map((rule) => rule.count), y: shown.map((_, row) => row),
    text: shown.map((rule) => ` ${grouped(rule.count)}`), textposition: "middle right", cliponaxis: false,
    hoverinfo: "skip", showlegend: false };
  return [...bars, totals];
}

function ruleAxes(shown) {
  const most = Math.max(...shown.map((rule) => rule.count));
  // Room for the number behind the longest bar, however long it is.
  const end = (1.03 + 0.022 * grouped(most).length) * most;
  return {
    barmode: "stack",
    xaxis: { title: { text: say("figures.findings") }, range: [0, end], tickformat: ",d",
      dtick: most < 10 ? 1 : null },
    yaxis: { tickvals: shown.map((_, row) => row), ticktext: shown.map((rule) => short(rule.title, 56)), showgrid: false,
      zeroline: false, range: [shown.length - 0.4, -0.6] },
  };
}

function findingsByYear(view) {
  const dated = view.findings.filter((at) => data.findings.year[at] !== null);
  if (!dated.length) return nothing(say("figures.rules_empty"));
  const counts = new Map(), found = distinctYears(dated, data.findings);
  for (const at of dated) {
    const rule = data.findings.rule[at];
    const known = counts.get(rule) ?? { rule, count: 0, years: new Map() };
    known.count += 1;
    known.years.set(data.findings.year[at], (known.years.get(data.findings.year[at]) ?? 0) + 1);
    counts.set(rule, known);
  }
  const rank = ({ rule }) => page.severities.indexOf(data.rules.severity[rule]);
  const rules = [...counts.values()].sort((one, other) => rank(one) - rank(other) || other.count - one.count || one.rule - other.rule);
  const shown = rules.slice(0, RULE_YEAR_ROWS);
  const years = Array.from({ length: found.at(-1) - found[0] + 1 }, (_, at) => found[0] + at);
  const title = say("figures.rule_years_title", { findings: counted(dated.length, "finding"), years: counted(found.length, "year") });
  const told = [];
  const undated = view.findings.length - dated.length;
  if (undated) told.push(say("figures.rule_years_undated", { findings: counted(undated, "finding") }));
  if (rules.length > shown.length) told.push(say("figures.rule_years_more", { rules: counted(rules.length - shown.length, "rule") }));
  return drawing(title, told.join(" "), 210 + 26 * shown.length, [ruleYearCells(shown, years)], {
    coloraxis: { showscale: false }, margin: { t: 110, b: 30 },
    xaxis: { tickvals: years, ticktext: years.map(String), side: "top", showgrid: false },
    yaxis: { tickvals: shown.map((_, row) => row), ticktext: shown.map(({ rule }) => short(ruleName(rule), 60)), showgrid: false,
      range: [shown.length - 0.5, -0.5], zeroline: false },
  });
}

function ruleName(rule) {
  return `${label("severities", data.rules.severity[rule])} · ${titleOf(rule)}`;
}

function ruleYearCells(shown, years) {
  const grid = shown.map((rule) => years.map((year) => rule.years.get(year) ?? null));
  const each = (of) => grid.map((line, row) => line.map((count) => of(count, row)));
  return {
    type: "heatmap", x: years, y: shown.map((_, row) => row), z: each((count) => (count === null ? null : Math.log10(count))),
    text: each((count) => (count === null ? "" : grouped(count))), texttemplate: "%{text}",
    customdata: each((count, row) => [plain(ruleName(shown[row].rule)), count]),
    hovertemplate: "%{customdata[0]}<br>%{x}: %{customdata[1]:,}<extra></extra>", hoverongaps: false,
    coloraxis: "coloraxis", xgap: 2, ygap: 2,
  };
}
