import { blockNode } from './blocks.js';
import { createForm } from './form.js';
import { focusables, h, keyed, newId, replace, spinner } from './dom.js';
import { icon } from './icons.js';

const blockEntries = (form, view) =>
  view.blocks.map((block) => ({
    key: block.block_id,
    version: form.versionOf(block),
    render: () => blockNode(form.owner, block),
  }));

const createModal = (app, first, { isOnTop }) => {
  const form = createForm(app, first);
  const titleId = newId('modal-title');
  const title = h('h2', { id: titleId });
  const top = h('div', { class: 'modal-top' });
  const body = h('div', { class: 'modal-blocks' });
  const footer = h('div', { class: 'modal-foot' });
  let view = first;
  let isBusy = false;
  let wantsError = false;

  const close = () => void app.act('closes', { view: view.id });
  const closer = (name, label) =>
    h(
      'button',
      { type: 'button', class: 'button button-icon', 'aria-label': label, on: { click: close } },
      icon(name),
    );
  const sheet = h(
    'form',
    { class: 'modal-form', novalidate: true },
    h(
      'div',
      { class: 'modal-head' },
      isOnTop && closer('back', 'Back'),
      title,
      closer('close', 'Close'),
    ),
    h('div', { class: 'modal-scroll', tabindex: '-1' }, top, body),
    footer,
  );
  const node = h(
    'div',
    { class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': titleId },
    sheet,
  );

  const setBusy = (is) => {
    isBusy = is;
    node.toggleAttribute('data-busy', is);
    for (const button of footer.querySelectorAll('.button-primary')) {
      button.setAttribute('aria-busy', String(is));
    }
  };
  const focusError = () => {
    const wrong = node.querySelector('.field-wrong');
    const target = wrong === null ? undefined : focusables(wrong)[0];
    (target ?? node.querySelector('.modal-scroll')).focus();
  };

  const submit = async () => {
    if (isBusy || view.submit === undefined) return;
    setBusy(true);
    await form.flush();
    if (form.hasRefused()) {
      setBusy(false);
      focusError();
      return;
    }
    const { result, error } = await app.try('submits', { view: view.id });
    setBusy(false);
    if (error !== undefined) app.tell(error);
    if (result?.errors === undefined) return;
    wantsError = true;
    app.reload();
  };
  sheet.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  });

  const drawFoot = () => {
    const closing = h(
      'button',
      { type: 'button', class: 'button', on: { click: close } },
      view.close ?? 'Close',
    );
    const sending =
      view.submit !== undefined &&
      h(
        'button',
        { type: 'submit', class: 'button button-primary', 'aria-busy': String(isBusy) },
        h('span', { class: 'button-label' }, view.submit),
        spinner(),
      );
    replace(footer, closing, sending);
  };
  const drawTop = () => {
    const trouble = view.errors[''] ?? app.failures.get(view.id);
    replace(
      top,
      trouble && h('p', { class: 'modal-trouble', role: 'alert' }, icon('warning', 18), trouble),
    );
  };

  const render = (next) => {
    const isNew = next.hash !== view.hash || title.textContent === '';
    view = next;
    form.update(next);
    drawTop();
    keyed(body, blockEntries(form, next));
    if (isNew) {
      title.textContent = next.title;
      drawFoot();
    }
    if (wantsError && Object.keys(next.errors).length > 0) {
      wantsError = false;
      focusError();
    }
  };
  return { node, render, close, id: first.id };
};

const firstField = (node) => {
  const fields = focusables(node.querySelector('.modal-blocks')).filter((entry) =>
    entry.matches('input, textarea, select'),
  );
  return fields.find((entry) => entry.type !== 'radio' || entry.checked) ?? fields[0];
};

const scrollOf = (node) => node.querySelector('.modal-scroll');

/** Keeps the Tab key inside the dialog, as in a dialog of the browser itself. */
const trap = (node, event) => {
  const all = focusables(node);
  const [first, last] = [all[0], all.at(-1)];
  const active = document.activeElement;
  if (event.shiftKey && (active === first || !node.contains(active))) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (active === last || !node.contains(active))) {
    event.preventDefault();
    first.focus();
  }
};

/**
 * The modal in front of the workspace. It covers the workspace only: who one is and what happens to
 * the world can be changed while it is open.
 */
export const createModalLayer = (app, root, behind) => {
  let current;
  let before;

  root.addEventListener('keydown', (event) => {
    if (current === undefined) return;
    if (event.key === 'Tab') trap(current.node, event);
    if (event.key === 'Escape' && !event.defaultPrevented) current.close();
  });

  /** Somebody who is in the bar above or in the world, switching persons, is not pulled away. */
  const isElsewhere = () => {
    const active = document.activeElement;
    return active !== document.body && !root.contains(active) && !behind.contains(active);
  };

  const leave = () => {
    const stays = isElsewhere();
    replace(root);
    behind.inert = false;
    root.classList.remove('is-open');
    current = undefined;
    if (stays) return;
    const key = before?.dataset?.focus;
    const again =
      before?.isConnected === true
        ? before
        : key && behind.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    if (again) again.focus({ preventScroll: true });
    else app.focusMain();
  };

  return {
    isOpen: () => current !== undefined,
    render: () => {
      const { modals } = app.state;
      const view = modals.at(-1);
      if (view === undefined) {
        if (current !== undefined) leave();
        return;
      }
      if (view.id !== current?.id) {
        const stays = isElsewhere();
        if (current === undefined) before = document.activeElement;
        current = createModal(app, view, { isOnTop: modals.length > 1 });
        replace(root, h('div', { class: 'modal-backdrop' }), current.node);
        root.classList.add('is-open');
        behind.inert = true;
        current.render(view);
        if (!stays) (firstField(current.node) ?? scrollOf(current.node)).focus();
        return;
      }
      const hadField = current.node.contains(document.activeElement);
      const wasLoading = firstField(current.node) === undefined;
      current.render(view);
      // A modal that was loading has its fields now: typing may begin.
      if (hadField && wasLoading) firstField(current.node)?.focus();
      // Or what had the focus is gone, and the modal begins anew.
      if (hadField && document.activeElement === document.body) {
        (firstField(current.node) ?? scrollOf(current.node)).focus();
      }
    },
  };
};
