/**
 * FNV-1a of the text's UTF-8 bytes (Fowler, Noll and Vo), 32 bits, mixed by the finalizer of MurmurHash3 (Appleby) so
 * that its low bits depend on every byte. The same on every machine; never for secrets.
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  const add = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) add(code)
    else {
      if (code < 0x800) add(0xc0 | (code >> 6))
      else {
        if (code < 0x10000) add(0xe0 | (code >> 12))
        else {
          add(0xf0 | (code >> 18))
          add(0x80 | ((code >> 12) & 0x3f))
        }
        add(0x80 | ((code >> 6) & 0x3f))
      }
      add(0x80 | (code & 0x3f))
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
