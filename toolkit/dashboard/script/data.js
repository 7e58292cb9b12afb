// What the page holds, unpacked: deflated JSON in letters, one element for what is always shown, one for the tables.

async function unpacked(id) {
  const letters = atob(document.getElementById(id).textContent);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

// What is looked up again and again, once: names by place, years and findings by agency, agencies by their link.
function indexed(data) {
  const agencies = data.agencies.name.length;
  const shared = new Map();
  for (const name of data.agencies.name) shared.set(name, (shared.get(name) ?? 0) + 1);
  data.agencies.link = data.agencies.name.map((name, at) =>
    shared.get(name) > 1 ? `${name} ${data.agencies.region[at] ?? "?"}` : name);
  data.agencies.byLink = new Map(data.agencies.link.map((name, at) => [name, at]));
  data.agencies.searched = data.agencies.link.map((name, at) =>
    [name, data.agencies.region[at], ...["province", "city", "county"].map((part) =>
      data.agencies[`${part}_names`][data.agencies[part][at]])].filter(Boolean).join(" ").toLowerCase());
  data.years.byAgency = gathered(data.years.agency, agencies);
  data.findings.byAgency = gathered(data.findings.agency, agencies);
  data.reports.byAgency = gathered(data.reports.agency, agencies);
  data.findings.byReport = gathered(data.findings.report, data.reports.id.length);
  data.reports.byId = new Map(data.reports.id.map((id, at) => [id, at]));
  data.findings.severity = data.findings.rule.map((rule) => page.severities.indexOf(data.rules.severity[rule]));
  // A rule may be told in two severities: what a reader chooses is the rule.
  data.rules.key = data.rules.suite.map((suite, at) => `${suite}.${data.rules.rule[at]}`);
  return data;
}

// For each of so many owners its rows, as places in one array: row numbers, and where each owner's begin.
function gathered(owners, count) {
  const starts = new Int32Array(count + 1);
  for (const owner of owners) if (owner >= 0) starts[owner + 1] += 1;
  for (let at = 0; at < count; at += 1) starts[at + 1] += starts[at];
  const next = starts.slice(0, count);
  const rows = new Int32Array(starts[count]);
  owners.forEach((owner, row) => { if (owner >= 0) rows[next[owner]++] = row; });
  return (owner) => rows.subarray(starts[owner], starts[owner + 1]);
}
