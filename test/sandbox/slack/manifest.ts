import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fieldsOf, listOf, stringOf, type Fields } from './json.ts';
import type { Manifest } from './types.ts';

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

/** The parts of an app manifest that change what Slack allows and sends. */
export const readManifest = (given: string | URL | Fields): Manifest => {
  const isPath = typeof given === 'string' || given instanceof URL;
  const manifest = isPath ? fieldsOf(parse(readFileSync(given, 'utf8'))) : given;
  const features = fieldsOf(manifest['features']);
  const settings = fieldsOf(manifest['settings']);
  const scopes = fieldsOf(fieldsOf(manifest['oauth_config'])['scopes']);
  const botUser = fieldsOf(features['bot_user']);
  const name = stringOf(fieldsOf(manifest['display_information'])['name']);
  return {
    botName: stringOf(botUser['display_name']) || name || 'bot',
    scopes: strings(scopes['bot']),
    commands: listOf(features['slash_commands']).map((entry) => stringOf(entry['command'])),
    escapingCommands: listOf(features['slash_commands'])
      .filter((entry) => entry['should_escape'] === true)
      .map((entry) => stringOf(entry['command'])),
    commandTexts: listOf(features['slash_commands']).map((entry) => ({
      command: stringOf(entry['command']),
      description: stringOf(entry['description']),
      usageHint: stringOf(entry['usage_hint']),
    })),
    events: strings(fieldsOf(settings['event_subscriptions'])['bot_events']),
    shortcuts: listOf(features['shortcuts']).map((entry) => ({
      callbackId: stringOf(entry['callback_id']),
      name: stringOf(entry['name']) || stringOf(entry['callback_id']),
      type: entry['type'] === 'message' ? 'message' : 'global',
    })),
    isInteractive: fieldsOf(settings['interactivity'])['is_enabled'] === true,
    hasHomeTab: fieldsOf(features['app_home'])['home_tab_enabled'] === true,
  };
};
