// In whose report stands text that is like whose: a matrix of agencies.

const PROSE_AGENCIES = 40, PROSE_LOWEST = 480, PROSE_SLANTED = 20;

function repeatedProse(view) {
  const { judged, alike } = data.prose;
  const there = new Set(view.reports);
  const of = (table) => table.report.map((_, at) => at).filter((at) => there.has(table.report[at]));
  const reports = of(judged), rows = of(alike);
  const sum = (name) => reports.reduce((total, at) => total + judged[name][at], 0);
  const told = [say("figures.reuse_previous", { sections: counted(sum("previous"), "section") })];
  if (sum("left")) told.push(say("figures.reuse_unknown", { sections: counted(sum("left"), "section") }));
  const all = counted(sum("judged"), "section");
  if (!rows.length) return { ...nothing(say("figures.reuse_empty", { judged: all })), subtitle: told.join(" ") };
  const pairs = alikePairs(rows);
  const title = say("figures.reuse_title", { sections: grouped(rows.length), judged: all, pairs: counted(pairs.length, "pair") });
  const [here, others] = ["agency", "other"].map((side) => mostAlike(pairs, side));
  const shown = pairs.filter(({ agency, other }) => here.includes(agency) && others.includes(other));
  if (shown.length < pairs.length) told.push(say("figures.reuse_most", { agencies: counted(PROSE_AGENCIES, "agency") }));
  const made = drawing(title, told.join(" "), Math.max(PROSE_LOWEST, 260 + 24 * here.length),
    [alikeSquares(shown, here, others)], alikeAxes(here, others));
  // Narrower, the names below would stand on one another: on paper, which has no more room, they stand upright.
  return { ...made, least: 300 + 23 * others.length, paper: { xaxis: { ...made.layout.xaxis, tickangle: -90, tickfont: { size: 9 } } } };
}

// One row per pair of agencies: how many sections, and the most similar of them.
function alikePairs(rows) {
  const { alike, others, sections } = data.prose;
  const year = (at) => data.reports.year[alike.report[at]];
  const last = (number) => number ?? Infinity;
  const order = [...rows].sort((one, other) => (alike.similarity[other] ?? -1) - (alike.similarity[one] ?? -1) ||
    last(year(one)) - last(year(other)) || alike.section[one] - alike.section[other] || last(alike.year[one]) - last(alike.year[other]));
  const pairs = new Map();
  for (const at of order) {
    const agency = agencyOfReport(alike.report[at]) ?? "?", other = others[alike.other[at]];
    const key = JSON.stringify([agency, other]);
    const pair = pairs.get(key) ?? { agency, other, sections: 0, year: year(at), otherYear: alike.year[at],
      similarity: alike.similarity[at], share: alike.share[at], passage: data.prose.passages[alike.passage[at]],
      section: sections[language][alike.section[at]] };
    pair.sections += 1;
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}

// The agencies of one side with the most sections, in the order of their names.
function mostAlike(pairs, side) {
  const counts = new Map();
  for (const pair of pairs) counts.set(pair[side], (counts.get(pair[side]) ?? 0) + pair.sections);
  return [...counts].sort((one, other) => other[1] - one[1] || compared(one[0], other[0])).slice(0, PROSE_AGENCIES)
    .map(([name]) => name).sort(compared);
}

function alikeSquares(shown, here, others) {
  const at = new Map(shown.map((pair) => [JSON.stringify([pair.agency, pair.other]), pair]));
  const grid = here.map((agency) => others.map((other) => at.get(JSON.stringify([agency, other]))));
  return {
    type: "heatmap", x: others.map((_, column) => column), y: here.map((_, row) => row),
    z: grid.map((line) => line.map((pair) => (pair ? pair.similarity || page.least_alike : null))),
    text: grid.map((line) => line.map((pair) => (pair ? alikeHover(pair) : ""))),
    hovertemplate: "%{text}<extra></extra>", hoverongaps: false, xgap: 1, ygap: 1, zmin: page.least_alike, zmax: 1,
    coloraxis: "coloraxis",
  };
}

function alikeHover(pair) {
  const told = [
    `${short(pair.agency, 60)} ${pair.year ?? "?"} ← ${short(pair.other, 60)} ${pair.otherYear ?? "?"}`,
    `${pair.section} · ${counted(pair.sections, "section")}`,
  ];
  if (pair.similarity !== null) told.push(`${say("figures.reuse_similarity")} ${percent(pair.similarity, 0)}%`);
  if (pair.share !== null) told.push(`${say("figures.reuse_share")} ${percent(pair.share, 0)}%`);
  if (pair.passage) told.push(wrapped(pair.passage));
  return told.join("<br>");
}

function alikeAxes(here, others) {
  const axis = (names, width, name) => ({ tickvals: names.map((_, at) => at), ticktext: names.map((one) => short(one, width)),
    title: { text: say(name) }, showgrid: false, zeroline: false });
  return {
    xaxis: { ...axis(others, 24, "figures.reuse_of"), ...(others.length <= PROSE_SLANTED ? { tickangle: -40 } : { tickangle: -90, tickfont: { size: 9 } }) },
    yaxis: { ...axis(here, 30, "figures.reuse_by"), autorange: "reversed" },
    coloraxis: { cmin: page.least_alike, cmax: 1, colorbar: { title: { text: say("figures.reuse_similarity") }, tickformat: ".0%" } },
  };
}
