// Elements of the page. Text is only ever text: nothing that a report says is read as markup.

const ATTRIBUTES = new Set(["class", "id", "href", "type", "scope", "colspan", "rowspan", "tabindex", "title", "value",
  "role", "lang", "for", "aria-label", "aria-sort", "aria-pressed", "aria-hidden", "aria-labelledby", "aria-current",
  "aria-live", "selected", "disabled"]);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(name)) throw new Error(`attribute ${name}`);
    if (name === "href" && !value.startsWith("#")) throw new Error("a link leads out of the page");
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null).map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

function button(text, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

function fill(place, ...children) {
  const target = typeof place === "string" ? document.getElementById(place) : place;
  target.replaceChildren(...children.filter((child) => child !== null));
  return target;
}
