import type { z } from 'zod'
import { knownSettings, nearest } from './known.ts'

type Issue = z.core.$ZodIssue

/**
 * The first thing that is wrong with a configuration, by the path of the setting, and what to write instead where that
 * is more than the problem itself says.
 */
export function configProblem(
  schema: z.ZodType,
  value: unknown,
  { issues: [issue] }: z.ZodError,
): { problem: string; remedy: string | null } {
  if (issue === undefined) return { problem: 'the whole does not fit', remedy: null }
  return { problem: settingProblem(issue), remedy: remedyOf(schema, value, issue) }
}

function remedyOf(schema: z.ZodType, value: unknown, issue: Issue): string | null {
  if (issue.code !== 'unrecognized_keys') return null
  const known = knownSettings(schema, value, issue.path)
  if (known === null) return null
  const [wrong = ''] = issue.keys
  const meant = nearest(wrong, known)
  const there = `Settings there are ${known.join(', ')}.`
  return meant === null ? there : `Did you mean ${meant}? ${there}`
}

/** What is wrong with one setting, in words that name it: `training.epochs must be a whole number`. */
export function settingProblem(issue: Issue): string {
  const place = issue.path.map(String).join('.')
  const setting = place === '' ? 'the whole' : place
  switch (issue.code) {
    case 'unrecognized_keys': {
      const names = issue.keys.map((key) => (place === '' ? key : `${place}.${key}`))
      return `there is no setting ${names.join(', ')}`
    }
    case 'invalid_type':
      return `${setting} must be ${typeNames[issue.expected] ?? issue.expected}`
    case 'too_small':
      return `${setting} must be ${issue.inclusive === true ? 'at least' : 'more than'} ${String(issue.minimum)}${unitOf(issue.origin)}`
    case 'too_big':
      return `${setting} must be ${issue.inclusive === true ? 'at most' : 'less than'} ${String(issue.maximum)}${unitOf(issue.origin)}`
    case 'invalid_value':
      return `${setting} must be one of ${issue.values.map(String).join(', ')}`
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
      const names = options.filter((option) => option !== undefined).map(String)
      if (names.length > 0) return `${setting} must be one of ${names.join(', ')}`
      return alternatives(issue, setting) ?? `${setting} does not fit`
    }
    case 'custom':
      return `${setting} ${issue.message}`
    default:
      return `${setting} does not fit`
  }
}

/** What each way to write a setting asks for; null where there is none. */
function alternatives(issue: Extract<Issue, { code: 'invalid_union' }>, setting: string): string | null {
  const problems = issue.errors.flatMap(([first]) => (first === undefined ? [] : [settingProblem(first)]))
  const wishes = problems.map((problem) => problem.replace('the whole must be ', ''))
  return wishes.length === 0 ? null : `${setting} must be ${wishes.join(', or ')}`
}

const typeNames: Partial<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function unitOf(origin: string): string {
  return origin === 'array' ? ' entries' : ''
}
