import { expect, it } from 'vitest'
import { createFileRegistry } from '../../../src/main/files/registries.ts'
import { createSamplesService } from '../../../src/main/samples/service.ts'
import { startReader } from '../../support/reader.ts'

const files = createFileRegistry()
const resources = new URL('../../../resources/', import.meta.url)
const { handlers } = createSamplesService(resources, files)

it('describes each sample as the file is', async () => {
  const samples = await handlers['samples.list']({})
  expect(samples.map(({ id }) => id)).toEqual(['penguins', 'house-prices', 'customer-churn'])
  for (const sample of samples) {
    const { file } = await handlers['samples.file']({ sample: sample.id })
    const { path, fileName } = files.resolve(file)
    let header: string[] = []
    const { rows, irregular } = await startReader().readRows(path, fileName, {}, async (names) => {
      header = names
    })
    expect(rows).toBe(sample.rows)
    expect(header).toHaveLength(sample.columns)
    expect(header).toContain(sample.target)
    expect(irregular).toEqual({ tooFewFields: 0, tooManyFields: 0, brokenQuote: 0, otherDelimiter: 0 })
    expect(sample.licence).toMatch(/^CC0/)
  }
})

it('says so where there is no such sample', async () => {
  await expect(handlers['samples.file']({ sample: 'unicorns' })).rejects.toMatchObject({ kind: 'not-found' })
})
