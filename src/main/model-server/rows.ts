import { z } from 'zod'
import { DescentError, type ErrorPlace } from '../../shared/errors.ts'
import { repeatedColumn } from './repeatedColumn.ts'
import { greatestNumber, mostRows, type ServedInput, type ServedModel } from './servedModel.ts'

const requestSchema = z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))])

/** ISO 8601: a day, or a day with a time and perhaps a zone. */
const isoDate = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * The rows of a request, one object or a list of them, as the model takes them. Every column of the model is named once
 * in each row, null where its value is not known: one that is forgotten or misspelt would else be predicted from a gap,
 * and so would a number beyond float32, in which the network works.
 *
 * @throws DescentError `unusable-input`, naming the row (counted from 1) and the column
 */
export function requestedRows(
  model: Pick<ServedModel, 'inputs'>,
  body: { text: string; value: unknown },
): Record<string, string>[] {
  const parsed = requestSchema.safeParse(body.value)
  if (!parsed.success) {
    throw new DescentError('unusable-input', 'The body is no row and no list of rows.', {
      hint: 'Send {"column": value, …} for one row, or [{…}, {…}] for several.',
    })
  }
  const rows = Array.isArray(parsed.data) ? parsed.data : [parsed.data]
  if (rows.length === 0 || rows.length > mostRows) {
    throw new DescentError('unusable-input', `A request has 1 to ${mostRows} rows, not ${rows.length}.`, {
      hint: 'Send them in several requests, or predict a whole file with “descent predict”.',
    })
  }
  const repeated = repeatedColumn(body.text)
  if (repeated !== null) {
    throw unusable(`The column “${repeated.column}” is given twice.`, repeated, 'Give each column once in a row.')
  }
  const known = new Set(model.inputs.map(({ name }) => name))
  return rows.map((row, index) => requestedRow(model.inputs, known, row, index + 1))
}

function requestedRow(
  inputs: readonly ServedInput[],
  known: ReadonlySet<string>,
  given: Readonly<Record<string, unknown>>,
  row: number,
): Record<string, string> {
  const unknown = Object.keys(given).find((name) => !known.has(name))
  if (unknown !== undefined) {
    const names = [...known]
    const shown = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '')
    throw unusable(`The model takes no column “${unknown}”.`, { row, column: unknown }, `It takes: ${shown}.`)
  }
  const values = new Map(Object.entries(given))
  return Object.fromEntries(
    inputs.map((input) => {
      const place = { row, column: input.name }
      if (!values.has(input.name)) {
        throw unusable(`The column “${input.name}” is missing.`, place, 'Send null where its value is not known.')
      }
      return [input.name, textOf(input, values.get(input.name), place)]
    }),
  )
}

/** A JSON value as the text that stands for it in a table. */
function textOf({ name, kind }: ServedInput, value: unknown, place: ErrorPlace): string {
  if (value === null) return ''
  switch (kind) {
    case 'number':
      if (typeof value === 'number' && Math.abs(value) <= greatestNumber) return String(value)
      if (typeof value === 'number') {
        const message = `“${name}” is ${jsonText(value)}, which is too large for the network.`
        throw unusable(message, place, `Send a number from ${-greatestNumber} to ${greatestNumber}, or null.`)
      }
      throw unusable(`“${name}” is ${jsonText(value)}, which is no number.`, place, 'Send a number or null.')
    case 'date':
      if (typeof value === 'string' && isoDate.test(value)) return value
      throw unusable(
        `“${name}” is ${jsonText(value)}, which is no date.`,
        place,
        'Send a text like "2024-05-31" or "2024-05-31T14:30", or null.',
      )
    case 'boolean':
      if (typeof value === 'boolean' || typeof value === 'string') return String(value)
      throw unusable(`“${name}” is ${jsonText(value)}, which is no truth value.`, place, 'Send true, false or null.')
    default:
      if (typeof value === 'string') return value
      if ((typeof value === 'number' && Number.isFinite(value)) || typeof value === 'boolean') return String(value)
      throw unusable(`“${name}” is ${jsonText(value)}, which is no text.`, place, 'Send a text or null.')
  }
}

function jsonText(value: unknown): string {
  // A number beyond the largest of JSON's readers, as 1e400, has become infinite.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function unusable(message: string, where: ErrorPlace, hint: string): DescentError {
  return new DescentError('unusable-input', message, { hint, where })
}
