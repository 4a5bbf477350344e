/** The name of an installation: it is in the names of what is deployed. */
import { SettingsError } from './settings.ts';

/** Of a function's name, which has 64 letters, the rest is `harrier--cloudwatch`; and a rule's ends in a number. */
const longest = 40;

/** @throws SettingsError for a stage that would not be taken */
export function checkStage(stage: unknown): void {
  const name = String(stage);
  if (name.length <= longest && /^[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?$/.test(name)) return;
  throw new SettingsError(
    `--stage is ${JSON.stringify(name)}, ${name.length} letters; expected 1 to ${longest} letters and digits, with - between them: names of what is deployed have room for no more`,
  );
}
