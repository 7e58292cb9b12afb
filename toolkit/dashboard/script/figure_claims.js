// What the prose tells against what the tables hold: numbers that agree on a line, those that differ apart.

const CLAIMS_LARGEST = 2000, CLAIM_SEVERITIES = ["warning", "critical"], AGREES = "#56B4E9";

function claimsAgainstTables(view) {
  const { same, other, left } = data.claims;
  const there = new Set(view.reports);
  const of = (table) => table.report.map((_, at) => at).filter((at) => there.has(table.report[at]));
  const [agreeing, differing, rest] = [of(same), of(other), of(left)];
  const agree = agreeing.reduce((sum, at) => sum + same.count[at], 0);
  if (!agree && !differing.length) return nothing(say("figures.claims_empty"));
  const title = say("figures.claims_title", { numbers: counted(agree + differing.length, "told_number"),
    same: grouped(agree), other: grouped(differing.length) });
  const told = [say("figures.claims_line")];
  if (differing.length > CLAIMS_LARGEST) told.push(say("figures.claims_largest", { largest: grouped(CLAIMS_LARGEST) }));
  for (const [name, counts] of [["unknown", left.unknown], ["not_judged", left.apart]]) {
    const count = rest.reduce((sum, at) => sum + counts[at], 0);
    if (count) told.push(say(`figures.claims_${name}`, { numbers: counted(count, "told_number") }));
  }
  const numbers = [...agreeing.map((at) => same.reported[at]), ...differing.flatMap((at) => [other.told[at], other.reported[at]])];
  const highest = numbers.reduce((most, one) => Math.max(most, one), 1);
  // The largest difference comes first in the data.
  const largest = differing.slice(0, CLAIMS_LARGEST);
  const severities = CLAIM_SEVERITIES.map((severity) => differingClaims(severity,
    largest.filter((at) => other.severity[at] === page.severities.indexOf(severity))));
  return drawing(title, told.join(" "), 640, [agreeingClaims(agreeing), ...severities], claimAxes(highest));
}

function claimAxes(highest) {
  const [tickvals, ticktext] = scaleTicks(0, highest);
  const ends = [-0.06 * tickvals.at(-1), 1.02 * tickvals.at(-1)];
  const axis = (name) => ({ tickvals, ticktext, range: ends, zeroline: false, title: { text: say(name) } });
  return {
    xaxis: axis("figures.claims_reported"), yaxis: axis("figures.claims_told"),
    shapes: [{ type: "line", x0: ends[0], x1: ends[1], y0: ends[0], y1: ends[1], line: { dash: "dash", width: 1 } }],
  };
}

// One point for each number, its size by how many tell it.
function agreeingClaims(rows) {
  const { same } = data.claims;
  const counts = new Map();
  for (const at of rows) counts.set(same.reported[at], (counts.get(same.reported[at]) ?? 0) + same.count[at]);
  const sizes = [...counts].sort(([one], [other]) => one - other);
  const name = say("figures.claims_same");
  const places = sizes.length ? sizes.map(([number]) => placedOnScale(number)) : [null];
  return {
    type: "scatter", name, mode: "markers", showlegend: true, x: places, y: places, customdata: sizes,
    hovertemplate: `%{customdata[0]:,} = %{customdata[0]:,}<br>%{customdata[1]:,} × ${name}<extra></extra>`,
    marker: { symbol: "circle", color: AGREES, opacity: 0.7, size: sizes.map(([, count]) => 7 + 4 * Math.log10(count)),
      line: { color: "#555555", width: 1 } },
  };
}

function differingClaims(severity, rows) {
  const { other, places } = data.claims;
  const placed = (numbers) => (rows.length ? rows.map((at) => placedOnScale(numbers[at])) : [null]);
  const place = (at) => [places.row[at], places.column[at]].filter(Boolean).map((code) => claimCell(places.table[at], code));
  return {
    type: "scatter", name: `${say("figures.claims_other")} · ${label("severities", severity)}`, mode: "markers", showlegend: true,
    x: placed(other.reported), y: placed(other.told),
    customdata: rows.map((at) => {
      const report = other.report[at];
      return [short(data.agencies.name[data.reports.agency[report]], 60), data.reports.year[report] ?? "?",
        plain(place(other.place[at]).join(" · ")), other.told[at], other.reported[at]];
    }),
    hovertemplate: "%{customdata[0]} %{customdata[1]}<br>%{customdata[2]}<br>" +
      `${say("figures.claims_told")} %{customdata[3]:,} · ${say("figures.claims_reported")} %{customdata[4]:,}<extra></extra>`,
    marker: { symbol: page.severity_symbols[severity], size: 10, color: page.severity_colours[severity],
      line: { color: "#555555", width: 1 } },
  };
}

// The official label of a row or column, in English its code before it; sums of rows have a code alone.
function claimCell(table, code) {
  const official = page.official[`${table}/${code}`], words = code.replaceAll("_", " ");
  if (!official) return words;
  return language === "zh" ? official : `${words} ${official}`;
}
