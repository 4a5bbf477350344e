/** What a user says about rules in settings: plain data, with the places that later problems may be at. */
import type { Severity } from '../../rule.ts';
import type { SourceFile, Span } from '../problem.ts';
import type { LoadedSuppression, Located } from '../rules/loaded-rule.ts';

export interface Tuning {
  /** Files and folders of rules and exceptions beside the bundled ones, as absolute paths. */
  readonly rules: readonly string[];
  readonly disabled: readonly Choice[];
  /** In the order of the settings: of several for one rule the later has precedence. */
  readonly overrides: readonly Override[];
  /** Of exceptions; of several entries for one profile the later has precedence. */
  readonly profiles: readonly ProfileChoice[];
}

/** A profile that is on. */
export interface ProfileChoice {
  readonly file: SourceFile;
  readonly named: Located<string>;
  /** Where its add-on is installed, if not where the profile says. */
  readonly namespace?: string;
}

/** Rules by id or name, or by a tag. */
export interface Choice {
  readonly file: SourceFile;
  readonly by: 'rule' | 'tag';
  readonly named: Located<string>;
}

export interface Override {
  readonly choices: readonly Choice[];
  readonly change: Change;
  readonly file: SourceFile;
  readonly span: Span;
}

export interface Change {
  readonly severity?: Severity;
  /** 0 to 100. */
  readonly riskScore?: number;
  readonly buildingBlock?: boolean;
  /** Such as `5m`. */
  readonly interval?: string;
  readonly suppression?: LoadedSuppression | 'none';
}

export const noTuning: Tuning = { rules: [], disabled: [], overrides: [], profiles: [] };
