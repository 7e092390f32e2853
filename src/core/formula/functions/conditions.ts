import { alike, conditionOf } from '../arguments.ts'
import { FormulaError, wordsAt } from '../problem.ts'
import { choose, isMissing, isUnknown, missingOf, not, type FormulaValue } from '../values.ts'
import { argumentAt, type FunctionDefinition } from './definition.ts'

export const conditionFunctions: FunctionDefinition[] = [
  {
    name: 'if',
    group: 'conditions',
    usage: 'if(condition, yes, no)',
    help: 'One value where the condition is true, another where it is false; missing where it is missing.',
    example: 'if(age < 18, 0, price)',
    arity: [3, 3],
    build(call) {
      const condition = conditionOf(argumentAt(call, 0), call)
      const [yes, no] = alike([argumentAt(call, 1), argumentAt(call, 2)], call)
      if (yes === undefined || no === undefined || yes.type === 'missing') return { type: 'missing' }
      const unknown = isUnknown(condition)
      const chosen = choose(condition.isTrue, yes, no)
      return unknown === null ? chosen : choose(unknown, missingOf(chosen.type), chosen)
    },
  },
  {
    name: 'isMissing',
    group: 'conditions',
    usage: 'isMissing(x)',
    help: 'True where a value of any type is missing.',
    example: 'if(isMissing(cabin), 0, 1)',
    arity: [1, 1],
    build(call) {
      const { node, value } = argumentAt(call, 0)
      if (value.type === 'missing') {
        throw new FormulaError(`${wordsAt(call.source, node)} is always missing; ask for a column.`, node)
      }
      return { type: 'boolean', isTrue: isMissing(value), isFalse: null }
    },
  },
  {
    name: 'coalesce',
    group: 'conditions',
    usage: 'coalesce(x, y, …)',
    help: 'The first of several values of one type that is not missing.',
    example: 'coalesce(weight, 70)',
    arity: [2, 100],
    build(call) {
      const values = alike(call.args, call)
      return values.reduceRight((rest: FormulaValue, value) =>
        value.type === 'missing' ? value : choose(not(isMissing(value)), value, rest),
      )
    },
  },
]
