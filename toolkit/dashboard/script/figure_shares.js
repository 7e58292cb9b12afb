// The share of agencies without a request by year, and how far what is not known could move it.

// Of each group (all, or of each province) and year: zero, told, all. Blank, unreadable and missing tell nothing.
function zeroCounts(rows, group) {
  const [requests, zero] = ["requests", "zero"].map((state) => page.states.indexOf(state));
  const counts = new Map();
  for (const at of rows) {
    const key = group(at);
    const known = counts.get(key) ?? { key, zero: 0, told: 0, all: 0 };
    known.all += 1;
    known.zero += data.years.state[at] === zero;
    known.told += data.years.state[at] === zero || data.years.state[at] === requests;
    counts.set(key, known);
  }
  return [...counts.values()].map((one) => ({ ...one, share: one.told ? one.zero / one.told : null,
    low: one.zero / one.all, high: (one.zero + one.all - one.told) / one.all }));
}

function zeroShares(view) {
  if (!view.years.length) return nothing(say("figures.states_empty"));
  const shares = zeroCounts(view.years, (at) => data.years.year[at]).sort((one, other) => one.key - other.key);
  const last = shares.at(-1);
  const title = last.told
    ? say("figures.zero_title", { year: last.key, share: percent(last.share), told: counted(last.told, "agency"),
        low: percent(last.low), high: percent(last.high) })
    : say("figures.zero_none_tell", { year: last.key });
  const name = say("figures.all_agencies");
  const none = (of) => shares.map((one) => (one.share === null ? null : of(one)));
  const trace = {
    type: "scatter", name, mode: "lines+markers", showlegend: false,
    x: shares.map((one) => one.key), y: shares.map((one) => one.share),
    error_y: { type: "data", symmetric: false, thickness: 1.2, width: 4,
      array: none((one) => Math.max(0, one.high - one.share)), arrayminus: none((one) => Math.max(0, one.share - one.low)) },
    customdata: shares.map((one) => [one.key, one.zero, one.told, one.all, one.low, one.high]),
    hovertemplate: `${name} %{customdata[0]}: %{y:.1%}<br>${say("figures.zero_hover")}<extra></extra>`,
    line: { dash: "solid", width: 2, color: page.series[0] }, marker: { symbol: "circle", size: 9 },
  };
  return drawing(title, say("figures.zero_bars"), 460, [trace], {
    xaxis: yearAxis(shares.map((one) => one.key)),
    yaxis: { tickformat: ".0%", range: [-0.02, 1.02], title: { text: say("figures.zero_axis") } },
  });
}

// The same by province, in the last year selected: tiles of one size in the places of a map.
function zeroByProvince(view) {
  const measure = say("dashboard.map_measure");
  const last = view.years.reduce((latest, at) => Math.max(latest, data.years.year[at]), -Infinity);
  const { agencies } = data;
  const shares = zeroCounts(view.years.filter((at) => data.years.year[at] === last && agencies.province[data.years.agency[at]] >= 0),
    (at) => agencies.province_names[agencies.province[data.years.agency[at]]]).filter((one) => one.share !== null);
  const values = new Map(shares.filter((one) => page.tiles[one.key]).map((one) => [one.key, one]));
  if (!values.size) return nothing(say("figures.provinces_empty", { measure }));
  const order = [...values.values()].sort((one, other) => one.share - other.share || (one.key < other.key ? -1 : 1));
  const [least, most] = [order[0], order.at(-1)];
  const shown = (one) => shortPercent(one.share);
  const title = `${last} · ` + (least.share < most.share
    ? say("figures.provinces_title", { measure, low: shown(least), least: least.key, high: shown(most), most: most.key })
    : say("figures.provinces_even", { measure, value: shown(least) }));
  const places = Object.keys(page.tiles);
  const unplaced = shares.length - values.size;
  const told = [say("figures.provinces_told", { count: counted(values.size, "province"), rest: places.length - values.size })];
  if (unplaced) told.push(say("figures.provinces_unplaced", { count: unplaced }));
  // Of one value alone there is no range: then of all that a share can be.
  const [low, high] = least.share < most.share ? [least.share, most.share] : [0, 1];
  return provinceTiles(values, low, high, title, told.join(" "));
}

function provinceTiles(values, low, high, title, subtitle) {
  const [width, height] = [0, 1].map((at) => 1 + Math.max(...Object.values(page.tiles).map((place) => place[at])));
  const grid = Array.from({ length: height }, () => Array(width).fill(null));
  const hover = grid.map((line) => line.map(() => ""));
  const shapes = [], annotations = [];
  for (const [province, [x, y]] of Object.entries(page.tiles)) {
    const one = values.get(province);
    const value = one ? shortPercent(one.share) : "–";
    grid[y][x] = one ? one.share : null;
    hover[y][x] = one ? `${province}: ${value} (${grouped(one.zero)} / ${grouped(one.told)})` : `${province}: –`;
    shapes.push({ type: "rect", x0: x - 0.48, x1: x + 0.48, y0: y - 0.48, y1: y + 0.48, layer: "above",
      line: { width: 1, color: "#777777" } });
    const dark = one && (one.share - low) / (high - low) > 0.5;
    annotations.push({ x, y, text: `${page.tile_names[province] ?? province.slice(0, 2)}<br>${value}`, showarrow: false,
      font: { size: 11, ...(one ? { color: dark ? "white" : "black" } : {}) } });
  }
  const trace = { type: "heatmap", z: grid, x: grid[0].map((_, at) => at), y: grid.map((_, at) => at), text: hover,
    hovertemplate: "%{text}<extra></extra>", hoverongaps: false, coloraxis: "coloraxis", xgap: 4, ygap: 4 };
  return drawing(title, subtitle, 660, [trace], {
    shapes, annotations, margin: { t: 90, b: 20 },
    coloraxis: { colorbar: { tickformat: ".0%" }, reversescale: true, cmin: low, cmax: high },
    xaxis: { visible: false, range: [-0.6, width - 0.4], constrain: "domain" },
    yaxis: { visible: false, range: [height - 0.4, -0.6], scaleanchor: "x" },
  });
}
