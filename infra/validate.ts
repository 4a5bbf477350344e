/** What is wrong with a packaged template. */
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';

/** A value that a property does not take is only a warning there, and fails the deployment. */
const severeWarnings = new Set(['W3030']);

/**
 * @param path of a template
 * @returns a line for each problem, with its rule and place
 */
export function problemsOf(path: string): readonly string[] {
  const engine = new RegoEngine();
  try {
    const { diagnostics } = engine.validateStandard(new TemplateFile(path));
    return diagnostics
      .filter(({ severity, ruleId }) => ['ERROR', 'FATAL'].includes(severity) || severeWarnings.has(ruleId))
      .map(
        ({ ruleId, entity, propertyPath, message }) =>
          `${ruleId} ${entity?.logicalId ?? ''} ${propertyPath ?? ''}: ${message}`,
      );
  } finally {
    engine.free();
  }
}
