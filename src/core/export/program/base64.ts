const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 with padding (RFC 4648). */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1], bytes[at + 2]]
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    const character = (shift: number): string => alphabet.charAt((bits >> shift) & 63)
    parts.push(
      character(18) + character(12) + (b === undefined ? '=' : character(6)) + (c === undefined ? '=' : character(0)),
    )
  }
  return parts.join('')
}
