// By how much reported numbers miss the recomputed ones.

const POINTS = 5000, LARGEST = 500, BINS = 60;

function inconsistentCounts(view) {
  const { findings } = data;
  let points = view.findings.filter((at) => findings.expected[at] !== null && findings.actual[at] !== null);
  if (!points.length) return nothing(say("figures.counts_empty"));
  const lower = points.filter((at) => findings.actual[at] < findings.expected[at]).length;
  const higher = points.filter((at) => findings.actual[at] > findings.expected[at]).length;
  const title = say("figures.counts_title", { numbers: counted(points.length, "number"), lower: grouped(lower), higher: grouped(higher) });
  const told = [say("figures.counts_line")];
  const many = points.length > POINTS;
  if (many) told.push(say("figures.counts_density", { largest: grouped(LARGEST) }));
  if (view.findings.length > points.length) {
    told.push(say("figures.counts_left_out", { findings: counted(view.findings.length - points.length, "finding") }));
  }
  const layout = countAxes(points);
  const traces = [];
  if (many) {
    traces.push(countDensity(points, layout));
    points = [...points].sort((one, other) => differenceOf(other, true) - differenceOf(one, true) || one - other).slice(0, LARGEST);
  }
  // The gravest last, and so on top.
  for (const severity of [...page.severities].reverse()) traces.push(countPoints(points, severity));
  return drawing(title, told.join(" "), 640, traces, { ...layout, legend: { traceorder: "reversed" } });
}

function differenceOf(at, size = false) {
  const told = data.findings.difference[at] ?? data.findings.actual[at] - data.findings.expected[at];
  return size ? Math.abs(told) : told;
}

function countAxes(points) {
  let lowest = 0, highest = 1;
  for (const at of points) {
    lowest = Math.min(lowest, data.findings.expected[at], data.findings.actual[at]);
    highest = Math.max(highest, data.findings.expected[at], data.findings.actual[at]);
  }
  const [places, texts] = scaleTicks(lowest, highest);
  const span = places.at(-1) - places[0];
  const ends = [places[0] - 0.08 * span, places.at(-1) + 0.02 * span];
  const axis = (name) => ({ tickvals: places, ticktext: texts, range: ends, zeroline: false, title: { text: say(name) } });
  const line = { type: "line", x0: ends[0], x1: ends[1], y0: ends[0], y1: ends[1], line: { dash: "dash", width: 1 } };
  return { xaxis: axis("figures.expected"), yaxis: axis("figures.actual"), shapes: [line] };
}

function countPoints(points, severity) {
  const { findings } = data;
  const place = page.severities.indexOf(severity);
  const rows = points.filter((at) => findings.severity[at] === place);
  const words = ["actual", "expected", "difference"].map((name) => label("columns", name));
  return {
    // Not WebGL: plotly compiles its code at run time, which the page's policy forbids.
    type: "scatter", mode: "markers", name: label("severities", severity), showlegend: true,
    x: rows.length ? rows.map((at) => placedOnScale(findings.expected[at])) : [null],
    y: rows.length ? rows.map((at) => placedOnScale(findings.actual[at])) : [null],
    customdata: rows.map((at) => [plain(agencyOf(at)), findings.year[at] ?? "?", findings.actual[at], findings.expected[at], differenceOf(at)]),
    hovertext: rows.map((at) => `${wrapped(titleOf(findings.rule[at]))}<br>${wrapped(messageOf(at))}`),
    hovertemplate: `%{customdata[0]} %{customdata[1]}<br>%{hovertext}<br>${words[0]} %{customdata[2]:,} · ` +
      `${words[1]} %{customdata[3]:,} · ${words[2]} %{customdata[4]:,}<extra></extra>`,
    marker: { symbol: page.severity_symbols[severity], size: 9, opacity: 0.8, color: page.severity_colours[severity],
      line: { color: "#555555", width: 1 } },
  };
}

// How many findings lie where: boxes about their middle, colours by powers of ten.
function countDensity(points, layout) {
  const xs = points.map((at) => placedOnScale(data.findings.expected[at]));
  const ys = points.map((at) => placedOnScale(data.findings.actual[at]));
  const both = [...xs, ...ys];
  const lowest = both.reduce((least, one) => Math.min(least, one)), highest = both.reduce((most, one) => Math.max(most, one));
  const width = Math.max(0.05, (highest - lowest) / BINS);
  const size = 1 + Math.round((highest - lowest) / width);
  const counts = Array.from({ length: size }, () => Array(size).fill(null));
  points.forEach((_, at) => {
    const [x, y] = [xs[at], ys[at]].map((one) => Math.round((one - lowest) / width));
    counts[y][x] = (counts[y][x] ?? 0) + 1;
  });
  const most = counts.flat().reduce((highest, one) => Math.max(highest, one ?? 0), 0);
  const tens = Array.from({ length: String(most).length }, (_, at) => at);
  const word = say("figures.findings");
  layout.coloraxis = { colorbar: { title: { text: word }, tickvals: tens, ticktext: tens.map((at) => grouped(10 ** at)) } };
  return { type: "heatmap", x0: lowest, dx: width, y0: lowest, dy: width, customdata: counts,
    z: counts.map((line) => line.map((one) => (one === null ? null : Math.log10(one)))),
    hovertemplate: `%{customdata:,} ${word}<extra></extra>`, hoverongaps: false, coloraxis: "coloraxis" };
}
