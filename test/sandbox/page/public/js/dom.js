/** A DOM node from a tag, properties and children. `on` holds listeners; false and null are left out. */
export const h = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (name === 'data') Object.assign(node.dataset, value);
    else if (['value', 'checked', 'selected', 'disabled', 'open', 'hidden'].includes(name)) {
      node[name] = value;
    } else node.setAttribute(name, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
};

export const append = (node, children) => {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child);
  }
};

export const replace = (node, ...children) => {
  node.replaceChildren();
  append(node, children);
};

const drawn = new WeakMap();

/** Draws the inside of a node anew, but only when it would differ: what has the focus keeps it. */
export const redraw = (node, version, render) => {
  if (drawn.get(node) === version) return;
  drawn.set(node, version);
  replace(node, render());
};

const kept = new WeakMap();

/**
 * Brings the children of a node in line with a list, and leaves alone what did not change: what has
 * the focus keeps it, a button that waits goes on waiting until its message changes.
 * `entries` are `{ key, version, render }`.
 */
export const keyed = (parent, entries) => {
  const old = new Map();
  for (const child of Array.from(parent.children)) {
    const known = kept.get(child);
    if (known === undefined) child.remove();
    else old.set(known.key, child);
  }
  const wanted = new Set(entries.map(({ key }) => key));
  for (const [key, child] of old) if (!wanted.has(key)) child.remove();
  let cursor = parent.firstElementChild;
  for (const { key, version, render } of entries) {
    const there = old.get(key);
    if (there !== undefined && kept.get(there).version === version) {
      if (there === cursor) cursor = cursor.nextElementSibling;
      else parent.insertBefore(there, cursor);
      continue;
    }
    const made = render();
    kept.set(made, { key, version });
    if (there === undefined) parent.insertBefore(made, cursor);
    else {
      const place = focusPlace(there);
      if (there === cursor) cursor = cursor.nextElementSibling;
      there.replaceWith(made);
      restoreFocus(made, place);
    }
  }
};

/** Which marked element inside has the focus, and where in its text the caret is. */
const focusPlace = (node) => {
  const active = document.activeElement;
  if (active === null || !node.contains(active)) return undefined;
  const { selectionStart: start = null, selectionEnd: end = null } = active;
  return { focus: active.dataset.focus, start, end };
};

const restoreFocus = (node, place) => {
  if (place?.focus === undefined) return;
  const target = node.querySelector(`[data-focus="${CSS.escape(place.focus)}"]`);
  target?.focus({ preventScroll: true });
  if (typeof place.start === 'number') target?.setSelectionRange?.(place.start, place.end);
};

export const focusables = (node) =>
  Array.from(
    node.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'),
  ).filter((entry) => !entry.disabled && entry.offsetParent !== null);

let lastId = 0;
export const newId = (prefix) => `${prefix}-${(lastId += 1)}`;

/** Words for those who do not see the page. */
export const unseen = (text) => h('span', { class: 'unseen' }, text);

/** Shown while something is awaited. */
export const spinner = () => h('span', { class: 'spinner', 'aria-hidden': 'true' });
