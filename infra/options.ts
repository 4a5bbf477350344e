/** The options of osls that settings depend on. */
export interface Options {
  readonly params: ReadonlyMap<string, string>;
  readonly stage: string;
}

/** @param args of the command line, with `--param name=value` and `--stage name`, each also as `--option=value` */
export function optionsOf(args: readonly string[]): Options {
  const params = new Map<string, string>();
  let stage = 'production';
  args.forEach((arg, index) => {
    const [, option, joined] =
      /^--(param|stage)(?:=(.*))?$/s.exec(arg) ?? (arg === '-s' ? ['', 'stage'] : []);
    const value = joined ?? args[index + 1] ?? '';
    if (option === 'stage') stage = value;
    if (option !== 'param') return;
    const [, name = value, text = ''] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
    params.set(name, text);
  });
  return { params, stage };
}
