// The controls of the filter, and what they stand at.

const CONTROLS = ["from", "to", "province", "city", "level", "rule", "search"];

function control(name) {
  return document.getElementById(`filter-${name}`);
}

function choices(name, options, value) {
  const known = options.some(([option]) => option === value) || value === "";
  const all = [["", say("dashboard.all")], ...options, ...(known ? [] : [[value, value]])];
  fill(control(name), ...all.map(([option, text]) => element("option", { value: option, selected: option === value }, text)));
}

function drawFilters() {
  const { agencies, rules } = data;
  const years = [...new Set([...data.years.year, ...data.reports.year, ...data.findings.year])]
    .filter((year) => year !== null).sort((one, other) => one - other).map((year) => [String(year), year]);
  choices("from", years, String(asked.from ?? ""));
  choices("to", years, String(asked.to ?? ""));
  choices("province", namesOf(agencies.province, agencies.province_names), asked.province);
  const cities = agencies.province.map((_, at) => at).filter((at) => !asked.province || agencies.province_names[agencies.province[at]] === asked.province);
  choices("city", asked.province ? namesOf(cities.map((at) => agencies.city[at]), agencies.city_names) : [], asked.city);
  control("city").disabled = !asked.province && !asked.city;
  const levels = page.levels.map((level) => [level, label("levels", level)]).filter((_, at) => agencies.level.includes(at));
  choices("level", agencies.level.includes(-1) ? [...levels, ["?", say("figures.not_known")]] : levels, asked.level);
  const named = new Map(rules.key.map((key, at) => [key, titleOf(at)]));
  choices("rule", [...named], asked.rule);
  if (control("search").value !== asked.search) control("search").value = asked.search;
  control("search").placeholder = say("dashboard.search_hint");
  for (const one of document.querySelectorAll("[data-severity]")) {
    fill(one, label("severities", one.dataset.severity));
    one.setAttribute("aria-pressed", String(asked.severities.includes(one.dataset.severity)));
  }
}

function namesOf(places, names) {
  const there = new Set(places);
  const known = names.map((name, at) => [name, at]).filter(([, at]) => there.has(at)).map(([name]) => [name, name]);
  return there.has(-1) ? [...known, ["?", say("figures.not_known")]] : known;
}

function readFilters() {
  const year = (name) => (control(name).value === "" ? null : Number(control(name).value));
  const read = Object.fromEntries(CONTROLS.slice(2).map((name) => [name, control(name).value]));
  if (read.province !== asked.province) read.city = "";
  const pressed = [...document.querySelectorAll("[data-severity][aria-pressed=true]")].map((one) => one.dataset.severity);
  return { ...read, from: year("from"), to: year("to"), severities: pressed };
}

function listenToFilters(act) {
  const changed = () => act(readFilters());
  for (const name of CONTROLS.slice(0, -1)) control(name).addEventListener("change", changed);
  let waiting;
  control("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(changed, 120); });
  for (const one of document.querySelectorAll("[data-severity]")) {
    one.addEventListener("click", () => { one.setAttribute("aria-pressed", String(one.getAttribute("aria-pressed") !== "true")); changed(); });
  }
  document.getElementById("filter-reset").addEventListener("click", () => act({ ...NOTHING }));
  document.getElementById("filters").addEventListener("submit", (event) => { event.preventDefault(); changed(); });
}

function showStatus(view) {
  const told = [say("dashboard.selected", { reports: counted(view.reports.length, "report"),
    agencies: counted(view.agencies.length, "agency"), findings: counted(view.findings.length, "finding") })];
  if (view.narrowed) told.push(say("dashboard.narrowed"));
  fill("selected", told.join(" "));
}
