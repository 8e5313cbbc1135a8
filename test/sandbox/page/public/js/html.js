import { h } from 'preact';
import htm from 'htm';

/** Templates that read like HTML, without a build. Values in `${}` are never markup. */
export const html = htm.bind(h);

/** A class attribute; names that are false are left out. */
export const classes = (...names) => names.filter(Boolean).join(' ');

/** Text for screen readers only. */
export const unseen = (text) => html`<span class="unseen">${text}</span>`;

/** Shown while something is awaited. */
export const spinner = () => html`<span class="spinner" aria-hidden="true"></span>`;

/** Facts in one line; those that are false are left out. */
export const dotted = (...facts) => facts.filter(Boolean).join(' · ');

/** `1 reply`, `2 replies`. */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
