// Prints what CHANGELOG.md says of a version: node .github/release-notes.mjs 0.2.0
import { readFileSync } from 'node:fs';

const [version = ''] = process.argv.slice(2);
const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

const fail = (line) => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const { version: current } = JSON.parse(read('package.json'));
if (version !== current) fail(`package.json says ${current}, and the release is ${version}`);
const sections = read('CHANGELOG.md').split(/^## /m).slice(1);
const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
if (section === undefined) fail(`CHANGELOG.md has no section "## ${version}"`);
else process.stdout.write(`${section.split('\n').slice(1).join('\n').trim()}\n`);
