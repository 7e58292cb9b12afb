// How the figures look: the same colours, marks and measures as those of the Python package.

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const TOP = 90;

// Plotly reads tags in texts, and a report may hold some.
function plain(text) {
  return String(text ?? "?").replace(UNSEEN, " ").replace(/[&<>]/g, (mark) => ESCAPES[mark]);
}

function columnsOf(text) {
  let width = 0;
  for (const mark of text) width += WIDE.test(mark) ? 2 : 1;
  return width;
}

// At most so many columns, a Chinese character taking two; what is cut ends with a mark.
function short(text, width) {
  const whole = text || "?";
  if (columnsOf(whole) <= width) return plain(whole);
  let kept = "";
  for (const mark of whole) {
    if (columnsOf(kept + mark) > width - 2) break;
    kept += mark;
  }
  return `${plain(kept)}…`;
}

// A few lines of at most so many columns: plotly itself never breaks a line.
function wrapped(text, width = 72, lines = 5) {
  const made = [];
  let rest = text;
  while (rest && made.length < lines - 1 && columnsOf(rest) > width) {
    let fits = 0, taken = 0;
    for (const mark of rest) {
      taken += WIDE.test(mark) ? 2 : 1;
      if (taken > width) break;
      fits += mark.length;
    }
    const cut = rest.lastIndexOf(" ", fits - 1) + 1 || Math.max(fits, 1);
    made.push(plain(rest.slice(0, cut)));
    rest = rest.slice(cut);
  }
  return [...made, ...(rest ? [short(rest, width)] : [])].join("<br>");
}

function outlined(colour, pattern = "") {
  const lines = { shape: pattern, fgcolor: "#1f2328", fillmode: "overlay", size: 7, solidity: 0.18 };
  return { color: colour, line: { color: "#777777", width: 1 }, pattern: pattern ? lines : {} };
}

function drawing(title, subtitle, height, traces, layout = {}) {
  return { title, subtitle, data: traces, layout: { height, ...layout } };
}

function nothing(title) {
  const hidden = { visible: false };
  const mark = { text: "∅", showarrow: false, x: 0.5, y: 0.5, xref: "paper", yref: "paper", font: { size: 32 } };
  return drawing(title, "", 200, [], { xaxis: hidden, yaxis: hidden, annotations: [mark] });
}

// Titles stand on the page as headings: the room plotly keeps for them is given back.
function fitted({ data: traces, layout }) {
  const top = layout.xaxis?.side === "top" ? 56 : 34;
  const freed = (layout.margin?.t ?? TOP) - top;
  return { data: traces, layout: { ...layout, margin: { ...layout.margin, t: top }, height: layout.height - freed } };
}

// sign · log10(1 + size): counts run from 0 to millions, and 0 matters most.
function placedOnScale(number) {
  return Math.round(Math.sign(number) * Math.log10(1 + Math.abs(number)) * 1e6) / 1e6;
}

function powers(highest) {
  if (highest <= 0) return [];
  const count = Math.max(1, Math.ceil(Math.log10(Math.max(highest, 1))) + 1);
  return Array.from({ length: count }, (_, exponent) => 10 ** exponent);
}

function scaleTicks(lowest, highest) {
  const numbers = [...powers(-lowest).reverse().map((number) => -number), 0, ...powers(highest)];
  return [numbers.map((number) => Math.sign(number) * Math.log10(1 + Math.abs(number))), numbers.map(grouped)];
}

function yearAxis(years, more = {}) {
  return { tickvals: years, ticktext: years.map(String), title: { text: label("columns", "year") }, ...more };
}

// Of a few plotly's own steps are fractions, which whole numbers would tell as 0, 0, 1, 1.
function wholeNumbers(highest) {
  return { tickformat: ",d", rangemode: "tozero", ...(highest <= 5 ? { dtick: 1 } : {}) };
}

function distinctYears(rows, table) {
  return [...new Set(rows.map((at) => table.year[at]))].sort((one, other) => one - other);
}
