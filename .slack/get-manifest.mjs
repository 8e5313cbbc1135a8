// The get-manifest hook of the Slack CLI: prints manifest.yml as JSON, between the boundary that the
// CLI asks for (https://docs.slack.dev/tools/slack-cli/reference/hooks, protocol "message-boundaries").
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const [boundary = ''] = process.argv
  .filter((argument) => argument.startsWith('--boundary='))
  .map((argument) => argument.slice('--boundary='.length));
const manifest = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'));
process.stdout.write(`${boundary}${JSON.stringify(manifest)}${boundary}\n`);
