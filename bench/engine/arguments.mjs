import { parseArgs } from 'node:util'
import { SetupError } from '../../scripts/setup/report.mjs'
import { furtherNames } from './further.mjs'

const works = ['S', 'M', 'L', 'XL']
const usage = `There are --work ${works.join(',')}, --also ${furtherNames.join(',')} (or all) and --json.`

/**
 * What is to be measured: all works where nothing is chosen, no work where only further measurements are.
 *
 * Errors: SetupError, one sentence, for an option or a name that there is not.
 */
export function readArguments(args) {
  const { json, work, also } = parsed(args)
  const further = also === 'all' ? furtherNames : chosen('measurement', also, furtherNames)
  return {
    json,
    further,
    works: work === undefined && further.length > 0 ? [] : chosen('work', work ?? works.join(), works),
  }
}

function parsed(args) {
  const options = { json: { type: 'boolean', default: false }, work: { type: 'string' }, also: { type: 'string' } }
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new SetupError(`${error.message.split('. ')[0]}. ${usage}`)
  }
}

function chosen(kind, text, names) {
  if (text === undefined) return []
  const parts = text.split(',')
  const wrong = parts.find((name) => !names.includes(name))
  if (wrong !== undefined) throw new SetupError(`There is no ${kind} "${wrong}". Choose from ${names.join(', ')}.`)
  return parts
}
