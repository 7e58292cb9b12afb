// What became of requests by year, and when reports were published.

const OUTCOME_MARKS = ["circle", "square", "diamond", "triangle-up", "cross", "x"];
const OUTCOME_DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
const LAST_WEEK = 52;

function outcomeShares(view) {
  const { totals } = data.reports;
  const rows = view.years.filter((at) => data.years.report[at] >= 0);
  const told = rows.filter((at) => totals.processed[data.years.report[at]] !== null);
  const byYear = new Map();
  for (const at of told) {
    const report = data.years.report[at];
    const sums = byYear.get(data.years.year[at]) ?? { year: data.years.year[at], processed: 0,
      ...Object.fromEntries(page.outcomes.flatMap((name) => [[name, 0], [`${name}_more`, 0]])) };
    for (const name of Object.keys(sums)) if (name !== "year") sums[name] += totals[name][report];
    byYear.set(sums.year, sums);
  }
  const years = [...byYear.values()].filter((one) => one.processed > 0).sort((one, other) => one.year - other.year);
  if (!years.length) return nothing(say("figures.flow_empty"));
  const last = years.at(-1);
  const title = say("figures.outcomes_title", { year: last.year, share: percent(last.granted / last.processed), count: grouped(last.processed) });
  const subtitle = say("figures.outcomes_told", { reports: counted(told.length, "report"), left_out: counted(rows.length - told.length, "report") });
  return drawing(title, subtitle, 460, page.outcomes.map((name, at) => outcomeLine(years, name, at)), {
    xaxis: yearAxis(years.map((one) => one.year)),
    yaxis: { tickformat: ".0%", rangemode: "tozero", title: { text: say("figures.outcomes_axis") } },
  });
}

function outcomeLine(years, name, at) {
  const word = label("flow", name);
  const shift = 0.25 * (at / (page.outcomes.length - 1) - 0.5);
  return {
    type: "scatter", name: word, mode: "lines+markers", showlegend: true,
    x: years.map((one) => one.year + shift), y: years.map((one) => one[name] / one.processed),
    error_y: { type: "data", symmetric: false, array: years.map((one) => one[`${name}_more`] / one.processed),
      arrayminus: years.map(() => 0), thickness: 1.2, width: 4 },
    customdata: years.map((one) => [one.year, one[name], one[`${name}_more`]]),
    hovertemplate: `${word} %{customdata[0]}: %{y:.1%} (%{customdata[1]:,}, ≤ +%{customdata[2]:,})<extra></extra>`,
    line: { dash: OUTCOME_DASHES[at], color: page.series[at] }, marker: { symbol: OUTCOME_MARKS[at], size: 9 },
  };
}

function publicationDates(view) {
  const { reports } = data;
  const dated = view.reports.filter((at) => reports.day[at] !== null);
  if (!dated.length) return nothing(say("figures.dates_empty", { reports: counted(view.reports.length, "report") }));
  const due = [0, 1, 2].map((place) => grouped(dated.filter((at) => reports.due[at] === place).length));
  const title = say("figures.dates_title", { reports: counted(dated.length, "report"), january: due[0], march: due[1], later: due[2] });
  const told = [say("figures.dates_told", { unknown: counted(view.reports.length - dated.length, "report") })];
  const early = dated.filter((at) => reports.day[at] < 0).length;
  if (early) told.push(say("figures.dates_early", { reports: counted(early, "report") }));
  const weekOf = (at) => Math.floor(Math.min(Math.max(reports.day[at], 0), 7 * LAST_WEEK) / 7);
  const weeks = dated.reduce((most, at) => Math.max(most, weekOf(at) + 1), 14);
  const shown = Array.from({ length: weeks }, (_, week) => week);
  const traces = page.groups.map((group, place) => {
    const counts = shown.map(() => 0);
    for (const at of dated) if (reports.group[at] === place) counts[weekOf(at)] += 1;
    const name = label("deadlines", group);
    return { type: "bar", name, showlegend: true, width: 6.6, x: shown.map((week) => 7 * week + 3.5), y: counts,
      customdata: shown.map(weekName), hovertemplate: `%{customdata} ${name}: %{y:,}<extra></extra>`,
      marker: outlined(page.group_colours[group], page.group_patterns[group]) };
  });
  const tallest = Math.max(...shown.map((week) => traces.reduce((sum, trace) => sum + trace.y[week], 0)));
  return drawing(title, told.join(" "), 440, traces, dateAxes(weeks, tallest));
}

// A day of a year without a leap day, as month and day.
function dayName(day) {
  return new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(5, 10);
}

function weekName(week) {
  return week >= LAST_WEEK ? "≥ 12-31" : `${dayName(7 * week)}…${dayName(7 * week + 6)}`;
}

function dateAxes(weeks, tallest) {
  const days = [[31, "01-31"], [90, "03-31"]];
  const firsts = Array.from({ length: 12 }, (_, month) => Math.round((Date.UTC(2001, month, 1) - Date.UTC(2001, 0, 1)) / 86400000));
  return {
    barmode: "stack",
    shapes: days.map(([day]) => ({ type: "line", x0: day, x1: day, xref: "x", y0: 0, y1: 1, yref: "y domain",
      line: { dash: "dash", width: 1 } })),
    annotations: days.map(([day, text]) => ({ text, x: day, xref: "x", xanchor: "center", y: 1, yref: "y domain",
      yanchor: "bottom", showarrow: false })),
    xaxis: { tickvals: firsts, ticktext: firsts.map(dayName), range: [-3, 7 * weeks + 3], title: { text: say("figures.dates_axis") } },
    yaxis: { title: { text: say("figures.dates_reports") }, ...wholeNumbers(tallest) },
  };
}
