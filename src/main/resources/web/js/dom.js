// Builds and updates the page. Text is only ever set as text, so no value can become markup.

const SVG = "http://www.w3.org/2000/svg";

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, String(value));
  }
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export const el = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => build(document.createElementNS(SVG, tag), attributes, children);

const LONGEST = 160;

/** A name from outside: isolated from the text direction around it, and cut when it is very long. */
export function name(text) {
  const whole = String(text ?? "");
  const shown = whole.length > LONGEST ? whole.slice(0, LONGEST) + "…" : whole;
  return el("bdi", whole.length > LONGEST ? { title: whole.slice(0, 2000) } : {}, shown);
}

/**
 * Makes `parent` look like the new children while it keeps the nodes that are there, and with them focus, scroll
 * position and what a person is typing. Nodes marked data-own are filled by someone else and left alone.
 */
export function patch(parent, children) {
  const wanted = children.flat(4).filter((child) => child instanceof Node || (child ?? false) !== false);
  const nodes = wanted.map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
  const keyed = new Map();
  for (const old of parent.childNodes) if (old.dataset?.key) keyed.set(old.dataset.key, old);
  let position = parent.firstChild;
  for (const node of nodes) {
    const key = node.dataset?.key;
    let old = key ? keyed.get(key) : position;
    if (old && key && old !== position) parent.insertBefore(old, position);
    if (old && same(old, node) && (key || !old.dataset?.key)) {
      position = old.nextSibling;
      update(old, node);
    } else {
      parent.insertBefore(node, position);
    }
  }
  while (position) {
    const next = position.nextSibling;
    position.remove();
    position = next;
  }
}

const same = (old, node) => old.nodeType === node.nodeType && old.nodeName === node.nodeName && old.id === node.id;

function update(old, node) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== node.data) old.data = node.data;
    return;
  }
  if (node.dataset?.own !== undefined && node.dataset.own === old.dataset.own) return;
  for (const { name: attribute } of [...old.attributes]) {
    if (!node.hasAttribute(attribute)) old.removeAttribute(attribute);
  }
  for (const { name: attribute, value } of node.attributes) {
    if (old.getAttribute(attribute) !== value) old.setAttribute(attribute, value);
  }
  if (old instanceof HTMLInputElement) return;
  const chosen = old instanceof HTMLSelectElement ? old.value : null;
  patch(old, [...node.childNodes]);
  if (chosen !== null) old.value = chosen;
}
