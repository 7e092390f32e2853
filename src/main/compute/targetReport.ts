import { z } from 'zod'
import { findingSchema } from '../../shared/datasets.ts'
import { relationMeasureSchema } from '../../shared/recipes.ts'
import type { TargetReport, Task } from '../../shared/recipes.ts'
import type { TableColumn } from '../../core/table.ts'
import type { NativeReaders } from '../datasets/native.ts'

/** What the native code answers: one relation a feature, in order. */
const nativeReportSchema = z.object({
  relations: z.array(z.object({ measure: relationMeasureSchema, value: z.number(), rows: z.number() }).nullable()),
  findings: z.array(findingSchema),
})

/** How closely each feature goes with the target, and what should be known of both before training. */
export function targetReport(
  native: NativeReaders,
  target: TableColumn,
  features: readonly TableColumn[],
  task: Task,
): TargetReport {
  const answer = native.describeTarget(target, features, task === 'classification')
  const { relations, findings } = nativeReportSchema.parse(JSON.parse(answer))
  return {
    target: target.name,
    relations: features.flatMap(({ name }, at) => {
      const relation = relations[at]
      return relation === undefined || relation === null ? [] : [{ column: name, ...relation }]
    }),
    findings,
  }
}
