import { encodings } from '../../shared/datasets.ts'
import type { ImportOptions } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'

/** Options of commands that read a foreign file. */
export const importArguments = {
  sheet: { type: 'string' },
  delimiter: { type: 'string' },
  encoding: { type: 'string' },
  'no-header': { type: 'boolean' },
} as const

export const importHelp = `  --sheet S        the sheet of a spreadsheet, by name
  --delimiter D    what separates fields: a character, or tab
  --encoding E     ${encodings.join(', ')}
  --no-header      the first row is data; columns are named column1, column2, …`

/** Errors: `usage` for an encoding that does not exist. */
export function importOptions(values: {
  sheet?: string
  delimiter?: string
  encoding?: string
  'no-header'?: boolean
}): ImportOptions {
  const options: ImportOptions = {}
  if (values.sheet !== undefined) options.sheet = values.sheet
  if (values.delimiter !== undefined) options.delimiter = delimiterOf(values.delimiter)
  if (values.encoding !== undefined) {
    const encoding = encodings.find((name) => name === values.encoding?.toLowerCase())
    if (encoding === undefined) {
      throw new DescentError('usage', `--encoding ${values.encoding}: there is no such encoding here.`, {
        hint: `Use one of ${encodings.join(', ')}.`,
      })
    }
    options.encoding = encoding
  }
  if (values['no-header'] === true) options.header = false
  return options
}

function delimiterOf(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t'
  if (text.length >= 1 && text.length <= 4) return text
  throw new DescentError('usage', '--delimiter takes one to four characters.')
}
