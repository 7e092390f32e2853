import { describe, expect, it } from 'vitest'
import { lineScore, lineScoreText } from '../../../../src/renderer/features/runs/noise/measured.ts'
import { findTies, withRowTies } from '../../../../src/renderer/features/runs/noise/ties.ts'
import { groupedFailures } from '../../../../src/renderer/features/runs/noise/groupedFailures.ts'
import { verdictText } from '../../../../src/renderer/features/runs/noise/verdictText.ts'
import { tableRows, unitsOf } from '../../../../src/renderer/features/runs/table/rows.ts'
import type { Comparison } from '../../../../src/shared/comparison.ts'
import type { Run } from '../../../../src/shared/runs.ts'
import type { Study } from '../../../../src/shared/studies.ts'

const recipe = { steps: [], split: { validation: 0.15, test: 0.15, stratify: true, seed: 0 } }

function run(id: string, rmse: number | null, study?: Run['study'], fold?: number): Run {
  const metrics = { rmse, mae: 1, r2: 0.5 }
  return {
    id,
    name: id,
    dataset: 'd',
    target: 'y',
    task: 'regression',
    recipe,
    ...(fold === undefined ? {} : { fold }),
    metrics: rmse === null ? null : { train: metrics, validation: metrics, test: metrics },
    study,
  } as unknown as Run
}

function study(id: string, plan: object, planned: number, best: number | null = null): Study {
  return {
    id,
    name: id,
    dataset: 'd',
    target: 'y',
    task: 'regression',
    recipe,
    plan,
    planned,
    best,
  } as unknown as Study
}

const repeat = study('repeat', { kind: 'repeat', seeds: 4 }, 4)
const repeated = [1, 1.1, 0.9, 1].map((value, index) => run(`s${index}`, value, { id: 'repeat', index }))

describe('the line of a study', () => {
  it('has the mean of its runs and half the width of Student’s interval', () => {
    const found = lineScore({ study: repeat, runs: repeated }, 'test', 'rmse')
    expect(found?.mean).toBeCloseTo(1, 12)
    // t(0.975, 3) · s / √4, with s² = 0.02/3
    expect(found?.half).toBeCloseTo((3.182446305284263 * Math.sqrt(0.02 / 3)) / 2, 9)
  })

  it('is wider for folds, whose training rows overlap', () => {
    const folds = study('folds', { kind: 'folds', folds: { kind: 'rows', folds: 4, repeats: 1 } }, 4)
    const narrow = lineScore({ study: repeat, runs: repeated }, 'test', 'rmse')?.half ?? 0
    const wide = lineScore({ study: folds, runs: repeated }, 'test', 'rmse')?.half ?? 0
    expect(wide / narrow).toBeCloseTo(Math.sqrt((1 / 4 + 1 / 3) / (1 / 4)), 9)
  })

  it('is of a search the score of its best trial, without an interval', () => {
    const search = study('search', { kind: 'search' }, 4, 2)
    const found = lineScore({ study: search, runs: repeated }, 'validation', 'rmse')
    expect(found).toMatchObject({ mean: 0.9, half: null })
    expect(lineScoreText(found)).not.toContain('±')
  })

  it('says nothing before there is a score', () => {
    expect(lineScore({ study: repeat, runs: [run('s0', null)] }, 'test', 'rmse')).toBeNull()
    expect(lineScoreText(null)).toBe('–')
  })
})

describe('ties with the best', () => {
  const lines = [{ study: repeat, runs: repeated }]

  it('are those that are within the noise of repeats, and no others', () => {
    const { ties } = findTies([run('near', 1.05), run('far', 3)], lines, 'rmse')
    expect(ties.get('near')?.test?.reason).toContain('tie with repeat')
    expect(ties.has('far')).toBe(false)
    expect(ties.has('repeat')).toBe(false)
  })

  it('of single runs are asked of the rows of the 20 best, the best of a search among them', () => {
    const singles = Array.from({ length: 30 }, (_, i) => run(`r${i}`, 1 + i / 10))
    const search = {
      study: study('search', { kind: 'search' }, 1, 0),
      runs: [run('trial', 1.15, { id: 'search', index: 0 })],
    }
    const { ties, questions } = findTies(singles.toReversed(), [search as never], 'rmse')
    expect(ties.size).toBe(0)
    expect(questions.map(({ split, best, others }) => [split, best.id, others.length])).toEqual([
      ['validation', 'r0', 20],
      ['test', 'r0', 20],
    ])
    expect(questions[0]?.others.slice(0, 3).map(({ id, run: one }) => [id, one.id])).toEqual([
      ['r1', 'r1'],
      ['search', 'trial'],
      ['r2', 'r2'],
    ])
  })

  it('are marked by what the rows tell, and so are runs on other rows', () => {
    const [best, near, far, other] = ['best', 'near', 'far', 'other'].map((id, i) => run(id, 1 + i)) as [
      Run,
      Run,
      Run,
      Run,
    ]
    const { ties, questions } = findTies([best, near, far, other], [], 'rmse')
    const question = questions.find(({ split }) => split === 'test')!
    const interval = { low: -2, high: 1 }
    const marks = withRowTies(ties, [
      {
        question,
        found: [
          { run: 'near', found: 'tie', difference: -0.5, interval },
          { run: 'far', found: 'apart', difference: -2, interval },
          { run: 'other', found: 'otherRows', difference: null, interval: null },
        ],
      },
    ])
    expect(marks.get('near')?.test).toMatchObject({
      word: 'tie',
      reason: expect.stringMatching(/tie with best.* 0\.5/) as string,
    })
    expect(marks.get('near')?.validation).toBeUndefined()
    expect(marks.has('far')).toBe(false)
    expect(marks.get('other')?.test?.word).toBe('other rows')
  })

  it('are not claimed across targets or splits; the best on another split is said to be on other rows', () => {
    const other = { ...run('near', 1.05), target: 'z' }
    expect(findTies([other], lines, 'rmse')).toEqual({ ties: new Map(), questions: [] })
    const otherSplit = { ...recipe, split: { ...recipe.split, seed: 1 } } as unknown as Run['recipe']
    const [first, second] = [run('first', 1.05), run('second', 1.06)].map((one) => ({ ...one, recipe: otherSplit }))
    const { ties, questions } = findTies([first, second] as Run[], lines, 'rmse')
    expect([...ties.keys()]).toEqual(['first'])
    expect(ties.get('first')?.test).toMatchObject({
      word: 'other rows',
      reason: expect.stringContaining('repeat') as string,
    })
    expect(questions[0]).toMatchObject({ best: { id: 'first' }, others: [{ id: 'second' }] })
  })

  it('are known from the same folds, whatever order the runs stand in', () => {
    const plan = { kind: 'folds', folds: { kind: 'rows', folds: 3, repeats: 1 } }
    const folds = (id: string, scores: number[]) => ({
      study: study(id, plan, 3),
      runs: scores.map((value, fold) => run(`${id}${fold}`, value, { id, index: fold }, fold)).toReversed(),
    })
    // Worse in every fold by about as much: no tie, although the folds differ among themselves.
    const better = folds('a', [1, 5, 9])
    expect(findTies([], [better, folds('b', [2, 6.01, 10.02])], 'rmse').ties.size).toBe(0)
    const { ties, questions } = findTies([], [better, folds('c', [2, 4.5, 9.2])], 'rmse')
    expect(ties.get('c')?.validation?.reason).toContain('same folds')
    expect(questions).toEqual([])
    // Missing values that are filled otherwise leave the rows of each fold what they are.
    const filled = folds('d', [2, 4.5, 9.2])
    const steps = [{ id: 'fill', enabled: true, kind: 'impute', columns: 'numbers', strategy: 'median' }]
    const other = { ...filled, study: { ...filled.study, recipe: { ...recipe, steps } } as unknown as Study }
    expect(findTies([], [better, other], 'rmse').ties.get('d')?.validation?.reason).toContain('same folds')
  })
})

describe('rows of the table', () => {
  const single = run('single', 1)
  const groups = [{ label: null, runs: [repeated[0], single, repeated[1]] as Run[] }]

  it('show a study in one line where its first run would stand', () => {
    const rows = tableRows(groups, [repeat], new Set(), new Set())
    expect(rows.map(({ kind }) => kind)).toEqual(['study', 'run'])
  })

  it('show its runs beneath it where it is open', () => {
    const rows = tableRows(groups, [repeat], new Set(), new Set(['repeat']))
    expect(rows.map((row) => (row.kind === 'run' ? [row.run.id, row.isMember] : row.kind))).toEqual([
      'study',
      ['s0', true],
      ['s1', true],
      ['single', false],
    ])
  })

  it('show runs by themselves where their study is not known', () => {
    const rows = tableRows(groups, [], new Set(), new Set())
    expect(rows.every((row) => row.kind === 'run' && !row.isMember)).toBe(true)
    expect(unitsOf([...repeated, single], []).singles).toHaveLength(5)
    expect(unitsOf([...repeated, single], [repeat])).toMatchObject({ singles: [single], lines: [{ study: repeat }] })
  })

  it('show the heading alone of a closed group', () => {
    const labelled = [{ label: 'all', runs: [single] }]
    expect(tableRows(labelled, [], new Set(['all']), new Set()).map(({ kind }) => kind)).toEqual(['group'])
  })
})

describe('a verdict in words', () => {
  const comparison: Comparison = {
    metric: 'rmse',
    split: 'test',
    direction: 'minimize',
    a: { name: 'A', score: 1 },
    b: { name: 'B', score: 2 },
    verdict: 'better',
    evidence: 'rows',
    difference: -1,
    interval: { low: -1.5, high: -0.5 },
    level: 0.95,
    chances: null,
  }

  it('names the winner, the metric, the rows, the size and the evidence', () => {
    const { headline, reason } = verdictText(comparison)
    expect(headline).toBe('A is better than B on such rows')
    for (const part of ['RMSE', 'test rows', 'lower', '95%', 'drawn again']) expect(reason).toContain(part)
  })

  it('gives the difference the sign that its interval has', () => {
    expect(verdictText(comparison).reason).toMatch(/difference of -1\.0\S* \(95% interval -1\.5\S* to -0\.5/)
    const worse = { ...comparison, verdict: 'worse' as const, difference: 1, interval: { low: 0.5, high: 1.5 } }
    expect(verdictText(worse).reason).toMatch(/difference of 1\.0\S* \(95% interval 0\.5\S* to 1\.5/)
  })

  it('says what rows and seeds make, each where it is known', () => {
    expect(verdictText(comparison).reason).toContain('another sample of such rows')
    expect(verdictText({ ...comparison, evidence: 'seeds' })).toMatchObject({
      headline: 'A is better than B',
      reason: expect.stringContaining('luck of the seed') as string,
    })
  })

  it('celebrates no tie', () => {
    const chances = { better: 0.6, equal: 0, worse: 0.4 }
    const { headline, reason } = verdictText({ ...comparison, verdict: 'tie', evidence: 'folds', chances })
    expect(headline).toMatch(/^A tie/)
    expect(reason).toContain('same folds')
    expect(reason).toContain('60%')
  })
})

it('names all that cannot be compared for the same reason together, the reason once', () => {
  const other = { kind: 'usage' as const, message: 'They are not measured on the same rows.', hint: 'Train both.' }
  const of = (name: string, failure = other) => ({ name, failure })
  const many = ['B', 'C', 'D', 'E', 'F', 'G'].map((name) => of(name))
  const unmeasured = { kind: 'usage' as const, message: '“X” has nothing to be compared by.', hint: 'Wait.' }
  expect(groupedFailures([of('B'), of('X', unmeasured), of('C')])).toEqual([
    { names: 'B and C', text: 'They are not measured on the same rows. Train both.' },
    { names: 'X', text: '“X” has nothing to be compared by. Wait.' },
  ])
  expect(groupedFailures(many)).toMatchObject([{ names: 'B, C, D, E and 2 others' }])
  expect(groupedFailures(many.slice(0, 5))).toMatchObject([{ names: 'B, C, D, E and F' }])
})
