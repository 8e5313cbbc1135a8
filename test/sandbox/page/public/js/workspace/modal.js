import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Blocks, HeadingLevel } from '../blocks/blocks.js';
import { Within, ownerOf } from '../blocks/owner.js';
import { classes, html } from '../html.js';
import { IconButton } from '../icons.js';
import { app, attempt, focusMain, perform, reload, tell } from '../store.js';
import { Failure } from './message.js';

const reachable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
const focusables = (node) =>
  Array.from(node.querySelectorAll(reachable)).filter(
    (entry) => !entry.disabled && entry.offsetParent !== null,
  );

const scrollOf = (node) => node.querySelector('.modal-scroll');

/** Where typing begins: the field that asks for it, the choice that is made, the first field. */
const firstField = (node) => {
  const found = Array.from(node.querySelectorAll('.modal-scroll :is(input, select, textarea)'));
  const first = found.find(({ dataset }) => 'autofocus' in dataset) ?? found[0];
  return found.find(({ name, checked }) => checked && name === first.name && name !== '') ?? first;
};

/**
 * A modal opens at its top. Its first field gets the focus where it can be seen from there; else
 * one would miss what stands above it, such as what a change does to viewers.
 */
const begin = (node) => {
  const scroll = scrollOf(node);
  scroll.scrollTop = 0;
  const field = firstField(node);
  const end = scroll.getBoundingClientRect().bottom;
  const isInSight = field !== undefined && field.getBoundingClientRect().bottom <= end;
  (isInSight ? field : scroll).focus({ preventScroll: true });
};

/** The focus stays in the top bar or the world if somebody is working there. */
const isElsewhere = () => document.activeElement.closest('#topbar, #world') !== null;

/** Keeps the Tab key inside the dialog, as in a dialog of the browser itself. */
const trap = (node, event) => {
  const all = focusables(node);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  const { activeElement: active } = document;
  if (active !== edge && node.contains(active)) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0]).focus();
};

/** Where the focus goes when the view comes, when what was loading is there, and after errors. */
const useFocus = (node, view) => {
  const wantsError = useRef(false);
  const hadField = useRef(false);
  useLayoutEffect(() => {
    const isFirst = !hadField.current;
    hadField.current = firstField(node.current) !== undefined;
    if (isElsewhere()) return;
    if (isFirst) begin(node.current);
    else if (!node.current.contains(document.activeElement)) {
      scrollOf(node.current).focus({ preventScroll: true });
    }
  }, [view.hash]);
  useLayoutEffect(() => {
    const wrong = node.current.querySelector('.field-wrong');
    if (!wantsError.current || (wrong === null && view.errors[''] === undefined)) return;
    wantsError.current = false;
    (wrong === null ? scrollOf(node.current) : focusables(wrong)[0]).focus();
  });
  return () => {
    wantsError.current = true;
    reload();
  };
};

const useSubmit = (view, owner, focusError) => {
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    if (isBusy || view.submit === undefined) return;
    setBusy(true);
    await owner.flush();
    const { result, error } = owner.hasRefused(view.blocks)
      ? { result: { errors: {} } }
      : await attempt('submits', { view: view.id });
    setBusy(false);
    if (error !== undefined) tell(error);
    if (result?.errors !== undefined) focusError();
  };
  return [isBusy, submit];
};

const submitButton = (text, isBusy) =>
  html`<button class="button button-primary" aria-busy=${isBusy}>${text}</button>`;

const Modal = ({ view, isOnTop }) => {
  const id = useId();
  const node = useRef();
  const { state, errors, hash: version } = view;
  const place = { where: 'modal', view: view.id };
  const owner = ownerOf(view.id, place, { state, errors, version });
  const [isBusy, submit] = useSubmit(view, owner, useFocus(node, view));
  const close = () => void perform('closes', { view: view.id });

  const onKeyDown = (event) => {
    const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (isSend) event.preventDefault();
    if (isSend) void submit();
    if (event.key === 'Tab') trap(node.current, event);
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  };
  const onSubmit = (event) => {
    event.preventDefault();
    void submit();
  };
  return html`<div class="modal" role="dialog" aria-modal="true" aria-labelledby=${id} ref=${node}
    onKeyDown=${onKeyDown}>
    <form class="modal-form" novalidate onSubmit=${onSubmit}>
      <div class="modal-head">
        ${isOnTop && html`<${IconButton} name="back" label="Back" onClick=${close} />`}
        <h2 id=${id}>${view.title}</h2>
        <${IconButton} name="close" label="Close" onClick=${close} />
      </div>
      <div class="modal-scroll" tabindex="0" role="group" aria-labelledby=${id} aria-busy=${isBusy}>
        <${Failure} text=${errors[''] ?? owner.failure()} />
        <${HeadingLevel.Provider} value=${3}>
          <${Within} value=${owner}><${Blocks} blocks=${view.blocks} /><//>
        <//>
      </div>
      <div class="modal-foot">
        <button type="button" class="button" onClick=${close}>${view.close ?? 'Close'}</button>
        ${view.submit && submitButton(view.submit, isBusy)}
      </div>
    </form>
  </div>`;
};

/** The focus returns to where it was before the first modal opened. */
const useReturn = (isOpen) => {
  const before = useRef();
  if (!isOpen) before.current = undefined;
  else before.current ??= document.activeElement;
  useLayoutEffect(() => {
    const opener = before.current;
    if (!isOpen) return undefined;
    return () => {
      if (isElsewhere()) return;
      if (opener.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
      else focusMain();
    };
  }, [isOpen]);
};

/**
 * The modal in front of the workspace. It covers only the workspace, so that person and world
 * can be changed while it is open.
 */
export const ModalLayer = () => {
  const { modals } = app.state;
  const view = modals.at(-1);
  useReturn(view !== undefined);
  if (view === undefined) return undefined;
  const isOnTop = modals.length > 1;
  return html`<div class=${classes('modal-layer', isOnTop && 'modal-stacked')} id="modal-layer">
    <${Modal} key=${view.id} view=${view} isOnTop=${isOnTop} />
  </div>`;
};
