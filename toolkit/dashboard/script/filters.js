// What the reader asks for, and the rows that answer it. Every panel shows one and the same selection.

const NOTHING = { from: null, to: null, province: "", city: "", level: "", rule: "", severities: [], search: "" };
let asked = { ...NOTHING };

// The places of agencies that were asked for, one byte each.
function agenciesAsked(filter) {
  const { agencies } = data;
  const count = agencies.name.length;
  const chosen = new Uint8Array(count).fill(1);
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const keep = (test) => { for (let at = 0; at < count; at += 1) if (chosen[at] && !test(at)) chosen[at] = 0; };
  const among = (part, value) => {
    const place = value === "?" ? -1 : agencies[`${part}_names`].indexOf(value);
    keep((at) => agencies[part][at] === place);
  };
  if (filter.province) among("province", filter.province);
  if (filter.city) among("city", filter.city);
  if (filter.level) {
    const place = filter.level === "?" ? -1 : page.levels.indexOf(filter.level);
    keep((at) => agencies.level[at] === place);
  }
  if (words.length) keep((at) => words.every((word) => agencies.searched[at].includes(word)));
  return chosen;
}

// Returns the rows of years, reports, findings, unknown verdicts and agencies that a filter leaves.
function selected(filter) {
  const chosen = agenciesAsked(filter);
  const anyAgency = !(filter.province || filter.city || filter.level || filter.search.trim());
  const anyYear = filter.from === null && filter.to === null;
  const inYears = (year) => anyYear ||
    (year !== null && year >= (filter.from ?? -Infinity) && year <= (filter.to ?? Infinity));
  const ofAgency = (agency) => (agency < 0 ? anyAgency : chosen[agency] === 1);
  const rules = data.rules.key.map((key, at) => (!filter.rule || key === filter.rule) &&
    (!filter.severities.length || filter.severities.includes(data.rules.severity[at])));
  const rows = (table, test) => {
    const found = [];
    for (let at = 0; at < table.agency.length; at += 1) {
      if (ofAgency(table.agency[at]) && inYears(table.year[at]) && test(at)) found.push(at);
    }
    return found;
  };
  const findings = rows(data.findings, (at) => rules[data.findings.rule[at]]);
  const narrowed = Boolean(filter.rule || filter.severities.length);
  const concerned = new Set(), agencyYears = new Set(), agenciesConcerned = new Set();
  if (narrowed) {
    for (const at of findings) {
      concerned.add(data.findings.report[at]);
      agencyYears.add(data.findings.agency[at] * 10000 + data.findings.year[at]);
      agenciesConcerned.add(data.findings.agency[at]);
    }
  }
  const years = rows(data.years, (at) => !narrowed || agencyYears.has(data.years.agency[at] * 10000 + data.years.year[at]));
  const reports = rows(data.reports, (at) => !narrowed || concerned.has(at));
  const unknown = rows(data.unknown, (at) => rules[data.unknown.rule[at]]);
  return { filter, narrowed, years, reports, findings, unknown,
    agencies: agenciesOf(chosen, { years, reports, findings }, anyYear, narrowed && agenciesConcerned) };
}

function agenciesOf(chosen, rows, anyYear, concerned) {
  const there = new Uint8Array(chosen.length);
  for (const [name, places] of Object.entries(rows)) {
    for (const at of places) if (data[name].agency[at] >= 0) there[data[name].agency[at]] = 1;
  }
  const found = [];
  for (let at = 0; at < chosen.length; at += 1) {
    if (chosen[at] && (anyYear || there[at]) && (!concerned || concerned.has(at))) found.push(at);
  }
  return found;
}

// The filter as the end of a link, so that what is seen can be handed on; and back.
function asLink(filter) {
  const told = new URLSearchParams();
  for (const name of ["from", "to"]) if (filter[name] !== null) told.set(name, filter[name]);
  for (const name of ["province", "city", "level", "rule", "search"]) if (filter[name]) told.set(name, filter[name]);
  if (filter.severities.length) told.set("severity", filter.severities.join(","));
  return told.toString();
}

function fromLink(told) {
  const year = (name) => (/^\d{4}$/.test(told.get(name) ?? "") ? Number(told.get(name)) : null);
  const severities = (told.get("severity") ?? "").split(",").filter((one) => page.severities.includes(one));
  const texts = Object.fromEntries(["province", "city", "level", "rule", "search"].map((name) => [name, told.get(name) ?? ""]));
  return { ...NOTHING, from: year("from"), to: year("to"), ...texts, severities };
}
