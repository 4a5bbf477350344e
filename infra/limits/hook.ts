/** Before a template leaves this machine. */

import type { Settings } from '../settings.ts';
import { beyondLimits } from './limits.ts';
import type { Template } from './resolve.ts';

/** As much of Serverless as is used here. */
interface Serverless {
  readonly service: {
    readonly custom: { readonly name: string; readonly stack: { readonly settings: Settings } };
    readonly provider: { readonly region: string; readonly compiledCloudFormationTemplate: Template };
  };
}

/** @throws Error without a stack, if AWS would not take the template */
export function afterPackaging({ service }: Serverless): void {
  const { custom, provider } = service;
  const problems = beyondLimits(provider.compiledCloudFormationTemplate, {
    settings: custom.stack.settings,
    stackName: custom.name,
    region: provider.region,
  });
  if (problems.length === 0) return;
  const error = new Error(['AWS would not take this deployment:', ...problems].join('\n  '));
  // Serverless shows the stack, which helps nobody here.
  error.stack = error.message;
  throw error;
}
