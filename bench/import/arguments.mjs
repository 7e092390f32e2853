import { parseArgs } from 'node:util'
import { SetupError } from '../../scripts/setup/report.mjs'

export const measurements = ['typed', 'import', 'first', 'workbook']
const further = ['tenMillion']
const usage = `There are --only ${measurements.join(',')}, --also ${further.join(',')}, --rows N and --json.`

/**
 * What is to be measured: everything of `measurements` where nothing is chosen.
 *
 * Errors: SetupError, one sentence, for an option or a name that there is not.
 */
export function readArguments(args) {
  const { json, only, also, rows } = parsed(args)
  const count = Number(rows)
  if (!Number.isInteger(count) || count < 1000) throw new SetupError('--rows takes a whole number from 1000 on.')
  return {
    json,
    rows: count,
    names: [
      ...chosen(only ?? (also === undefined ? measurements.join() : ''), measurements),
      ...chosen(also ?? '', further),
    ],
  }
}

function parsed(args) {
  const options = {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    also: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
  }
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new SetupError(`${error.message.split('. ')[0]}. ${usage}`)
  }
}

function chosen(text, names) {
  const parts = text.split(',').filter((part) => part !== '')
  const wrong = parts.find((name) => !names.includes(name))
  if (wrong !== undefined) throw new SetupError(`There is no measurement "${wrong}". Choose from ${names.join(', ')}.`)
  return parts
}
