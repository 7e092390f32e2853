import { comparedMetrics, type ComparedMetric } from '../../../shared/comparison.ts'
import type { Task } from '../../../shared/recipes.ts'
import { metricWords } from '../evaluate/metricWords.ts'

/** The metrics by which the importance of columns can be measured, with their names. */
export function importanceMetrics(task: Task): { key: ComparedMetric; name: string; meaning: string }[] {
  return comparedMetrics.flatMap((key) => {
    const word = metricWords(task).find((one) => one.key === key)
    return word === undefined ? [] : [{ key, name: word.name, meaning: word.meaning }]
  })
}
