import { stepForm } from './form.ts'

const methods = { over: 'Draw rows of rare classes again', under: 'Leave out rows of frequent classes' } as const

export const resampleClasses = stepForm('resampleClasses', {
  family: 'Rows',
  title: 'Balance the classes',
  help: 'The network learns from rare classes more often, or from frequent ones less often. Validation and test stay as they are.',
  why: 'A network that sees a rare class seldom learns to pass it over.',
  words: 'imbalance oversampling undersampling balance rare class resample smote upsample downsample',
  place: 90,
  fresh: { method: 'over' },
  fields: [
    { key: 'method', label: 'How', help: 'On training rows alone; drawn at random.', options: methods },
    { key: 'ratio', label: 'Ratio', help: 'What the rarest class is then of the most frequent one, at least.' },
    { key: 'seed', label: 'Seed', help: 'Another seed draws other rows.' },
  ],
  text: ({ method, ratio }) =>
    `${method === 'over' ? 'rare classes again' : 'fewer of frequent classes'}, ratio ${ratio}`,
})
