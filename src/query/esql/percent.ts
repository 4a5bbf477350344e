/** @returns a text with all but the unreserved characters of RFC 3986 percent-encoded */
export function percentEncoded(text: string, space: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9._~-]/.test(character)) return character;
    return byte === 0x20 ? space : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
