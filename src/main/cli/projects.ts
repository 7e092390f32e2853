import { resolve } from 'node:path'
import type { DatasetBrief } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Project } from '../../shared/projects.ts'
import type { Run } from '../../shared/runs.ts'
import type { Application } from '../application.ts'
import { usageError } from './arguments.ts'

/** Opens a project to be looked at: one that another program is writing is opened for reading only. */
export async function openToRead(application: Application, path: string): Promise<Project> {
  const open = (readOnly: boolean) => application.openProjectFile(resolve(path), { create: false, readOnly })
  const { project } = await open(false).catch((error: unknown) => {
    if (error instanceof DescentError && error.kind === 'busy') return open(true)
    throw error
  })
  return application.handlers['projects.get']({ project })
}

/** The run that R means: an id, a name, or the beginning of an id. Errors: `not-found` naming what there is. */
export function findRun(project: Project, text: string): Run {
  const found = find(project.runs, text)
  if (found !== null) return found
  throw notFound(`${project.name} has no run “${text}”.`, project.runs)
}

/** The run that R means; without R the only one. Errors: those of `findRun`, `usage` where there is not one alone. */
export function findOnlyRun(project: Project, text: string | undefined, usage: string): Run {
  if (text !== undefined) return findRun(project, text)
  const [only, ...others] = project.runs
  if (only !== undefined && others.length === 0) return only
  throw usageError(`${project.name} has ${project.runs.length} runs: name one with --run.`, usage)
}

/** The dataset that D means: an id or a name. Errors: `not-found` naming what there is. */
export function findDataset(project: Project, text: string): DatasetBrief {
  const found = find(project.datasets, text)
  if (found !== null) return found
  throw notFound(`${project.name} has no dataset “${text}”.`, project.datasets)
}

function find<T extends { id: string; name: string }>(all: readonly T[], text: string): T | null {
  const exact = all.find(({ id }) => id === text) ?? all.findLast(({ name }) => name === text)
  if (exact !== undefined) return exact
  const begins = text.length < 4 ? [] : all.filter(({ id }) => id.startsWith(text))
  return begins.length === 1 ? (begins[0] ?? null) : null
}

function notFound(message: string, all: readonly { name: string }[]): DescentError {
  const names = all.map(({ name }) => name)
  const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', …' : '')
  return new DescentError('not-found', message, {
    hint: names.length === 0 ? 'There is none yet.' : `There are: ${shown}`,
  })
}
