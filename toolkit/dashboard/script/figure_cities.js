// The share of agencies without a request by prefecture, in the last year selected: areas inside their provinces.

function zeroByCity(view) {
  const measure = say("dashboard.map_measure");
  const last = view.years.reduce((latest, at) => Math.max(latest, data.years.year[at]), -Infinity);
  const { agencies } = data;
  const here = view.years.filter((at) => data.years.year[at] === last && agencies.province[data.years.agency[at]] >= 0);
  if (!here.some((at) => agencies.city[data.years.agency[at]] >= 0)) return nothing(say("dashboard.no_city"));
  const width = agencies.city_names.length + 1;
  const place = (at) => agencies.province[data.years.agency[at]] * width + agencies.city[data.years.agency[at]] + 1;
  const reports = new Map();
  for (const at of here) reports.set(place(at), (reports.get(place(at)) ?? 0) + (data.years.report[at] >= 0));
  const rows = zeroCounts(here, place).map(({ key, share }) => ({ province: Math.floor(key / width), city: key % width - 1,
    value: share, count: reports.get(key) })).filter(({ count }) => count)
    .sort((one, other) => one.province - other.province || one.city - other.city);
  const known = rows.filter(({ value }) => value !== null);
  if (!known.length) return nothing(say("figures.provinces_empty", { measure }));
  const title = `${last} · ` + say("figures.cities_title", { measure, known: grouped(known.length), all: grouped(rows.length) });
  const values = known.map(({ value }) => value), least = Math.min(...values), most = Math.max(...values);
  // Of one value alone there is no range: then of all that a share can be.
  const ends = least < most ? [least, most] : [0, 1];
  const bar = { title: { text: measure, side: "right" }, tickformat: ".0%" };
  // Areas have their colours one by one: the bar belongs to a point that is not there.
  const scale = { type: "scatter", x: [null], y: [null], mode: "markers", showlegend: false, marker: { colorscale: page.city_scale,
    reversescale: true, cmin: ends[0], cmax: ends[1], showscale: true, colorbar: bar } };
  const hidden = { visible: false };
  return drawing(title, say("figures.cities_told"), 660, [cityAreas(rows, measure, ends), scale],
    // Names that would shrink until nobody can read them are left out: a pointer on the area tells them.
    { xaxis: hidden, yaxis: hidden, margin: { l: 10, r: 10, b: 20 }, uniformtext: { minsize: 10, mode: "hide" } });
}

function cityAreas(rows, measure, ends) {
  const { province_names: provinces, city_names: cities } = data.agencies;
  const areas = [];
  rows.forEach(({ province, city, value, count }, at) => {
    const name = provinces[province];
    if (province !== rows[at - 1]?.province) {
      const all = rows.filter((one) => one.province === province).reduce((sum, one) => sum + one.count, 0);
      areas.push({ id: name, name, parent: "", count: all, shown: "", colour: page.city_province, ink: page.city_ink });
    }
    areas.push({ id: `${name}/${cities[city] ?? ""}`, name: cities[city] ?? say("figures.cities_own"), parent: name, count,
      shown: value === null ? "–" : shortPercent(value), ...cityLook(value, ends) });
  });
  return {
    type: "treemap", ids: areas.map(({ id }) => plain(id)), labels: areas.map(({ name }) => plain(name)),
    parents: areas.map(({ parent }) => plain(parent)), values: areas.map(({ count }) => count), branchvalues: "total",
    customdata: areas.map(({ shown, count }) => [shown, measure, counted(count, "report")]),
    texttemplate: "%{label}<br>%{customdata[0]}",
    hovertemplate: "%{label}<br>%{customdata[1]} %{customdata[0]}<br>%{customdata[2]}<extra></extra>",
    marker: { colors: areas.map(({ colour }) => colour), line: { width: 1, color: "#777777" } },
    textfont: { color: areas.map(({ ink }) => ink) },
    root: { color: "rgba(0,0,0,0)" }, // the name of a province that stands alone is on its own light colour
    outsidetextfont: { color: page.city_ink }, tiling: { pad: 2 },
  };
}

// Bright where there is little, dark where there is much; letters the other way round.
function cityLook(value, [least, most]) {
  if (value === null) return { colour: page.city_unknown, ink: page.city_ink };
  const dark = (value - least) / (most - least);
  return { colour: cityColour(1 - dark), ink: dark > page.city_dark ? page.city_bright : page.city_ink };
}

function cityColour(share) {
  const after = Math.max(1, page.city_scale.findIndex(([place]) => place >= share));
  const [[from, one], [to, other]] = [page.city_scale[after - 1], page.city_scale[after]];
  const part = (share - from) / (to - from);
  const parts = [1, 3, 5].map((at) => [one, other].map((colour) => parseInt(colour.slice(at, at + 2), 16)));
  return `rgb(${parts.map(([low, high]) => Math.round(low + part * (high - low))).join(", ")})`;
}
