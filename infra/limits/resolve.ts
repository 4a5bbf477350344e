/** What references in a template stand for. */

/** As much of a packaged template as is looked at. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** What a stack would have. */
export interface Made {
  /** `AWS::Region`, for example. @returns undefined for one without a value */
  pseudoParameter(name: string): string | undefined;
  /** What `Ref` gives of a resource. */
  ref(id: string): string;
  attribute(id: string, name: string): string;
}

/**
 * @returns what replaces every reference in a value by what it stands for
 * @throws for functions of CloudFormation that no template of ours has
 */
export function resolver(made: Made): (value: unknown) => unknown {
  const ref = (name: string) => (name.startsWith('AWS::') ? made.pseudoParameter(name) : made.ref(name));

  /** `${Name}`, `${Name.Attribute}`, `${AWS::Region}`. */
  function substitute(text: string): string {
    return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      const [id = '', ...rest] = name.split('.');
      return String(rest.length === 0 ? ref(id) : made.attribute(id, rest.join('.')));
    });
  }

  return function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, given] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (key === 'Ref') return ref(given as string);
      if (key === 'Fn::GetAtt') return made.attribute(...(given as [string, string]));
      if (key === 'Fn::Sub') return substitute(given as string);
      if (key === 'Fn::Join') {
        const [separator, parts] = given as [string, readonly unknown[]];
        return parts.map(resolve).join(separator);
      }
      if (key.startsWith('Fn::')) throw new Error(`${key} is not known here`);
    }
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each)]));
  };
}
