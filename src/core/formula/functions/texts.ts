import { joinedText, textArgument } from '../arguments.ts'
import { joined } from '../operators.ts'
import { argumentAt, type FunctionDefinition } from './definition.ts'

function cased(name: 'lower' | 'upper', help: string, example: string): FunctionDefinition {
  return {
    name,
    group: 'texts',
    usage: `${name}(text)`,
    help,
    example,
    arity: [1, 1],
    build(call) {
      return { type: 'text', text: { op: 'case', to: name, text: textArgument(argumentAt(call, 0), call).text } }
    },
  }
}

export const textFunctions: FunctionDefinition[] = [
  {
    name: 'text',
    group: 'texts',
    usage: 'text(x)',
    help: 'A number as a text, the shortest that reads as the same number; a condition as true or false.',
    example: "text(floor) & '-' & wing",
    arity: [1, 1],
    build(call) {
      return joinedText(argumentAt(call, 0), call)
    },
  },
  {
    name: 'concat',
    group: 'texts',
    usage: 'concat(a, b, …)',
    help: 'Texts one after the other, as a & b; missing where one is missing.',
    example: "concat(city, ', ', country)",
    arity: [1, 100],
    build(call) {
      return joined(call.args, call)
    },
  },
  {
    name: 'length',
    group: 'texts',
    usage: 'length(text)',
    help: 'How many characters a text has.',
    example: 'length(comment)',
    arity: [1, 1],
    build(call) {
      const { text } = textArgument(argumentAt(call, 0), call)
      return { type: 'number', x: { op: 'textLength', text }, overflows: false }
    },
  },
  {
    name: 'words',
    group: 'texts',
    usage: 'words(text)',
    help: 'How many words a text has: runs of letters and digits.',
    example: 'words(comment)',
    arity: [1, 1],
    build(call) {
      const { text } = textArgument(argumentAt(call, 0), call)
      return { type: 'number', x: { op: 'wordCount', text, words: { kind: 'all' } }, overflows: false }
    },
  },
  cased('lower', 'A text in lower case.', "lower(city) = 'bern'"),
  cased('upper', 'A text in upper case.', "upper(code) in ('A1', 'B2')"),
]
