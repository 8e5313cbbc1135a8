import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { app } from './store.js';

/**
 * An update may remove the focused element, such as a pressed button. Then the message or modal
 * around it gets the focus, not the top of the page.
 */
export const useKeptFocus = () => {
  /** The focused element and its ancestors, from the inside out. */
  const path = useRef([]);
  useEffect(() => {
    const remember = (event) => {
      path.current = event.composedPath();
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);
  useLayoutEffect(() => {
    const [last, ...around] = path.current;
    const isLost = document.activeElement === document.body && last?.isConnected === false;
    const next = around.find((node) => node.isConnected && node.matches?.('[tabindex]'));
    if (isLost) next?.focus({ preventScroll: true });
    const wanted = app.focusNext && document.querySelector(app.focusNext);
    if (!wanted || wanted.closest('[inert]')) return;
    app.focusNext = undefined;
    wanted.focus();
  });
};

/** F6 leads from region to region, also out of a modal, which keeps the Tab key to itself. */
export const moveToRegion = (event) => {
  if (event.key !== 'F6') return;
  event.preventDefault();
  const middle = document.querySelector('#modal-layer') ?? document.querySelector('#main');
  const regions = [document.querySelector('#topbar'), middle, document.querySelector('#world')];
  const open = regions.filter((region) => region !== null);
  const here = open.findIndex((region) => region.contains(document.activeElement));
  const next = open[(here + 1) % open.length];
  next?.querySelector('input:checked, textarea, button, summary, [tabindex="0"]')?.focus();
};
