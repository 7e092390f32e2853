import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

/**
 * Where on this machine the datasets' files were, so that a refresh finds them again. Kept beside the projects and not
 * in them: a project that is handed on does not tell its maker's folders.
 */
export interface SourcePlaces {
  find(dataset: string): Promise<{ path: string; stamp: string } | null>
  remember(dataset: string, place: { path: string; stamp: string }): Promise<void>
}

const placesSchema = z.record(z.string(), z.object({ path: z.string(), stamp: z.string() }))

/** The places are a convenience: those that were forgotten or cannot be stored are asked for. */
const KEPT = 2000

/** `file` null where files have no lasting place (a browser's uploads): nothing is remembered. */
export function createSourcePlaces(file: string | null): SourcePlaces {
  let writing = Promise.resolve()

  const read = async (): Promise<z.infer<typeof placesSchema>> => {
    if (file === null) return {}
    try {
      return placesSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    } catch {
      return {}
    }
  }
  return {
    async find(dataset) {
      await writing
      return (await read())[dataset] ?? null
    },
    remember(dataset, place) {
      if (file === null) return Promise.resolve()
      writing = writing.then(async () => {
        const { [dataset]: _former, ...others } = await read()
        const kept = Object.entries({ ...others, [dataset]: place }).slice(-KEPT)
        try {
          await mkdir(dirname(file), { recursive: true })
          await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(kept)))
          await rename(`${file}.new`, file)
        } catch {
          // A folder that cannot be written to: the person picks the file.
        }
      })
      return writing
    },
  }
}
