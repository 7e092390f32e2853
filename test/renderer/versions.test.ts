import { expect, it } from 'vitest'
import { currentRun, evaluatedRun, stepMarks } from '../../src/renderer/app/steps.ts'
import { homeRoute } from '../../src/renderer/app/routePath.ts'
import { newestVersion, outdatedText, versionedName, versionsUpTo } from '../../src/renderer/app/versions.ts'
import type { DatasetBrief } from '../../src/shared/datasets.ts'
import type { Project } from '../../src/shared/projects.ts'
import type { Recipe } from '../../src/shared/recipes.ts'
import type { Run } from '../../src/shared/runs.ts'

const dataset = (id: string, version: number, replacedBy: string | null): DatasetBrief => ({
  id,
  name: 'sales',
  created: `2026-01-0${version}`,
  rows: 10,
  columns: 2,
  version,
  replacedBy,
})
const datasets = [dataset('a', 1, 'b'), dataset('b', 2, 'c'), dataset('c', 3, null), dataset('other', 1, null)]
const recipe = { target: 'price' } as Recipe
const run = (id: string, of: string) =>
  ({
    id,
    name: id,
    created: `2026-02-0${id.length}`,
    dataset: of,
    datasetName: 'sales',
    recipe,
    state: 'finished',
    epochs: 3,
    metrics: { train: null, validation: null, test: null },
  }) as unknown as Run
const project = { datasets, runs: [run('r', 'a'), run('rr', 'b'), run('rrr', 'other')] } as unknown as Project
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

it('follows a table through its versions, and no further', () => {
  expect(ids(versionsUpTo(datasets, 'c'))).toEqual(['c', 'b', 'a'])
  expect(ids(versionsUpTo(datasets, 'b'))).toEqual(['b', 'a'])
  expect(ids(versionsUpTo(datasets, 'other'))).toEqual(['other'])
  expect(newestVersion(datasets, datasets[0]!).id).toBe('c')
  expect(newestVersion(datasets, datasets[3]!).id).toBe('other')
})

it('ends where versions lead in a circle or to one that is not there', () => {
  const broken = [dataset('a', 1, 'b'), dataset('b', 2, 'a'), dataset('d', 1, 'gone')]
  expect(ids(versionsUpTo(broken, 'a'))).toEqual(['a', 'b'])
  expect(newestVersion(broken, broken[0]!).id).toBe('b')
  expect(newestVersion(broken, broken[2]!).id).toBe('d')
})

it('says on which version a run was trained', () => {
  expect(outdatedText(project, project.runs[0]!)).toBe('trained on version 1 of the table, which is now version 3')
  expect(outdatedText(project, project.runs[2]!)).toBeNull()
  expect(project.runs.map((one) => versionedName(project, one))).toEqual([
    'sales, version 1',
    'sales, version 2',
    'sales',
  ])
})

it('keeps the newest run of a version before at hand, and marks its steps as stale', () => {
  const newest = datasets[2]!
  const last = currentRun(project, newest, homeRoute)
  const ended = evaluatedRun(project, newest, homeRoute)
  expect([last?.id, ended?.id]).toEqual(['rr', 'rr'])
  const marks = (shown: DatasetBrief) =>
    stepMarks({
      dataset: shown,
      recipe,
      run: last,
      ended,
      progress: null,
      study: null,
      runs: 3,
      warnings: 0,
      doubts: 0,
      rowText: String,
    })
  expect([marks(newest).train, marks(newest).evaluate].map(({ state }) => state)).toEqual(['stale', 'stale'])
  expect(marks(newest).train.hint).toContain('refreshed')
  expect(marks(datasets[1]!).train.state).toBe('done')
})
