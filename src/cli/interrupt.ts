/**
 * The first Ctrl-C asks for an end, so that a command can say what it has; the second ends the process.
 * @returns what is aborted by it
 */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
