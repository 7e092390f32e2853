import { type CallName, type CallOutput, type CallRequest, contract } from '../shared/contract.ts'
import { DescentError, type Result, toFailure } from '../shared/errors.ts'
import type { Application } from './application.ts'

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(contract, name)
}

/** The first thing wrong with an input, in words, with the place inside it. */
function describeIssue(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const [first] = issues
  if (first === undefined) return ''
  const place = first.path.map(String).join('.')
  return place === '' ? first.message : `${place}: ${first.message}`
}

async function answer<N extends CallName>(application: Application, name: N, input: unknown): Promise<CallOutput<N>> {
  const parsed = contract[name].input.safeParse(input)
  if (!parsed.success) {
    throw new DescentError('usage', `The request ${name} is malformed: ${describeIssue(parsed.error.issues)}`)
  }
  const handler = application.handlers[name]
  return handler(parsed.data as CallRequest<N>)
}

/**
 * One call of the contract on behalf of a host, with its input parsed. Never rejects: whatever goes wrong is a
 * failure that can be shown.
 */
export async function dispatch(application: Application, name: string, input: unknown): Promise<Result<unknown>> {
  if (!isCallName(name)) {
    return { ok: false, error: { kind: 'refused', message: `There is no call named “${name.slice(0, 100)}”.` } }
  }
  try {
    return { ok: true, value: await answer(application, name, input) }
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind === 'internal' && process.env['DESCENT_DEBUG'] !== undefined) console.error(error)
    return { ok: false, error: failure }
  }
}
