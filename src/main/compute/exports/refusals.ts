import { buildExcel } from '../../../core/export/excel/build.ts'
import { buildPmml } from '../../../core/export/pmml/build.ts'
import { programOf } from '../../../core/export/program/program.ts'
import { buildSql } from '../../../core/export/sql/build.ts'
import { postgresql, sqlite } from '../../../core/export/sql/dialects.ts'
import type { EngineSpec } from '../../../core/network/engine.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { ExportFormat, ExportRefusal } from '../../../shared/exports.ts'
import type { Model } from '../protocol.ts'
import { VECTORS } from './vectors.ts'

/** The formats that cannot say a model. The others say every one. */
export function refusalsOf({ fitted, spec, weights }: Model): ExportRefusal[] {
  const program = programOf({ fitted, spec: JSON.parse(spec) as EngineSpec, weights })
  // As many test rows as files carry: what a workbook holds hangs on them.
  const vectors = Array.from({ length: VECTORS }, () => ({ row: {}, prediction: null, details: [] }))
  const request = { program, provenance: { version: '', runName: '', metrics: null, dataSha256: null }, vectors }
  const tried: [ExportFormat, () => unknown][] = [
    ['sql', () => buildSql({ ...request, dialect: sqlite })],
    ['postgresql', () => buildSql({ ...request, dialect: postgresql })],
    ['excel', () => buildExcel(request)],
    ['pmml', () => buildPmml(request)],
  ]
  return tried.flatMap(([format, build]): ExportRefusal[] => {
    try {
      build()
      return []
    } catch (error) {
      if (!(error instanceof DescentError) || error.kind !== 'unusable-input') throw error
      return [{ format, message: error.message, hint: error.hint ?? null }]
    }
  })
}
