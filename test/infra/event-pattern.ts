/**
 * Whether EventBridge's pattern lets an event through, for the operators that the template has; another is an error.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((filter) => matchesFilter(filter, event));
  if (!isObject(pattern))
    throw new Error(`a pattern is of lists and objects, not ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([name, inner]) => {
    if (name.startsWith('$')) throw new Error(`the operator ${name} is not known here`);
    return isObject(event) && name in event && matchesPattern(inner, event[name]);
  });
}

function matchesFilter(filter: unknown, value: unknown): boolean {
  if (!isObject(filter)) return filter === value;
  const { prefix, ...others } = filter;
  if (typeof prefix !== 'string' || Object.keys(others).length > 0)
    throw new Error(`the filter ${JSON.stringify(filter)} is not known here`);
  return typeof value === 'string' && value.startsWith(prefix);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
