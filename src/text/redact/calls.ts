/** Secrets that programs pass to what they call, as configuration written in a language does. */
import { isNamedSecret, redacted } from './values.ts';

/** `put("password", "x")`, `env('DB_PASSWORD', 'x')`. */
const pair =
  /((?<=\w)\(\s{0,8}\\{0,7}["']([\w.:-]{1,128})\\{0,7}["']\s{0,8},\s{0,8}\\{0,7}["'])([^"'\\\n]{1,512})(?=\\{0,7}["']\s{0,8}\))/g;

/** `setPassword("x")`. */
const setter = /(\bset(\w{1,64})\(\s{0,8}\\{0,7}["'])([^"'\\\n]{1,512})(?=\\{0,7}["']\s{0,8}\))/g;

/** @returns the text with the secrets in its calls replaced */
export function redactCalls(text: string): string {
  if (!text.includes('(')) return text;
  const named = (all: string, before: string, name: string, value: string): string =>
    isNamedSecret(name, value) ? before + redacted : all;
  return text.replace(pair, named).replace(setter, named);
}
