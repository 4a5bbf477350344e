import { redacted } from '../../../src/text/redact/values.ts';

/** @param text in which each secret stands between `«` and `»` */
export function marked(text: string): { readonly given: string; readonly shown: string } {
  return { given: text.replace(/«([^»]*)»/g, '$1'), shown: text.replace(/«[^»]*»/g, redacted) };
}
