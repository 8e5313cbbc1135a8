/** Everything that is said, by topic: each file of this folder. */
export * from './as-run.ts';
export * from './channels.ts';
export * from './effects.ts';
export * from './ending.ts';
export * from './errors.ts';
export * from './explain.ts';
export * from './forms.ts';
export * from './freezes.ts';
export * from './home.ts';
export * from './lists.ts';
export * from './presets.ts';
export * from './refusals.ts';
export * from './replies.ts';
export * from './requests.ts';
export * from './sources.ts';
export * from './values.ts';
export * from './watch.ts';
