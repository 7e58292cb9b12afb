// Who reported requests, none, or nothing one can read: agencies × years, or shares where agencies are many.

const STATE_ROWS = 40, TILE_HALF = 0.47, LETTERS_UP_TO = 40;

function agencyStates(view) {
  const { years: table, agencies } = data;
  if (!view.years.length) return nothing(say("figures.states_empty"));
  const zero = page.states.indexOf("zero");
  const byAgency = new Map();
  const counts = page.states.map(() => 0);
  for (const at of view.years) {
    const known = byAgency.get(table.agency[at]) ?? { agency: table.agency[at], zero: 0, unknown: 0, rows: [] };
    known.zero += table.state[at] === zero;
    known.unknown += table.state[at] > zero;
    known.rows.push(at);
    byAgency.set(table.agency[at], known);
    counts[table.state[at]] += 1;
  }
  const order = [...byAgency.values()].sort((one, other) =>
    other.zero - one.zero || other.unknown - one.unknown || one.agency - other.agency);
  const years = distinctYears(view.years, table);
  const told = say("figures.states_told", {
    count: counted(view.years.length, "agency_year"),
    years: years.length > 1 ? `${years[0]}–${years.at(-1)}` : years[0],
    states: listed(page.states.map((state, at) => `${label("request_states", state)} ${grouped(counts[at])}`)),
  });
  const title = say("figures.states_title", {
    zero: grouped(order.filter((one) => one.zero > 0).length), agencies: counted(order.length, "agency") });
  if (order.length > STATE_ROWS) return stateShares(view, years, title, say("figures.states_shares", { told }));
  return stateTiles(order, years, title, told, agencies);
}

function stateTiles(order, years, title, subtitle, agencies) {
  const names = order.map((one) => agencies.link[one.agency]);
  const letters = years.length <= LETTERS_UP_TO;
  const traces = page.states.map((state, place) => {
    const tiles = order.flatMap((one, row) => one.rows.filter((at) => data.years.state[at] === place).map((at) => [row, at]));
    const mark = label("request_marks", state), name = label("request_states", state);
    const years = tiles.map(([, at]) => data.years.year[at]);
    return {
      type: "bar", orientation: "h", name: `${mark} ${name}`, showlegend: true, width: 0.92,
      y: tiles.length ? tiles.map(([row]) => row) : [null], base: years.map((year) => year - TILE_HALF),
      x: tiles.length ? tiles.map(() => 2 * TILE_HALF) : null,
      text: letters ? tiles.map(() => mark) : null, textposition: "inside", insidetextanchor: "middle", textangle: 0,
      insidetextfont: page.inks[state] ? { color: page.inks[state] } : {}, constraintext: "none",
      customdata: tiles.map(([row, at]) => [plain(names[row]), data.years.year[at],
        data.years.report[at] < 0 ? say("figures.no_report") : plain(data.reports.id[data.years.report[at]])]),
      hovertemplate: `%{customdata[0]}<br>%{customdata[1]}: ${name}<br>%{customdata[2]}<extra></extra>`,
      marker: outlined(page.state_colours[state], letters ? "" : page.state_patterns[state]),
    };
  });
  const step = letters ? 1 : Math.floor(years.length / 20);
  const ticks = years.filter((_, at) => at % step === 0);
  return drawing(title, subtitle, 200 + 26 * names.length, traces, {
    barmode: "overlay", margin: { t: 110, b: 60 },
    xaxis: { tickvals: ticks, ticktext: ticks.map(String), side: "top", showgrid: false, zeroline: false,
      range: [years[0] - 0.5, years.at(-1) + 0.5] },
    yaxis: { tickvals: names.map((_, row) => row), ticktext: names.map((name) => short(name, 36)), showgrid: false,
      range: [names.length - 0.4, -0.6] },
  });
}

function stateShares(view, years, title, subtitle) {
  const place = new Map(years.map((year, at) => [year, at]));
  const totals = years.map(() => 0), counts = page.states.map(() => years.map(() => 0));
  for (const at of view.years) {
    totals[place.get(data.years.year[at])] += 1;
    counts[data.years.state[at]][place.get(data.years.year[at])] += 1;
  }
  const traces = page.states.map((state, at) => {
    const there = years.map((_, year) => year).filter((year) => counts[at][year] > 0);
    const shares = there.map((year) => counts[at][year] / totals[year]);
    const name = label("request_states", state);
    return {
      type: "bar", name, showlegend: true, width: 0.75,
      x: there.length ? there.map((year) => years[year]) : [null], y: shares.length ? shares : [null],
      text: shares.map((share) => (share >= 0.03 ? `${percent(share, 0)}%` : "")),
      textposition: "inside", insidetextanchor: "middle", textangle: 0,
      customdata: there.map((year) => [counts[at][year], totals[year]]),
      hovertemplate: `%{x}: ${name}<br>%{customdata[0]:,} / %{customdata[1]:,} (%{y:.1%})<extra></extra>`,
      insidetextfont: page.inks[state] ? { color: page.inks[state] } : {},
      marker: outlined(page.state_colours[state], page.state_patterns[state]),
    };
  });
  return drawing(title, subtitle, 480, traces, {
    barmode: "stack", xaxis: yearAxis(years),
    yaxis: { tickformat: ".0%", range: [0, 1], title: { text: say("figures.share") } },
  });
}
