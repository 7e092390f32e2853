import { z } from 'zod'
import { type CallName, type CallOutput, contract } from '../../shared/contract.ts'
import { type Failure, failureSchema, type Result } from '../../shared/errors.ts'

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failureSchema }),
])

export function failed(error: Failure): { ok: false; error: Failure } {
  return { ok: false, error }
}

/** A Result as it came over the wire, its value parsed by `value`. */
export function parseResult<T>(answer: unknown, value: z.ZodType<T>): Result<T> {
  const result = resultSchema.safeParse(answer)
  if (!result.success) return failed({ kind: 'internal', message: 'Descent answered something that it never should.' })
  if (!result.data.ok) return result.data
  const parsed = value.safeParse(result.data.value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return failed({ kind: 'internal', message: 'Descent answered with something the studio does not understand.' })
}

export function parseCallResult<N extends CallName>(name: N, answer: unknown): Result<CallOutput<N>> {
  return parseResult(answer, contract[name].output as unknown as z.ZodType<CallOutput<N>>)
}

export const pickedFileSchema = z.object({ file: z.string(), fileName: z.string(), sizeBytes: z.number() })
