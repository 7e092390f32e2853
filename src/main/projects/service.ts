import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Project, ProjectBrief, ProjectChanges } from '../../shared/projects.ts'
import type { ArtifactRegistry, FileRegistry } from '../application.ts'
import { safeFileName } from '../files/fileNames.ts'
import type { EventSink } from '../runs/ports.ts'
import type { Storage } from '../storage/client.ts'
import { createBriefs } from './briefs.ts'
import { exists, moveToFreePlace } from './move.ts'
import { EXTENSION, canonicalPath, projectIdOf } from './places.ts'
import type { SideStorage } from './sideStorage.ts'
import { openTrash } from './trash.ts'

type ProjectCalls = Extract<keyof Handlers, `projects.${string}`>

export interface ProjectsService {
  handlers: Pick<Handlers, ProjectCalls>
  /** Opens a file wherever it lies; where another program writes it fails with `busy`, or with `orReadOnly` opens it for reading. */
  openFile(path: string, options: { create: boolean; readOnly: boolean; orReadOnly: boolean }): Promise<string>
  /** The path of an open project. Throws `not-found`. */
  pathOf(project: string): string
  closeAll(): Promise<void>
}

export interface ProjectsContext {
  storage: Storage
  side: SideStorage
  files: FileRegistry
  artifacts: ArtifactRegistry
  events: EventSink
  folder: string
  /** Ends what works in a project before it is closed. */
  beforeClose(project: string): Promise<void>
}

interface OpenProject {
  path: string
  readOnly: boolean
}

export async function createProjectsService(context: ProjectsContext): Promise<ProjectsService> {
  const { storage, side, folder } = context
  await mkdir(folder, { recursive: true })
  const trash = await openTrash(join(folder, '.trash'))
  const briefs = createBriefs(side)
  const paths = new Map<string, string>()
  const open = new Map<string, OpenProject>()
  /** One after the other for each project, so that opening and closing cannot overlap. */
  const turns = new Map<string, Promise<unknown>>()

  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(id) ?? Promise.resolve()
    const result = before.then(work, work)
    turns.set(
      id,
      result.catch(() => {}),
    )
    return result
  }

  function register(path: string): string {
    const id = projectIdOf(path)
    paths.set(id, path)
    return id
  }

  function requireOpen(id: string): OpenProject {
    const project = open.get(id)
    if (project === undefined) {
      throw new DescentError('not-found', 'This project is not open.', { hint: 'Open it from Home.' })
    }
    return project
  }

  async function changesOf(id: string, since?: string): Promise<ProjectChanges> {
    const { path, readOnly } = requireOpen(id)
    const { created: _created, ...read } = await storage.call(id, 'readProject', since === undefined ? {} : { since })
    return { id, place: path, readOnly, ...read }
  }

  async function describe(id: string): Promise<Project> {
    const { runIds: _runIds, ...project } = await changesOf(id)
    return project
  }

  async function openKnown(id: string, path: string, readOnly: boolean, orReadOnly: boolean): Promise<void> {
    if (open.has(id)) return
    try {
      await storage.open(id, path, { readOnly })
      open.set(id, { path, readOnly })
    } catch (error) {
      if (!orReadOnly || readOnly || !(error instanceof DescentError && error.kind === 'busy')) throw error
      await storage.open(id, path, { readOnly: true })
      open.set(id, { path, readOnly: true })
    }
  }

  async function create(path: string, name: string): Promise<string> {
    const id = register(path)
    await inTurn(id, async () => {
      await storage.open(id, path, { create: { name, created: new Date().toISOString() }, readOnly: false })
      open.set(id, { path, readOnly: false })
    })
    return id
  }

  async function close(id: string): Promise<void> {
    await inTurn(id, async () => {
      if (!open.has(id)) return
      await context.beforeClose(id)
      open.delete(id)
      await storage.close(id)
    })
  }

  /** The first place in the folder that `take` can have: `Name.descent`, `Name 2.descent`, … */
  async function inFreePlace<T>(name: string, take: (path: string) => Promise<T | null>): Promise<T> {
    const stem = safeFileName(name, 'Project')
    for (let number = 1; ; number++) {
      const path = join(await canonicalPath(folder), `${stem}${number === 1 ? '' : ` ${number}`}${EXTENSION}`)
      const taken = await take(path)
      if (taken !== null) return taken
    }
  }

  /** Finds an identifier from before a restart among the files of the folder. */
  async function pathFor(id: string): Promise<string> {
    if (!paths.has(id)) await listPaths()
    const path = paths.get(id)
    if (path === undefined) {
      throw new DescentError('not-found', 'There is no such project; it may have been moved or removed.', {
        hint: 'Look for it on Home, or open the file again.',
      })
    }
    return path
  }

  async function listPaths(): Promise<string[]> {
    const own = await canonicalPath(folder)
    const names = (await readdir(own)).filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.'))
    const found = names.map((name) => join(own, name))
    found.forEach(register)
    // Projects from elsewhere that were opened in this session.
    return [...new Set([...found, ...[...open.values()].map(({ path }) => path)])]
  }

  async function list(): Promise<ProjectBrief[]> {
    const found: ProjectBrief[] = []
    for (const path of await listPaths()) {
      const stats = await stat(path).catch(() => null)
      if (stats === null || !stats.isFile()) continue
      const id = projectIdOf(path)
      const name = open.has(id)
        ? (await storage.call(id, 'readProject', {})).name
        : await briefs.nameOf(path, `${stats.mtimeMs} ${stats.size}`)
      found.push({ id, name, place: path, modified: stats.mtime.toISOString(), sizeBytes: stats.size })
    }
    return found.sort((a, b) => (a.modified < b.modified ? 1 : -1))
  }

  const handlers: ProjectsService['handlers'] = {
    'projects.list': list,

    'projects.create': ({ name }) =>
      inFreePlace(name, async (path) => {
        if (await exists(path)) return null
        try {
          return await describe(await create(path, name))
        } catch (error) {
          // Another program was faster.
          if (error instanceof DescentError && error.kind === 'usage') return null
          throw error
        }
      }),

    'projects.open': async ({ project }) => {
      const path = await pathFor(project)
      await inTurn(project, () => openKnown(project, path, false, true))
      return describe(project)
    },

    'projects.get': ({ project }) => describe(project),

    'projects.changes': ({ project, since }) => changesOf(project, since),

    'projects.rename': async ({ project, name }) => {
      await storage.call(project, 'renameProject', { name })
      context.events.emit('projectChanged', { project })
      return describe(project)
    },

    'projects.close': async ({ project }) => {
      await close(project)
      return {}
    },

    'projects.remove': async ({ project }) => {
      const path = await pathFor(project)
      if (open.get(project)?.readOnly === true) {
        throw new DescentError('busy', `${basename(path)} is being written to by another program.`, {
          hint: 'Close it there first.',
          where: { file: basename(path) },
        })
      }
      await close(project)
      // Being its only writer for a moment makes sure that no other program has it open.
      await inTurn(project, async () => {
        await storage.open(project, path, { readOnly: false }).then(() => storage.close(project), ignoreUnlessBusy)
        await trash.put(project, path)
      })
      return {}
    },

    'projects.restore': async ({ project }) => {
      register(await trash.takeBack(project))
      const brief = (await list()).find(({ id }) => id === project)
      if (brief !== undefined) return brief
      throw new DescentError('not-found', 'The project is back, but not in the folder of projects.')
    },

    'projects.adopt': async ({ file }) => {
      const { path, fileName } = context.files.resolve(file)
      const copy = join(folder, `.${randomBytes(6).toString('hex')}.descent-new`)
      try {
        await copyFile(path, copy)
        const name = await side.use(copy, fileName, async (call) => {
          const problems = await call('checkProject', {})
          if (problems[0] !== undefined) {
            throw new DescentError('damaged', problems[0], {
              hint: 'Get the file again from where it comes from.',
              where: { file: fileName },
            })
          }
          return (await call('readProject', {})).name
        })
        const id = await inFreePlace(name, async (place) =>
          (await moveToFreePlace(copy, place)) ? register(place) : null,
        )
        return await handlers['projects.open']({ project: id })
      } finally {
        await rm(copy, { force: true })
      }
    },

    'projects.package': async ({ project }) => {
      const { path } = requireOpen(project)
      const { name } = await storage.call(project, 'readProject', {})
      const artifact = context.artifacts.create(`${safeFileName(name, 'Project')}${EXTENSION}`)
      await inTurn(project, () =>
        side.use(path, basename(path), (call) => call('copyProject', { path: artifact.path })),
      )
      return { artifact: artifact.artifact, fileName: artifact.fileName }
    },
  }

  return {
    handlers,
    async openFile(path, options) {
      const canonical = await canonicalPath(path)
      const id = register(canonical)
      if (options.create && (await stat(canonical).catch(() => null)) === null) {
        return create(canonical, basename(canonical, EXTENSION))
      }
      await inTurn(id, () => openKnown(id, canonical, options.readOnly, options.orReadOnly))
      return id
    },
    pathOf: (project) => requireOpen(project).path,
    async closeAll() {
      for (const id of [...open.keys()]) await close(id)
    },
  }
}

/** A damaged project can be removed like any other; one that another program writes cannot. */
function ignoreUnlessBusy(error: unknown): void {
  if (error instanceof DescentError && error.kind === 'busy') throw error
}
