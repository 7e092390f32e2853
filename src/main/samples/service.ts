import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Handlers } from '../../shared/contract.ts'
import { sampleSchema } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { FileRegistry } from '../application.ts'

type SampleCalls = Extract<keyof Handlers, `samples.${string}`>

const entrySchema = sampleSchema.extend({ fileName: z.string() })

/** The tables that come with Descent, described in `samples/samples.json` of the resources folder. */
export function createSamplesService(resources: URL, files: FileRegistry): { handlers: Pick<Handlers, SampleCalls> } {
  const folder = new URL('samples/', resources)

  async function entries() {
    const text = await readFile(new URL('samples.json', folder), 'utf8')
    return z.array(entrySchema).parse(JSON.parse(text))
  }

  return {
    handlers: {
      'samples.list': async () => (await entries()).map((entry) => sampleSchema.parse(entry)),
      'samples.file': async ({ sample }) => {
        const entry = (await entries()).find(({ id }) => id === sample)
        if (entry === undefined) throw new DescentError('not-found', `There is no sample table ${sample}.`)
        const path = fileURLToPath(new URL(entry.fileName, folder))
        const { file, fileName } = await files.register(path, entry.fileName)
        return { file, fileName }
      },
    },
  }
}
