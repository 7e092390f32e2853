import { readPmml } from '../../src/core/export/pmml/reading/model.ts'
import type { RawValue } from '../../src/core/export/program/vectors.ts'
import { readDocument } from '../../src/main/compute/exports/pmmlDocument.ts'
import type { FoundRow } from './exported.ts'

/** What a document says of rows, once it was found valid by the schema. */
export function predictInPmml(document: string, rows: readonly Readonly<Record<string, RawValue>>[]): FoundRow[] {
  const model = readPmml(readDocument(Buffer.from(document)))
  return rows.map((row) => {
    const [prediction = null, ...details] = model.predict(row)
    return { prediction, details: details.map((value) => (value === null ? null : Number(value))) }
  })
}
