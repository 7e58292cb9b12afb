// Every word of the page, in the language that is shown; numbers as both languages write them.

let language = document.documentElement.dataset.lang;

// A message with its values filled in: `{name}`, `{name:is|are}`, and doubled braces for one, as `messages.py` has it.
function say(name, values = {}) {
  const [group, ...rest] = name.split(".");
  const entry = page.messages[group]?.[rest.join(".")];
  if (!entry) return rest.join(".");
  return entry[language].replace(/\{\{|\}\}|\{(\w+)(?::([^{}|]*)\|([^{}]*))?\}/g, (mark, key, one, many) => {
    if (!key) return mark[0];
    const value = String(values[key]);
    if (many === undefined) return value;
    return value.split(" ")[0] === "1" ? one : many;
  });
}

function counted(number, noun) {
  const [one, many] = say(`nouns.${noun}`).split("|");
  return `${grouped(number)} ${number === 1 || !many ? one : many}`;
}

function label(group, code) {
  return page.labels[group]?.[code]?.[language] ?? String(code);
}

function listed(parts) {
  return parts.join(language === "zh" ? "，" : ", ");
}

// The name of a row or column: as the official form has it, or in English its code.
function cellName(table, code) {
  if (language === "zh") return page.official[`${table}/${code}`] ?? code;
  return code.replaceAll("_", " ");
}

function placeName({ table, row, column }) {
  if (table === null) return "–";
  const codes = [row, column].filter((code) => code !== null);
  if (!codes.length) return label("tables", table);
  return codes.map((code) => cellName(table, code)).join(" / ");
}

function grouped(number) {
  return number.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

function known(number, signed = false) {
  if (number === null || number === undefined) return "–";
  return (signed && number > 0 ? "+" : "") + grouped(number).replace("-", "−");
}

// As Python writes it: what lies just between two numbers becomes the even one.
function percent(share, digits = 1) {
  const scaled = 100 * share * 10 ** digits, below = Math.floor(scaled);
  return (scaled - below === 0.5 && below % 2 === 0 ? below / 10 ** digits : 100 * share).toFixed(digits);
}

// Whole ones short, as on the tiles of a map; what only rounds to a whole one is told as rounded.
function shortPercent(share) {
  const whole = Math.abs(100 * share - Math.round(100 * share)) < 5e-10;
  return whole ? `${Math.round(100 * share)} %` : `${percent(share)} %`;
}
