// Whether what an agency carried out of a year is what it carried into the next: chains, or shares of many agencies.

const CHAIN_ROWS = 40;

// Nothing can be said over a year that is missing, nor without both numbers.
function linkOf(at) {
  const { chains, reports } = data;
  if (chains.before[at] !== reports.year[chains.report[at]] - 1 || chains.out[at] === null || chains.into[at] === null) return "unknown";
  return chains.out[at] === chains.into[at] ? "kept" : "broken";
}

// Names alone do not tell agencies apart: a chain is called by its first report, whatever is filtered.
function firstReports() {
  const { chains, reports } = data;
  if (!chains.first) {
    chains.first = new Map();
    const byYear = chains.report.map((report, at) => [report, report - chains.back[at]])
      .sort(([one], [other]) => reports.year[one] - reports.year[other]);
    for (const [report, before] of byYear) chains.first.set(report, chains.first.get(before) ?? before);
  }
  return chains.first;
}

function carryOverChains(view) {
  return chainFigure(new Set(view.reports));
}

// The chain of one agency, whatever is filtered elsewhere; null where it has no two reports.
function chainOfAgency(agency) {
  const ofYears = [...data.years.byAgency(agency)].map((at) => data.years.report[at]);
  const made = chainFigure(new Set([...data.reports.byAgency(agency), ...ofYears]));
  return made.data.length ? made : null;
}

function chainFigure(reports) {
  const { chains } = data;
  const first = firstReports();
  const links = [];
  chains.report.forEach((report, at) => {
    if (!reports.has(report)) return;
    links.push({ chain: first.get(report), agency: agencyOfReport(report), year: data.reports.year[report],
      before: chains.before[at], out: chains.out[at], into: chains.into[at], link: linkOf(at) });
  });
  if (!links.length) return nothing(say("figures.chains_empty"));
  const count = (link) => links.filter((one) => one.link === link).length;
  const title = say("figures.chains_title", { broken: grouped(count("broken")), links: grouped(links.length), unknown: grouped(count("unknown")) });
  const rows = new Map();
  for (const { chain, agency, year, link } of links) {
    const row = rows.get(chain) ?? { chain, year, broken: 0, unknown: 0 };
    // A name may be written otherwise in another year: it is called as in its latest report.
    if (year >= row.year) Object.assign(row, { agency, year });
    if (link !== "kept") row[link] += 1;
    rows.set(chain, row);
  }
  const told = say("figures.chains_told", { agencies: counted(rows.size, "agency") });
  if (rows.size > CHAIN_ROWS) return linkShares(links, title, told);
  const order = [...rows.values()].sort((one, other) => other.broken - one.broken || other.unknown - one.unknown ||
    compared(one.agency, other.agency) || compared(data.reports.id[one.chain], data.reports.id[other.chain]));
  const places = new Map(order.map(({ chain }, row) => [chain, row]));
  const placed = links.map((one) => ({ ...one, row: places.get(one.chain) }))
    .sort((one, other) => one.row - other.row || one.year - other.year);
  return chainRows(placed, order.map(({ agency }) => agency), title, told);
}

function agencyOfReport(report) {
  return data.agencies.name[data.reports.agency[report]];
}

function compared(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

function chainRows(links, names, title, subtitle) {
  const traces = page.links.map((link) => {
    const rows = links.filter((one) => one.link === link);
    return {
      type: "scatter", name: label("links", link), mode: "lines", showlegend: true,
      x: rows.length ? rows.flatMap(({ before, year }) => [before, (before + year) / 2, year, null]) : [null],
      y: rows.length ? rows.flatMap(({ row }) => [row, row, row, null]) : [null],
      customdata: rows.flatMap(({ agency, before, out, year, into }) =>
        Array(4).fill([plain(agency), before, carried(out), year, carried(into)])),
      hovertemplate: `${say("figures.chains_hover")}<extra></extra>`,
      line: { color: page.link_colours[link], dash: page.link_dashes[link], width: link === "broken" ? 5 : 3 },
    };
  });
  const ends = new Map(links.flatMap(({ row, before, year }) => [[row, before], [row, year]]).map((end) => [end.join(), end]));
  const sorted = [...ends.values()].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  traces.push({ type: "scatter", mode: "markers", x: sorted.map(([, year]) => year), y: sorted.map(([row]) => row),
    hoverinfo: "skip", showlegend: false, marker: { size: 9, color: "#777777" } });
  const years = sorted.map(([, year]) => year), from = Math.min(...years), to = Math.max(...years);
  const shown = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return drawing(title, subtitle, 210 + 26 * names.length, traces, {
    margin: { t: 120, b: 60 },
    xaxis: { tickvals: shown, ticktext: shown.map(String), side: "top", showgrid: false },
    yaxis: { tickvals: names.map((_, row) => row), ticktext: names.map((name) => short(name, 36)), zeroline: false,
      range: [names.length - 0.4, -0.6] },
  });
}

function carried(number) {
  return number === null ? "–" : number.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

function linkShares(links, title, subtitle) {
  const years = [...new Set(links.map(({ year }) => year))].sort((one, other) => one - other);
  const totals = new Map(years.map((year) => [year, Object.fromEntries(["all", ...page.links].map((name) => [name, 0]))]));
  for (const { year, link } of links) { totals.get(year).all += 1; totals.get(year)[link] += 1; }
  const traces = page.links.map((link) => {
    const name = label("links", link);
    // Of a year that has none, the package tells 0 of 1.
    const shown = years.map((year) => totals.get(year)).map((one) => (one[link] ? [one[link], one.all] : [0, 1]));
    return { type: "bar", name, showlegend: true, x: years, y: shown.map(([count, all]) => count / all), customdata: shown,
      hovertemplate: `%{x} ${name}: %{y:.1%} (%{customdata[0]:,} / %{customdata[1]:,})<extra></extra>`,
      marker: outlined(page.link_colours[link], page.link_patterns[link]) };
  });
  return drawing(title, `${subtitle} ${say("figures.chains_shares")}`, 460, traces, {
    barmode: "stack", xaxis: yearAxis(years),
    yaxis: { tickformat: ".0%", range: [0, 1], title: { text: say("figures.chains_axis") } },
  });
}
