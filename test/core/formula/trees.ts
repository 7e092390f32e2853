import fc from 'fast-check'
import type { FormulaNode } from '../../../src/core/formula/tree.ts'

type Bare<N> = N extends { kind: string }
  ? { [K in keyof N as K extends 'start' | 'end' | 'depth' ? never : K]: Part<N[K]> }
  : never
type Part<T> = T extends FormulaNode ? Tree : T extends FormulaNode[] ? Tree[] : T

/** A formula's tree without places. */
export type Tree = Bare<FormulaNode>

/** The tree without places and depths. */
export function bare(node: FormulaNode): Tree {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'start' || key === 'end' || key === 'depth' ? undefined : value,
    ),
  ) as Tree
}

export type Cell = number | string | boolean | null
export type Row = Record<string, Cell>

/** Two columns of each type; dates are days. */
export const columnsOfType = {
  number: ['n', 'net weight'],
  date: ['d', 'built]on'],
  text: ['t', 'Größe'],
  boolean: ['b', 'not'],
} as const
export type ColumnType = keyof typeof columnsOfType

const cellNumber = fc.option(
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -100, max: 100, noNaN: true }), fc.constant(1e300)),
  { nil: null },
)
const cellDate = fc.option(
  fc.oneof(
    fc.integer({ min: -200_000, max: 200_000 }),
    fc.integer({ min: -1e9, max: 1e9 }).map((minutes) => minutes / 1440),
  ),
  { nil: null },
)
const cellText = fc.option(fc.constantFrom('a', 'B', 'a b', 'ÄÖ', "it's"), { nil: null })
const cellBoolean = fc.option(fc.boolean(), { nil: null })

export const anyRow: fc.Arbitrary<Row> = fc
  .tuple(cellNumber, cellNumber, cellDate, cellDate, cellText, cellText, cellBoolean, cellBoolean)
  .map((cells) =>
    Object.fromEntries(
      Object.values(columnsOfType)
        .flat()
        .map((name, index) => [name, cells[index] ?? null]),
    ),
  )

const call = (name: string, ...args: fc.Arbitrary<Tree>[]): fc.Arbitrary<Tree> =>
  fc.tuple(...args).map((made) => ({ kind: 'call', name, args: made }))

const { number, date, text, boolean } = fc.letrec<Record<ColumnType, Tree>>((tie) => {
  const [n, d, t, b] = [tie('number'), tie('date'), tie('text'), tie('boolean')]
  const column = (type: ColumnType): fc.Arbitrary<Tree> =>
    fc.constantFrom(...columnsOfType[type]).map((name): Tree => ({ kind: 'column', name }))
  const several = (name: string, part: fc.Arbitrary<Tree>, least: number): fc.Arbitrary<Tree> =>
    fc.array(part, { minLength: least, maxLength: 3 }).map((args): Tree => ({ kind: 'call', name, args }))
  const comparisons = (part: fc.Arbitrary<Tree>, signs: readonly ('=' | '<>' | '<' | '<=' | '>' | '>=')[]) =>
    fc.record({ kind: fc.constant('comparison' as const), sign: fc.constantFrom(...signs), x: part, y: part })
  const lists = (part: fc.Arbitrary<Tree>) =>
    fc.record({ kind: fc.constant('in' as const), x: part, list: fc.array(part, { minLength: 1, maxLength: 4 }) })
  const choices = (part: fc.Arbitrary<Tree>) =>
    fc.oneof(
      call('if', b, part, fc.oneof({ weight: 4, arbitrary: part }, fc.constant<Tree>({ kind: 'missing' }))),
      several('coalesce', part, 2),
    )
  const ofOne = fc.constantFrom(
    ...['abs', 'sign', 'round', 'floor', 'ceil', 'sqrt', 'exp', 'ln', 'log10', 'log2', 'log1p', 'expm1'],
    ...['sin', 'cos', 'tan', 'tanh'],
  )
  const depth = { maxDepth: 4, withCrossShrink: true }
  return {
    number: fc.oneof(
      depth,
      fc.oneof(
        column('number'),
        fc
          .oneof(fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 1e6, noNaN: true }))
          .map((value): Tree => ({ kind: 'number', value: value + 0 })),
      ),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        sign: fc.constantFrom(...(['+', '-', '*', '/', '^', '%'] as const)),
        x: n,
        y: n,
      }),
      fc.record({ kind: fc.constant('negate' as const), x: n }),
      fc.tuple(ofOne, n).map(([name, x]): Tree => ({ kind: 'call', name, args: [x] })),
      several('min', n, 1),
      several('max', n, 1),
      fc
        .tuple(n, fc.integer({ min: 0, max: 4 }))
        .map(([x, digits]): Tree => ({ kind: 'call', name: 'round', args: [x, { kind: 'number', value: digits }] })),
      choices(n),
      fc.record({ kind: fc.constant('arithmetic' as const), sign: fc.constant('-' as const), x: d, y: d }),
      fc
        .tuple(fc.constantFrom('year', 'month', 'day', 'weekday', 'hour'), column('date'))
        .map(([name, x]): Tree => ({ kind: 'call', name, args: [x] })),
      call('length', t),
    ),
    date: fc.oneof(
      depth,
      column('date'),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        sign: fc.constantFrom(...(['+', '-'] as const)),
        x: d,
        y: n,
      }),
      choices(d),
      several('min', d, 1),
      fc
        .constantFrom('2020-01-31', '1969-12-31T23:59:59', '1600-02-29')
        .map((value): Tree => ({ kind: 'call', name: 'date', args: [{ kind: 'text', value }] })),
    ),
    text: fc.oneof(
      depth,
      fc.oneof(
        column('text'),
        fc.constantFrom('', 'a', 'a b', "'", '"', 'Ä\n').map((value): Tree => ({ kind: 'text', value })),
      ),
      fc.record({ kind: fc.constant('join' as const), x: t, y: fc.oneof(t, n, b) }),
      several('concat', t, 1),
      call('lower', t),
      call('upper', t),
      call('text', fc.oneof(n, b)),
      choices(t),
    ),
    boolean: fc.oneof(
      depth,
      fc.oneof(
        column('boolean'),
        fc.boolean().map((value): Tree => ({ kind: 'boolean', value })),
      ),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), x: b, y: b }),
      fc.record({ kind: fc.constant('not' as const), x: b }),
      comparisons(n, ['=', '<>', '<', '<=', '>', '>=']),
      comparisons(d, ['=', '<>', '<', '<=', '>', '>=']),
      comparisons(t, ['=', '<>']),
      comparisons(b, ['=', '<>']),
      lists(n),
      lists(t),
      call('isMissing', fc.oneof(n, d, t, b)),
      choices(b),
    ),
  }
})

export const treesOfType: Record<ColumnType, fc.Arbitrary<Tree>> = { number, date, text, boolean }

const strength: Partial<Record<Tree['kind'], number>> = {
  or: 1,
  and: 2,
  not: 2.5,
  comparison: 3,
  in: 3,
  join: 4,
  negate: 6.5,
}

function strengthOf(tree: Tree): number {
  if (tree.kind !== 'arithmetic') return strength[tree.kind] ?? 9
  return tree.sign === '^' ? 7 : tree.sign === '+' || tree.sign === '-' ? 5 : 6
}

/** The formula with no more parentheses than the order of signs asks for. */
export function print(tree: Tree): string {
  const own = strengthOf(tree)
  const inner = (part: Tree, atLeast: number): string => (strengthOf(part) < atLeast ? `(${print(part)})` : print(part))
  const above = own + 0.1
  switch (tree.kind) {
    case 'number':
      return String(tree.value)
    case 'text':
      return `'${tree.value.replaceAll("'", "''")}'`
    case 'boolean':
      return String(tree.value)
    case 'missing':
      return 'missing'
    case 'column':
      return /^[a-z]$/.test(tree.name) ? tree.name : `[${tree.name.replaceAll(']', ']]')}]`
    case 'negate':
      return `-${inner(tree.x, 6.5)}`
    case 'not':
      return `not ${inner(tree.x, 2.5)}`
    case 'and':
    case 'or':
      return `${inner(tree.x, own)} ${tree.kind} ${inner(tree.y, above)}`
    case 'join':
      return `${inner(tree.x, own)} & ${inner(tree.y, above)}`
    case 'comparison':
      return `${inner(tree.x, above)} ${tree.sign} ${inner(tree.y, above)}`
    case 'in':
      return `${inner(tree.x, above)} in (${tree.list.map(print).join(', ')})`
    case 'arithmetic':
      // A power is worked out from the right, and its exponent may have a sign.
      return tree.sign === '^'
        ? `${inner(tree.x, above)} ^ ${inner(tree.y, 6.5)}`
        : `${inner(tree.x, own)} ${tree.sign} ${inner(tree.y, above)}`
    case 'call':
      return `${tree.name}(${tree.args.map(print).join(', ')})`
  }
}
