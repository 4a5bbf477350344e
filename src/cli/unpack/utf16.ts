/** UTF-16, as PowerShell's `>` writes. */
export async function* utf8Of(
  bytes: AsyncIterable<Uint8Array>,
  encoding: 'utf-16be' | 'utf-16le',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}
