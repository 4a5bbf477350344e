/** Where a deployment goes to, for commands that look at it afterwards. */
import { readSettings } from './settings.ts';
import { settingsGiven } from './settings-file.ts';

/**
 * @returns the setting `region`
 * @throws SettingsError if the settings cannot be read
 */
export function deployedTo(): string {
  return readSettings({ region: settingsGiven().values.region }).region;
}
