/** What has a listener acts as it was made, whatever it would say later. @type {WeakSet<Node>} */
const acting = new WeakSet();

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
    if (key.startsWith("on")) {
      acting.add(element);
      element.addEventListener(key.slice(2), value);
    } else if (key === "class") element.classList.add(...value.split(" ").filter(Boolean));
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that is never a submit button. @param {string} text @param {() => void} act @param {string} [kind] */
export const button = (text, act, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick: act }, text);

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
 * Like fill, but a child that would stand there again stays, and one of words and links alone becomes what it would be: what somebody types or has begun
 * to tap is not taken from under the finger. For children whose listeners act on what their text says.
 * @param {Element} element @param {...any} children
 */
export function refill(element, ...children) {
  const made = document.createDocumentFragment();
  fill(made, ...children);
  become(element, made);
}

/** @param {Element} element @param {ParentNode & Node} made */
function become(element, made) {
  const [before, after] = [[...element.childNodes], [...made.childNodes]];
  after.forEach((child, i) => {
    if (!before[i]) element.append(child);
    else if (before[i].isEqualNode(child)) return;
    else if (isOfItsKind(before[i], child)) {
      takeAttributes(before[i], child);
      become(before[i], child);
    } else before[i].replaceWith(child);
  });
  for (const child of before.slice(after.length)) child.remove();
}

function isOfItsKind(one, other) {
  if (!(one instanceof Element) || !(other instanceof Element)) return false;
  const alike = ["href", "data-row"].every((name) => one.getAttribute(name) === other.getAttribute(name));
  return one.tagName === other.tagName && alike && !acts(one) && !acts(other);
}

const acts = (element) => [element, ...element.querySelectorAll("*")].some((one) => acting.has(one));

function takeAttributes(element, made) {
  for (const name of element.getAttributeNames()) if (!made.hasAttribute(name)) element.removeAttribute(name);
  for (const name of made.getAttributeNames()) {
    if (element.getAttribute(name) !== made.getAttribute(name)) element.setAttribute(name, made.getAttribute(name));
  }
}
