import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateNumber } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import {
  columnsNamed,
  isFormulaProblem,
  readCondition,
  readFormula,
  valueOfColumn,
} from '../../../src/core/formula/formula.ts'
import type { FormulaColumns } from '../../../src/core/formula/compile.ts'
import type { FormulaValue } from '../../../src/core/formula/values.ts'
import { parseFormula } from '../../../src/core/formula/parse.ts'
import { FormulaError } from '../../../src/core/formula/problem.ts'
import { numbers, tableOf } from '../../support/tables.ts'
import { bare, print } from './trees.ts'

const columns: FormulaColumns = new Map(
  (
    [
      ['age', 'number'],
      ['price', 'number'],
      ['sepal.length', 'number'],
      ['1stFlrSF', 'number'],
      ['net weight', 'number'],
      ['name', 'category'],
      ['zip', 'category'],
      ['alive', 'boolean'],
      ['ordered', 'date'],
    ] as const
  ).map(([name, kind]) => [name, valueOfColumn({ name, kind })]),
)

/** With all parentheses that the order of signs leaves out. */
function grouped(formula: string): string {
  return JSON.stringify(bare(parseFormula(formula)))
}

describe('the order of signs', () => {
  it.each([
    ['1 + 2 * 3', '1 + (2 * 3)'],
    ['8 - 4 - 2', '(8 - 4) - 2'],
    ['8 / 4 % 3 * 2', '((8 / 4) % 3) * 2'],
    ['2 ^ 3 ^ 2', '2 ^ (3 ^ 2)'],
    ['-2 ^ 2', '-(2 ^ 2)'],
    ['2 ^ -1 ^ 2', '2 ^ (-(1 ^ 2))'],
    ['- - age', '-(-age)'],
    ['+age', 'age'],
    ['a & b + 1 = c', '(a & (b + 1)) = c'],
    ['not a = b and c or d', '((not (a = b)) and c) or d'],
    ['a or b and c', 'a or (b and c)'],
    ['not not a', 'not (not a)'],
    ['a not in (1, 2)', 'not (a in (1, 2))'],
    ['a + 1 in (1; 2)', '(a + 1) in (1, 2)'],
    ['AND(a, b, c)', '(a and b) and c'],
    ['or(a, b)', 'a or b'],
    ['a == b', 'a = b'],
    ['a != b', 'a <> b'],
    ['= a + 1', 'a + 1'],
  ])('reads %s as %s', (short, long) => {
    expect(grouped(short)).toBe(grouped(long))
  })
})

describe('words', () => {
  it.each([
    ['sepal.length', { kind: 'column', name: 'sepal.length' }],
    ['Größe_2', { kind: 'column', name: 'Größe_2' }],
    ['[net weight]', { kind: 'column', name: 'net weight' }],
    ['[a]]b]', { kind: 'column', name: 'a]b' }],
    ['`a``b [c]`', { kind: 'column', name: 'a`b [c]' }],
    ['[and]', { kind: 'column', name: 'and' }],
    ["'it''s'", { kind: 'text', value: "it's" }],
    ['"say ""hi"""', { kind: 'text', value: 'say "hi"' }],
    ['TRUE', { kind: 'boolean', value: true }],
    ['Missing', { kind: 'missing' }],
    ['.5', { kind: 'number', value: 0.5 }],
    ['1.', { kind: 'number', value: 1 }],
    ['2.5e-3', { kind: 'number', value: 0.0025 }],
  ])('reads %s', (formula, tree) => {
    expect(bare(parseFormula(formula))).toEqual(tree)
  })
})

describe('formulas that cannot be used', () => {
  it.each([
    ['', 'The formula is empty.'],
    ['  = ', 'The formula is empty.'],
    ['agee / 2', '“agee” at character 1 is no column of the table; did you mean age?'],
    ['pirce / 2', '“pirce” at character 1 is no column of the table; did you mean price?'],
    ['1 + [net weigt]', '“[net weigt]” at character 5 is no column of the table; did you mean [net weight]?'],
    ['xyzzy', "“xyzzy” at character 1 is no column of the table; a text is written in quotes, 'like this'."],
    ['rond(price)', '“rond” at character 1 is no function; did you mean round?'],
    ['log(price)', '“log” at character 1 is no function; did you mean ln for the natural logarithm or log10?'],
    ['frobnicate(price)', '“frobnicate” at character 1 is no function.'],
    [
      '1stFlrSF',
      '“1stFlrSF” at character 1 is neither a number nor a name; write a column as [1stFlrSF] and a product as 1 * stFlrSF.',
    ],
    ['1e999 * age', '“1e999” at character 1 is beyond the largest number, 1.8e308.'],
    ["name = 'Ann", "The text that begins at character 8 has no closing '."],
    ['[net weight', 'The column’s name that begins at character 1 has no closing ].'],
    ['age +', 'The formula ends at character 6, where a value should follow.'],
    ['age * * 2', 'A value is missing before “*” at character 7.'],
    ['age ** 2', '“**” at character 5 has no meaning in a formula; write a power with ^.'],
    ['age > 1 && price > 1', '“&&” at character 9 has no meaning in a formula; write and.'],
    ['name = “Ann”', "““” at character 8 has no meaning in a formula; put a text in straight quotes, 'like this'."],
    ['age # 2', '“#” at character 5 has no meaning in a formula; put names with such signs in [brackets].'],
    ['(age + 1', 'The “(” at character 1 has no closing “)”.'],
    ['round(age', 'The “(” at character 6 has no closing “)”.'],
    ['age + 1)', 'The “)” at character 8 closes no parenthesis.'],
    ['age price', '“price” at character 5 follows another value; put a sign such as + between them.'],
    ['age, price', '“,” at character 4 is not expected there.'],
    ['age in 1', 'A list in parentheses is missing after “in” at character 8.'],
    ['age in ()', 'The list at character 8 is empty.'],
    ['1 < age < 3', '“<” at character 9 compares what was compared already; join two comparisons by and.'],
    ['and age', 'A value is missing before “and” at character 1.'],
    ['and()', '“and()” at character 1 joins nothing; give it conditions.'],
    ['name + 1', '“name” at character 1 is a text, and + takes a number; join texts by &.'],
    ['age + name', '“name” at character 7 is a text, and + takes a number; join texts by &.'],
    ['1 + (age > 3)', '“(age > 3)” at character 5 is a condition, and + takes a number; write if((age > 3), 1, 0).'],
    [
      'ordered + ordered',
      '“ordered” at character 11 is a date, and + takes a number; take its year, month or day, or subtract another date.',
    ],
    [
      '5 - ordered',
      '“ordered” at character 5 is a date, and - takes a number; take its year, month or day, or subtract another date.',
    ],
    ["year('2020-01-01')", "“'2020-01-01'” at character 6 is a text, and year takes a date; write date('2020-01-01')."],
    [
      "date('2020-02-31')",
      "“'2020-02-31'” at character 6 is no date; write year, month and day in quotes, date('2020-01-31').",
    ],
    ['date(age)', "“age” at character 6 is no date; write year, month and day in quotes, date('2020-01-31')."],
    [
      "ordered > '2020-01-01'",
      "“ordered” at character 1 is a date, and “'2020-01-01'” at character 11 is a text; write date('2020-01-01').",
    ],
    ['zip = 8000', "“zip” at character 1 is a text, and “8000” at character 7 is a number; write '8000'."],
    ['zip in (8000, 8001)', "“zip” at character 1 is a text, and “8000” at character 9 is a number; write '8000'."],
    [
      "name < 'b'",
      '“name” at character 1 is a text, and < compares numbers or dates; other values can only be = or <>.',
    ],
    [
      'ordered >= age',
      '“ordered” at character 1 is a date, and “age” at character 12 is a number; compare values of one type.',
    ],
    ['age = missing', 'Nothing equals missing; ask isMissing(x) at character 7.'],
    [
      'age + missing',
      '“missing” at character 7 is missing, and + takes a number; compute with values, or ask isMissing(x).',
    ],
    ['isMissing(missing)', '“missing” at character 11 is always missing; ask for a column.'],
    ['if(age, 1, 2)', '“age” at character 4 is a number, and if takes a condition; compare it, as in age > 0.'],
    [
      "if(age > 1, 1, 'a')",
      "“'a'” at character 16 is a text, and if takes values of one type; “1” at character 13 is a number.",
    ],
    ['not age', '“age” at character 5 is a number, and not takes a condition; compare it, as in age > 0.'],
    ['if(age > 1, 2)', '“if” at character 1 takes 3 values, and here are 2: it is written if(condition, yes, no).'],
    ['abs()', '“abs” at character 1 takes 1 value, and here are 0: it is written abs(x).'],
    [
      'coalesce(age)',
      '“coalesce” at character 1 takes at least 2 values, and here are 1: it is written coalesce(x, y, …).',
    ],
    [
      'round(age, 1, 2)',
      '“round” at character 1 takes at most 2 values, and here are 3: it is written round(x, [digits]).',
    ],
    ['round(age, 99)', '“99” at character 12 is no whole number from -15 to 15, which round takes as its digits.'],
    ['length(age)', '“age” at character 8 is a number, and length takes a text; write text(age).'],
    ["ordered & 'x'", '“ordered” at character 1 is a date, and & takes a text; take its year, month or day.'],
    ['1 + 1', 'The formula names no column, so that it is the same in every row.'],
    ['if(alive, missing, missing)', 'The formula is missing in every row.'],
  ])('%s', (formula, message) => {
    expect(readFormula(formula, columns)).toMatchObject({ message })
  })

  it('says where the fault lies', () => {
    const found = readFormula('price + agee', columns)
    expect(isFormulaProblem(found) && 'price + agee'.slice(found.start, found.end)).toBe('agee')
  })

  it('asks a filter for a condition', () => {
    expect(readCondition('age + 1', columns)).toMatchObject({
      message: 'The formula gives a number, and a filter needs a condition, such as age >= 18.',
    })
    expect(readCondition("alive or age > 3 and name = 'x'", columns)).toMatchObject({
      columns: ['alive', 'age', 'name'],
    })
  })
})

describe('formulas without measure', () => {
  it.each([
    ['too long', `age${' + 1'.repeat(25_000)}`, /has 100003 characters, and at most 10000 are read/],
    ['10,000 parentheses', `${'('.repeat(4999)}a${')'.repeat(4999)}`, /nested more than 200 deep at character 201/],
    ['more parentheses than are read', '('.repeat(10_000), /nested more than 200 deep/],
    ['a long chain', `age${' + 1'.repeat(2000)}`, /nested more than 200 deep/],
    ['signs', `${'-'.repeat(9000)}age`, /nested more than 200 deep/],
    ['not', `${'not '.repeat(2000)}alive`, /nested more than 200 deep/],
    ['powers', `age${'^2'.repeat(4000)}`, /nested more than 200 deep/],
    ['functions', `${'abs('.repeat(1500)}age${')'.repeat(1500)}`, /nested more than 200 deep/],
  ])('are refused: %s', (_, formula, message) => {
    const found = readFormula(formula, columns)
    expect(isFormulaProblem(found) && found.message).toMatch(message)
  })

  it('are told in a sentence, whatever is typed', () => {
    const piece = fc.constantFrom(
      ...[
        'age',
        'name',
        'alive',
        'ordered',
        '[net weight]',
        'if',
        'round',
        'date',
        'isMissing',
        'in',
        'not',
        'and',
        'missing',
      ],
      ...[
        '(',
        ')',
        ',',
        '+',
        '-',
        '*',
        '/',
        '^',
        '%',
        '&',
        '=',
        '<',
        '>=',
        '1',
        '2.5',
        "'a'",
        '"',
        '[',
        '`',
        '#',
        ' ',
        'ü',
        '😀',
      ],
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
          fc.string(),
        ),
        (text) => {
          const found = readFormula(text, columns)
          if (!isFormulaProblem(found)) return
          expect(found.message).toMatch(/[.?]$/)
          expect(found.start).toBeGreaterThanOrEqual(0)
          expect(found.end).toBeGreaterThanOrEqual(found.start)
          expect(found.end).toBeLessThanOrEqual(text.length)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('takes chains and lists as long as people write them', () => {
    const sum = Array.from({ length: 150 }, (_, index) => `price * ${index}`).join(' + ')
    expect(readFormula(sum, columns)).toMatchObject({ columns: ['price'] })
    const list = Array.from({ length: 900 }, (_, index) => `${index}`).join(', ')
    expect(readFormula(`age in (${list})`, columns)).toMatchObject({ columns: ['age'] })
  })

  it('refuses formulas that build on one another without end', () => {
    const known = new Map<string, FormulaValue>(columns)
    let message: string | null = null
    for (let step = 0; step < 1000 && message === null; step++) {
      const found = readFormula(`abs(abs(abs(abs(last + 1))))`.replace('last', step === 0 ? 'age' : 'last'), known)
      if (isFormulaProblem(found)) message = found.message
      else known.set('last', found.value)
    }
    // The deepest one that is taken can still be worked out.
    const last = known.get('last')
    if (last?.type !== 'number') throw new Error('no number')
    const table = tableOf(numbers('age', [1, null]))
    const values = evaluateNumber(tableSource(table), table.rows, last.x)
    expect(values[0]).toBeGreaterThan(50)
    expect(values[1]).toBeNaN()
    expect(message).toBe('The formula builds on too many others; compute it from fewer steps.')
  })
})

describe('columns of a formula', () => {
  it('are listed once, whatever the formula gives, and none where it does not parse', () => {
    expect(columnsNamed("if([net weight] > age, age, unknown & 'x')")).toEqual(['net weight', 'age', 'unknown'])
    expect(columnsNamed('age +')).toEqual([])
  })

  it('throws nothing but its own error while parsing', () => {
    expect(() => parseFormula('(')).toThrow(FormulaError)
    expect(print(bare(parseFormula('((age))')))).toBe('[age]')
  })
})
