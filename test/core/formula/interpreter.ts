import type { Cell, Row, Tree } from './trees.ts'

/** A formula over one row by plain recursion: an independent definition of what formulas mean. */
export function interpret(tree: Tree, row: Row): Cell {
  const valueOf = (part: Tree): Cell => interpret(part, row)
  switch (tree.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return tree.value
    case 'missing':
      return null
    case 'column':
      return row[tree.name] ?? null
    case 'negate':
      return ofNumbers([valueOf(tree.x)], ([x]) => -x!)
    case 'not':
      return not(valueOf(tree.x))
    case 'and':
      return and(valueOf(tree.x), valueOf(tree.y))
    case 'or':
      return not(and(not(valueOf(tree.x)), not(valueOf(tree.y))))
    case 'join':
      return joined([valueOf(tree.x), valueOf(tree.y)])
    case 'arithmetic':
      return ofNumbers([valueOf(tree.x), valueOf(tree.y)], ([x, y]) => arithmetic(tree.sign, x!, y!))
    case 'comparison':
      return compared(tree.sign, valueOf(tree.x), valueOf(tree.y))
    case 'in':
      return tree.list
        .map((item) => compared('=', valueOf(tree.x), valueOf(item)))
        .reduce((any, one) => not(and(not(any), not(one))))
    case 'call':
      return called(tree.name, tree.args.map(valueOf))
  }
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function ofNumbers(values: Cell[], compute: (numbers: number[]) => number): number | null {
  return values.includes(null) ? null : known(compute(values as number[]))
}

function not(x: Cell): Cell {
  return x === null ? null : !x
}

function and(x: Cell, y: Cell): Cell {
  if (x === false || y === false) return false
  return x === null || y === null ? null : true
}

function joined(values: Cell[]): Cell {
  return values.includes(null) ? null : values.map((value) => String(value === 0 ? 0 : value)).join('')
}

function arithmetic(sign: string, x: number, y: number): number {
  switch (sign) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return x / y
    case '^':
      return x ** y
    default: {
      const rest = x % y
      return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest
    }
  }
}

function compared(sign: string, x: Cell, y: Cell): Cell {
  if (x === null || y === null) return null
  switch (sign) {
    case '=':
      return x === y
    case '<>':
      return x !== y
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    default:
      return x >= y
  }
}

function halvesToEven(x: number): number {
  const below = Math.floor(x)
  const rest = x - below
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}

function called(name: string, args: Cell[]): Cell {
  const [first = null, second = null, third = null] = args
  switch (name) {
    case 'if':
      return first === null ? null : first === true ? second : third
    case 'isMissing':
      return first === null
    case 'coalesce':
      return args.find((value) => value !== null) ?? null
    case 'min':
      return ofNumbers(args, (numbers) => Math.min(...numbers))
    case 'max':
      return ofNumbers(args, (numbers) => Math.max(...numbers))
    case 'round':
      return ofNumbers([first, args.length > 1 ? second : 0], ([x, digits]) =>
        digits === 0 ? halvesToEven(x!) : halvesToEven(x! * 10 ** digits!) / 10 ** digits!,
      )
    case 'date':
      return Date.parse(String(first).includes('T') ? `${String(first)}Z` : String(first)) / 86_400_000
    case 'concat':
      return joined(args)
    case 'text':
      return joined([first])
    case 'lower':
      return first === null ? null : String(first).toLowerCase()
    case 'upper':
      return first === null ? null : String(first).toUpperCase()
    case 'length':
      return first === null ? null : Array.from(String(first)).length
    default:
      return ofNumbers([first], ([x]) => ofOne(name, x!))
  }
}

function ofOne(name: string, x: number): number {
  const date = new Date(Math.round(x * 86_400_000))
  switch (name) {
    case 'year':
      return date.getUTCFullYear()
    case 'month':
      return date.getUTCMonth() + 1
    case 'day':
      return date.getUTCDate()
    case 'weekday':
      return ((date.getUTCDay() + 6) % 7) + 1
    case 'hour':
      return date.getUTCHours()
    case 'ln':
      return Math.log(x)
    case 'log10':
      return logarithm(x, 10)
    case 'log2':
      return logarithm(x, 2)
    default: {
      const found: unknown = Reflect.get(Math, name)
      if (typeof found !== 'function') throw new Error(`no ${name}`)
      return (found as (value: number) => number)(x)
    }
  }
}

/** Math.log10 ends in other digits, and a text of the number would show them. */
function logarithm(x: number, base: number): number {
  const quotient = Math.log(x) / Math.log(base)
  const whole = halvesToEven(quotient)
  return base ** whole === x ? whole : quotient
}
