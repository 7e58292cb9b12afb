// How many agencies went how many years in a row without a request, by their longest streak.

// Of one agency's rows in the order of years; a streak beside a year that is not known may be longer.
function longestStreak(states) {
  const zero = page.states.indexOf("zero");
  const told = (at) => at < 0 || at >= states.length || states[at] <= zero;
  let longest = { years: 0, open: false };
  for (let first = 0, after; first < states.length; first = after) {
    for (after = first; after < states.length && states[after] === zero;) after += 1;
    const years = after - first, open = !told(first - 1) || !told(after);
    if (years > longest.years || (years && years === longest.years && open)) longest = { years, open };
    if (!years) after += 1;
  }
  return longest;
}

function zeroStreaks(view) {
  if (!view.years.length) return nothing(say("figures.states_empty"));
  const states = new Map();
  for (const at of view.years) {
    const agency = data.years.agency[at];
    if (!states.has(agency)) states.set(agency, []);
    states.get(agency).push(data.years.state[at]);
  }
  const streaks = [...states.values()].map(longestStreak);
  const long = streaks.filter((one) => one.years >= 3).length, none = streaks.filter((one) => !one.years).length;
  const title = say("figures.streaks_title", { long: grouped(long), agencies: counted(streaks.length, "agency") });
  const most = streaks.reduce((length, one) => Math.max(length, one.years), 3);
  const lengths = Array.from({ length: most }, (_, at) => at + 1);
  const traces = [[false, say("figures.streaks_sure"), ""], [true, say("figures.streaks_open"), "/"]].map(([open, name, pattern]) => ({
    type: "bar", name, showlegend: true, x: lengths,
    y: lengths.map((years) => streaks.filter((one) => one.years === years && one.open === open).length),
    hovertemplate: `%{x}: %{y:,}<br>${name}<extra></extra>`, marker: outlined(page.state_colours.zero, pattern),
  }));
  const tallest = Math.max(...lengths.map((years) => streaks.filter((one) => one.years === years).length));
  return drawing(title, say("figures.streaks_told", { none: counted(none, "agency") }), 420, traces, {
    barmode: "stack", xaxis: { title: { text: say("figures.streaks_years") }, dtick: 1 },
    yaxis: { title: { text: say("figures.agencies") }, ...wholeNumbers(tallest) },
  });
}
