/**
 * Elements out of values. A child is an element, a text, or nothing (null, false); lists are flattened.
 * @param {string} tag with classes: "p.note"
 * @param {Record<string, any>} [properties] attributes; `on…` are listeners; null and false leave an attribute out
 * @param {...any} children
 * @returns {any}
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.classList.add(...value.split(" ").filter(Boolean));
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that is never a submit button. @param {string} text @param {() => void} act @param {string} [kind] */
export const button = (text, act, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick: act }, text);

/**
 * An act that a second tap, before the first has done it, does not do again.
 * @param {() => Promise<any>} act
 */
export function once(act) {
  let doing = false;
  return async () => {
    if (doing) return;
    doing = true;
    try {
      await act();
    } finally {
      doing = false;
    }
  };
}

/** A link to a place in this page. @param {string} text @param {string} href @param {string} [kind] */
export const link = (text, href, kind = "") => h("a", { href, class: kind }, text);

let last = 0;

/** An id for a label and what it labels. */
export function newId() {
  last += 1;
  return `n${last}`;
}

/** @param {Element | DocumentFragment} element @param {...any} children */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * Like fill, but a child that would stand there again stays: what somebody types or has begun to tap is not taken from under
 * the finger. For children whose listeners act on what their text says.
 * @param {Element} element @param {...any} children
 */
export function refill(element, ...children) {
  const made = document.createDocumentFragment();
  fill(made, ...children);
  const [before, after] = [[...element.childNodes], [...made.childNodes]];
  after.forEach((child, i) => {
    if (!before[i]) element.append(child);
    else if (!before[i].isEqualNode(child)) before[i].replaceWith(child);
  });
  for (const child of before.slice(after.length)) child.remove();
}
