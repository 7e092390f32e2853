import type { z } from 'zod'
import { DescentError } from '../../shared/errors.ts'

/** Stored JSON, checked against its schema: a project file may come from anywhere. Throws `damaged`. */
export function parseStored<S extends z.ZodType>(schema: S, text: string, what: string, fileName: string): z.output<S> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw damaged(what, fileName, cause)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw damaged(what, fileName, parsed.error)
  return parsed.data
}

function damaged(what: string, fileName: string, cause: unknown): DescentError {
  return new DescentError('damaged', `${fileName} is damaged: ${what} cannot be understood.`, {
    hint: 'Take a copy of the file from a backup.',
    where: { file: fileName },
    cause,
  })
}
