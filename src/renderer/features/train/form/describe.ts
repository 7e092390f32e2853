import { z } from 'zod'
import { formatCount } from '../../../../core/words/format.ts'
import { plainNumber } from '../../../../core/words/settings/settingText.ts'

/** What a setting's schema says of the field that it needs. */
export type FieldKind =
  | { type: 'number'; nullable: boolean; range: string }
  | { type: 'switch' }
  | { type: 'choice'; options: readonly string[] }
  | { type: 'other' }

interface Json {
  type?: string
  enum?: unknown[]
  anyOf?: Json[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
}

export function describeField(schema: z.ZodType): FieldKind {
  const json = z.toJSONSchema(schema, { io: 'input' }) as Json
  const nullable = json.anyOf?.some(({ type }) => type === 'null') ?? false
  const plain = nullable ? (json.anyOf?.find(({ type }) => type !== 'null') ?? json) : json
  if (plain.enum !== undefined) return { type: 'choice', options: plain.enum.map(String) }
  if (plain.type === 'boolean') return { type: 'switch' }
  if (plain.type !== 'number' && plain.type !== 'integer') return { type: 'other' }
  return { type: 'number', nullable, range: rangeWords(plain) + (nullable ? ', or empty' : '') }
}

/** Limits beyond this are there for safety, not for people. */
const farAway = 1e12

/** "a whole number from 1 to 4,096", "above 0, at most 1". */
function rangeWords({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Json): string {
  const kind = type === 'integer' ? 'a whole number ' : ''
  const [low, high] = [minimum ?? -Infinity, maximum ?? Infinity]
  const most = high < farAway ? shown(high) : null
  if (exclusiveMinimum !== undefined) {
    const upper =
      exclusiveMaximum !== undefined ? `, below ${shown(exclusiveMaximum)}` : most === null ? '' : `, at most ${most}`
    return `${kind}above ${shown(exclusiveMinimum)}${upper}`
  }
  if (low <= -farAway) return `${kind}any number`.trim()
  if (exclusiveMaximum !== undefined) return `${kind}from ${shown(low)} to below ${shown(exclusiveMaximum)}`
  return most === null ? `${kind}from ${shown(low)} on` : `${kind}from ${shown(low)} to ${most}`
}

function shown(value: number): string {
  return Math.abs(value) >= 1000 ? formatCount(value) : plainNumber(value)
}

/** A union's variants by kind: the settings of each, without the kind itself. */
export type Variants = Record<string, Record<string, z.ZodType>>

export function variantsOf(schema: { options: readonly { shape: Record<string, z.ZodType> }[] }): Variants {
  return Object.fromEntries(
    schema.options.map(({ shape }) => {
      const { kind, ...settings } = shape
      return [String((z.toJSONSchema(kind ?? z.never(), { io: 'input' }) as { const?: unknown }).const), settings]
    }),
  )
}
