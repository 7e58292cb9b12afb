// Puts the page together: one selection, shown by every panel, in the language and light that the reader chose.

const LEAST_WIDTH = 560; // as the style has it
const PAPER_WIDTH = 690; // pixels between the margins of an A4 page
const FIGURES = {
  "agency-states": agencyStates, "zero-shares": zeroShares, "findings-by-rule": findingsByRule,
  "findings-by-year": findingsByYear, "inconsistent-counts": inconsistentCounts, "outcome-shares": outcomeShares,
  "publication-dates": publicationDates, "zero-by-province": zeroByProvince,
  "claims-against-tables": claimsAgainstTables, "zero-streaks": zeroStreaks, "request-flow": requestFlow,
  "carry-over-chains": carryOverChains, "zero-by-city": zeroByCity, "repeated-prose": repeatedProse,
};
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const print = window.matchMedia("print");
let page, data, view, listings;
const drawn = new Map(); // by figure what is to be drawn; null once it is on the page
const near = new Set(); // figures that are in sight or soon will be

function drawFigure(id) {
  const made = drawn.get(id);
  if (!made) return;
  drawn.set(id, null);
  const place = document.getElementById(id);
  const { data: traces, layout } = fitted(made);
  const template = page.templates[dark.matches && !print.matches ? "dark" : "light"];
  // Paper does not resize: plotly would keep the width of the screen and be cut off.
  const width = print.matches ? PAPER_WIDTH : undefined;
  Plotly.react(place, traces, { ...layout, ...(print.matches ? made.paper : {}), template, width }, page.config);
  place.dataset.drawn = "yes";
}

// Its titles at once; the drawing if it is in sight, else when it comes near.
function showFigure(id, made) {
  fill(`${id}-title`, made.title);
  fill(`${id}-told`, made.subtitle);
  const place = document.getElementById(id);
  place.style.minHeight = `${fitted(made).layout.height}px`;
  place.style.minWidth = made.least > LEAST_WIDTH ? `${made.least}px` : "";
  place.dataset.drawn = "no";
  drawn.set(id, made);
  if (near.has(id) || print.matches) drawFigure(id);
}

function showFigures() {
  for (const [id, of] of Object.entries(FIGURES)) showFigure(id, of(view));
}

function showListings() {
  listings.findings.show(gravestFirst(view.findings));
  listings.rows = agencyRows(view);
  listings.agencies.show(mostFindings(listings.rows, view.agencies));
  if (data.suspects) listings.suspects.show(suspectsOf(view));
}

function makeListings() {
  const listing = (place, columns, empty, caption) => new PagedTable(place, columns, { empty: () => say(empty), caption: () => say(caption) });
  listings = {
    rows: new Map(),
    findings: listing("findings", findingColumns({ agency: true }), "dashboard.no_findings", "dashboard.findings"),
    agencies: listing("agencies", agencyColumns(() => listings.rows), "dashboard.no_agency", "dashboard.agencies"),
    unread: listing("unread", unreadColumns(), "dashboard.all_read", "dashboard.unread"),
    ...(data.suspects ? { suspects: listing("suspects", suspectColumns(), "dashboard.no_suspects", "dashboard.suspected") } : {}),
  };
}

function select(filter) {
  asked = filter;
  view = selected(asked);
  drawFilters();
  showStatus(view);
  showKeyFigures(view);
  showFigures();
  showListings();
}

// What the reader asks for with the controls: the link then says it too.
function ask(filter) {
  select(filter);
  history.replaceState(null, "", `#${asLink(asked)}`);
}

function speak(chosen) {
  language = chosen;
  const root = document.documentElement;
  root.dataset.lang = chosen;
  root.lang = chosen === "zh" ? "zh-Hans" : "en";
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === chosen));
  }
  document.getElementById("report").close();
  listings.unread.show(data.unread.source.map((_, at) => at));
  if (agencyShown !== null) showAgency(agencyShown);
  select(asked);
}

// What the end of the link asks for: an agency, a report, or a filter.
function follow() {
  const told = new URLSearchParams(location.hash.slice(1));
  const agency = data.agencies.byLink.get(told.get("agency"));
  const report = data.reports.byId.get(told.get("report"));
  if (report !== undefined) { openReport(report); return; }
  document.getElementById("report").close();
  const before = agencyShown;
  agencyShown = agency ?? null;
  document.getElementById("overview").hidden = agencyShown !== null;
  document.getElementById("agency").hidden = agencyShown === null;
  fill("no-agency", told.get("agency") && agency === undefined ? say("dashboard.unknown_agency", { name: told.get("agency") }) : "");
  if (agencyShown !== null) { showAgency(agencyShown); window.scrollTo(0, 0); document.getElementById("agency-name").focus(); return; }
  if (told.get("agency")) return;
  if (before === null || told.size) select(fromLink(told)); else select(asked);
}

function drawAgain() {
  for (const [id, of] of Object.entries(FIGURES)) drawn.set(id, of(view));
  if (agencyShown !== null) showChain(agencyShown);
  for (const id of drawn.keys()) if (near.has(id) || print.matches) drawFigure(id);
}

async function start() {
  [page, data] = await Promise.all([unpacked("page"), unpacked("data")]);
  indexed(data);
  makeListings();
  view = selected(asked);
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) { near.add(target.id); drawFigure(target.id); } else near.delete(target.id);
    }
  }, { rootMargin: "300px" });
  for (const id of [...Object.keys(FIGURES), "agency-chain"]) watch.observe(document.getElementById(id));
  listenToFilters(ask);
  for (const one of document.querySelectorAll("[data-language]")) one.addEventListener("click", () => speak(one.dataset.language));
  document.getElementById("agency-back").addEventListener("click", () => { location.hash = asLink(asked) || "overview"; });
  dark.addEventListener("change", drawAgain);
  print.addEventListener("change", drawAgain);
  window.addEventListener("hashchange", follow);
  asked = fromLink(new URLSearchParams(location.hash.slice(1)));
  speak(language);
  follow();
  document.documentElement.dataset.ready = "yes";
}

start();
