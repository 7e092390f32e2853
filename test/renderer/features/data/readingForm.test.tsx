import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ReadingForm } from '../../../../src/renderer/features/data/import/ReadingForm.tsx'
import { inspectionSchema } from '../../../../src/shared/datasets.ts'

const inspection = inspectionSchema.parse({
  fileName: 'Pasted table.tsv',
  sizeBytes: 12,
  format: 'delimited',
  dialect: {
    delimiter: '\t',
    quote: '"',
    escape: 'double',
    encoding: 'utf-8',
    hasByteOrderMark: false,
    header: true,
    firstRow: 1,
  },
  sheets: [],
  sheet: null,
  columns: [],
  rows: [],
  inspectedRows: null,
  findings: [],
})

it.each([
  [false, true],
  [true, false],
])('asks for the encoding of a file, and not of pasted cells (%s)', (pasted, asked) => {
  const form = renderToStaticMarkup(
    <MantineProvider>
      <ReadingForm inspection={inspection} pasted={pasted} options={{}} onChange={() => {}} />
    </MantineProvider>,
  )
  expect(form).toContain('Delimiter')
  expect(form.includes('Encoding')).toBe(asked)
})
