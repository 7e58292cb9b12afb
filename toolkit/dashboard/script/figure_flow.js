// Where a year's requests came from and what became of them, and what of it does not add up.

const CAME_IN = ["new", "carried_in"], OTHER_NODES = "#777777";

function requestFlow(view) {
  const { totals } = data.reports;
  const rows = view.years.filter((at) => data.years.report[at] >= 0);
  const year = rows.reduce((latest, at) => Math.max(latest, data.years.year[at]), -Infinity);
  const reports = rows.filter((at) => data.years.year[at] === year).map((at) => data.years.report[at]);
  const whole = reports.filter((report) => totals.whole[report]);
  const wentOut = [...page.outcomes, "carried_out"];
  const sums = Object.fromEntries([...CAME_IN, "surplus", ...wentOut, "lacking"].map((name) => [name, 0]));
  let apart = 0;
  for (const report of whole) {
    for (const name of [...CAME_IN, ...wentOut]) sums[name] += totals[name][report];
    const of = (names) => names.reduce((sum, name) => sum + totals[name][report], 0);
    const off = of(CAME_IN) - of(wentOut);
    sums[off > 0 ? "lacking" : "surplus"] += Math.abs(off);
    apart += off !== 0;
  }
  const came = sums.new + sums.carried_in;
  if (!whole.length || !(came + sums.surplus)) return nothing(say("figures.flow_empty"));
  const title = say("figures.flow_title", { year, count: grouped(came), reports: counted(whole.length, "report") });
  const told = [say(apart ? "figures.flow_off" : "figures.flow_sums", { reports: counted(apart, "report"),
    lacking: grouped(sums.lacking), surplus: grouped(sums.surplus) })];
  const leftOut = reports.length - whole.length;
  if (leftOut) told.push(say("figures.flow_left_out", { reports: counted(leftOut, "report") }));
  return drawing(title, told.join(" "), 480, [flowTrace(sums, wentOut)], { margin: { l: 10, r: 10, t: 90, b: 30 } });
}

function flowTrace(sums, wentOut) {
  const into = [...CAME_IN, "surplus"], out = ["lacking", ...wentOut];
  const names = [...into, "handled", ...wentOut, "lacking"];
  const colour = (name) => {
    if (name === "handled") return OTHER_NODES;
    if (name.startsWith("carried")) return page.series[1];
    return name === "lacking" || name === "surplus" ? page.severity_colours.critical : page.series[0];
  };
  // What flows through is told once, not as what comes in and what goes out together.
  const values = { ...sums, handled: into.reduce((sum, name) => sum + sums[name], 0) };
  const links = [...into.map((name) => [name, "handled", name]), ...out.map((name) => ["handled", name, name])]
    .filter(([, , name]) => sums[name] > 0);
  return {
    type: "sankey", arrangement: "snap", valueformat: ",d",
    node: {
      label: names.map((name) => (values[name] ? `${label("flow", name)} ${grouped(values[name])}` : "")),
      color: names.map(colour), pad: 18, thickness: 18, line: { width: 0.5, color: OTHER_NODES },
      hovertemplate: "%{label}<extra></extra>",
    },
    link: {
      source: links.map(([one]) => names.indexOf(one)), target: links.map(([, two]) => names.indexOf(two)),
      value: links.map(([, , name]) => sums[name]), color: links.map(([, , name]) => faint(colour(name))),
      hovertemplate: "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
    },
  };
}

function faint(colour) {
  return `rgba(${[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(",")},0.35)`;
}
