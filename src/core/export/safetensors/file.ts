import { z } from 'zod'
import { DescentError } from '../../../shared/errors.ts'

/** A named array of float32, row-major. */
export interface Tensor {
  name: string
  shape: readonly number[]
  values: Float32Array
}

const entrySchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.number().int().min(0)),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
})
const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).default({}) }).catchall(entrySchema)

/**
 * A safetensors file (https://github.com/huggingface/safetensors): the length of the header in 8 bytes, the header as
 * JSON filled up with blanks to a multiple of 8, then the numbers in little-endian order.
 */
export function writeSafetensors(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let at = 0
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + values.length * 4] }
    at += values.length * 4
  }
  const text = asciiJson(header)
  const headerLength = Math.ceil(text.length / 8) * 8
  const file = new Uint8Array(8 + headerLength + at).fill(0x20, 8, 8 + headerLength)
  const view = new DataView(file.buffer)
  view.setBigUint64(0, BigInt(headerLength), true)
  for (let i = 0; i < text.length; i++) file[8 + i] = text.charCodeAt(i)
  let to = 8 + headerLength
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(to, value, true)
      to += 4
    }
  }
  return file
}

/** Throws `unusable-input` for what is no such file, or has other numbers than float32. */
export function readSafetensors(file: Uint8Array): { tensors: Tensor[]; metadata: Record<string, string> } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const headerLength = file.length < 8 ? NaN : Number(view.getBigUint64(0, true))
  if (!(8 + headerLength <= file.length)) throw damaged()
  const parsed = headerSchema.safeParse(jsonOf(file.subarray(8, 8 + headerLength)))
  if (!parsed.success) throw damaged()
  const { __metadata__: metadata, ...entries } = parsed.data
  const first = 8 + headerLength
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]): Tensor => {
      const length = shape.reduce((product, size) => product * size, 1)
      if (to - from !== length * 4 || first + to > file.length) throw damaged()
      const values = Float32Array.from({ length }, (_, i) => view.getFloat32(first + from + i * 4, true))
      return { name, shape, values }
    },
  )
  return { tensors, metadata }
}

/** JSON in which every character beyond ASCII is escaped, so that a character is a byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  } catch {
    return null
  }
}

function damaged(): DescentError {
  return new DescentError('unusable-input', 'This is no safetensors file of float32 numbers, or it is damaged.', {
    hint: 'Export the model again.',
  })
}
