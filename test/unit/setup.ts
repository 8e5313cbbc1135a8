import * as fc from 'fast-check';

// Generated input is the same in every run, so failures are reproducible.
fc.configureGlobal({ seed: 20_261_124 });
