/** Gives tables that are imported names of their own: those of a project are chosen by name, in scripts as on the screen. */
export interface FreeNames {
  /** Does `work` with the name that is wanted, or with "sales 2" where there is a table called so or on its way. */
  use<T>(project: string, wanted: string, work: (name: string) => Promise<T>): Promise<T>
}

/** `taken` answers the names of the tables that a project has. */
export function createFreeNames(taken: (project: string) => Promise<string[]>): FreeNames {
  const onTheirWay = new Map<string, Set<string>>()

  /** A name is taken before the tables are asked for: one that arrives meanwhile is then either on its way or among them. */
  async function reserve(own: Set<string>, project: string, wanted: string): Promise<string> {
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : `${wanted.slice(0, 190)} ${number}`
      if (own.has(name)) continue
      own.add(name)
      const known = await taken(project).catch((error: unknown) => {
        own.delete(name)
        throw error
      })
      if (!known.includes(name)) return name
      own.delete(name)
    }
  }

  return {
    async use(project, wanted, work) {
      const own = onTheirWay.get(project) ?? new Set()
      onTheirWay.set(project, own)
      const name = await reserve(own, project, wanted)
      try {
        return await work(name)
      } finally {
        own.delete(name)
      }
    },
  }
}

/** What a table is called after its file. */
export function nameFrom(fileName: string): string {
  return (
    fileName
      .replace(/\.[^.]+$/, '')
      .trim()
      .slice(0, 200) || 'Table'
  )
}
