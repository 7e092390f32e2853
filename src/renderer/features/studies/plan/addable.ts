import type { SearchParameter, SearchSpace } from '../../../../shared/search.ts'
import type { RunConfig } from '../../../../shared/training.ts'

const logarithmic = (path: string, low: number, high: number): SearchParameter => ({
  path,
  kind: 'float',
  low,
  high,
  log: true,
})

/**
 * What can be added to a space, with sensible ranges: what is suggested for the configuration first, then what helps
 * now and then. Layers one by one only where no parameter stands for all of them.
 */
export function addableParameters(
  space: SearchSpace['parameters'],
  suggested: SearchSpace['parameters'],
  { network, training }: RunConfig,
): SearchParameter[] {
  const forAll = [...suggested, ...space].some(({ path }) => path === 'network.width' || path === 'network.depth')
  const layers = network.hidden.flatMap((layer, index): SearchParameter[] => {
    if (forAll || layer.kind !== 'dense') return []
    const { units } = layer
    const low = Math.max(1, Math.floor(units / 4))
    return [
      { path: `network.hidden.${index}.units`, kind: 'int', low, high: Math.min(4096, units * 4), step: 1, log: true },
    ]
  })
  // What L-BFGS cannot follow is no setting of its runs.
  const steps: SearchParameter[] =
    training.optimizer.kind === 'lbfgs'
      ? []
      : [
          { path: 'training.schedule', kind: 'choice', values: ['constant', 'cosine', 'oneCycle', 'plateau'] },
          {
            path: 'training.warmupEpochs',
            kind: 'int',
            low: 0,
            high: Math.max(1, Math.round(training.epochs / 5)),
            step: 1,
            log: false,
          },
          logarithmic('training.clipNorm', 0.1, 10),
          logarithmic('training.l1', 1e-6, 0.01),
          logarithmic('training.weightDecay', 1e-4, 1),
        ]
  const others: SearchParameter[] = [
    ...layers,
    ...steps,
    logarithmic('training.l2', 1e-6, 0.1),
    { path: 'network.numbers', kind: 'choice', values: ['plain', 'periodic', 'piecewiseLinear'] },
    { path: 'network.categories', kind: 'choice', values: ['oneHot', 'embedding'] },
  ]
  const taken = new Set(space.map(({ path }) => path))
  const known = new Set(suggested.map(({ path }) => path))
  return [...suggested, ...others.filter(({ path }) => !known.has(path))].filter(({ path }) => !taken.has(path))
}

/** The space without a parameter; conditions that ask about it go with it. */
export function withoutParameter(parameters: SearchSpace['parameters'], path: string): SearchParameter[] {
  return parameters
    .filter((parameter) => parameter.path !== path)
    .map(({ conditions, ...parameter }) => {
      const kept = conditions?.filter((condition) => condition.path !== path) ?? []
      return kept.length === 0 ? parameter : { ...parameter, conditions: kept }
    })
}
