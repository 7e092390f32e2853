/** Names that Windows keeps for devices, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i
/** Most file systems allow 255 bytes a name; the rest is for a number and for files beside it. */
const MAX_BYTES = 180

/**
 * A file name, extension included, that every common file system takes and that reads like `wanted`: characters which
 * Windows refuses become `-`. `fallback` where nothing is left.
 */
export function safeFileName(wanted: string, fallback: string): string {
  const plain = wanted
    .normalize('NFC')
    .toWellFormed()
    // Control characters, marks of direction that disguise an extension, and what Windows refuses.
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069<>:"/\\|?*\ufffd]/gu, '-')
    .replace(/^[\s.]+/u, '')
  const name = shortened(plain).replace(/[\s.]+$/u, '')
  if (name === '') return fallback
  return RESERVED.test(name) ? `_${name}` : name
}

/** Cuts between characters as a person sees them, in front of a short extension where there is one. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - extension.length))) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(segment) + extension.length > MAX_BYTES) break
    kept += segment
  }
  return kept + extension
}
