/**
 * Values between the two sides as text, with the limits of Electron's own cloning: functions, symbols and shared
 * memory do not pass. The same source runs in the page, so it is self-contained.
 */
export function encode(value: unknown): string {
  function walk(part: unknown, path: string): unknown {
    switch (typeof part) {
      case 'undefined':
        return { $: 'undefined' }
      case 'number':
        return Number.isFinite(part) ? part : { $: 'number', text: String(part) }
      case 'bigint':
        return { $: 'bigint', text: String(part) }
      case 'function':
      case 'symbol':
        throw new Error(`An object could not be cloned: a ${typeof part} at ${path}`)
      case 'object': {
        if (part === null) return null
        if (part instanceof Date) return { $: 'date', time: part.getTime() }
        if (Array.isArray(part)) return part.map((item, index) => walk(item, `${path}[${index}]`))
        const isView = ArrayBuffer.isView(part)
        const buffer = isView ? part.buffer : part
        if (typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer) {
          throw new Error(`An object could not be cloned: shared memory at ${path}`)
        }
        if (isView || part instanceof ArrayBuffer) {
          const bytes = isView ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(part)
          return { $: 'bytes', kind: isView ? part.constructor.name : 'ArrayBuffer', list: [...bytes] }
        }
        return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item, `${path}.${key}`)]))
      }
      default:
        return part
    }
  }
  return JSON.stringify(walk(value, 'value'))
}

export function decode(text: string): unknown {
  function walk(part: unknown): unknown {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) return part.map(walk)
    const tagged = part as { $?: string; text?: string; time?: number; list?: number[]; kind?: string }
    switch (tagged.$) {
      case undefined:
        return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item)]))
      case 'undefined':
        return undefined
      case 'number':
        return Number(tagged.text)
      case 'bigint':
        return BigInt(tagged.text ?? '0')
      case 'date':
        return new Date(tagged.time ?? 0)
      default: {
        const { buffer } = new Uint8Array(tagged.list ?? [])
        if (tagged.kind === 'ArrayBuffer') return buffer
        const views: Record<string, new (buffer: ArrayBuffer) => unknown> = { Float32Array, Float64Array, Int32Array }
        return new (views[tagged.kind ?? ''] ?? Uint8Array)(buffer)
      }
    }
  }
  return walk(JSON.parse(text))
}
