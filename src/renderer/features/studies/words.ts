import { networkParameters, type SearchMethod, type SearchValue } from '../../../shared/search.ts'
import type { Study, StudyPlan, StudyState, StudyTrialState } from '../../../shared/studies.ts'
import type { WatchedMetric } from '../../../shared/training.ts'
import { fieldWords } from '../../../core/words/settings/fieldWords.ts'
import {
  activationNames,
  categoriesNames,
  layerNames,
  metricNames,
  numbersNames,
  optimizerNames,
  scheduleNames,
} from '../../../core/words/settings/names.ts'
import { lowerFirst, roundedNumber } from '../../../core/words/settings/settingText.ts'

export const planKinds = ['repeat', 'folds', 'search'] as const satisfies readonly StudyPlan['kind'][]

/** What can be done with one configuration beyond a single run. */
export const planWords: Record<StudyPlan['kind'], { name: string; text: string }> = {
  repeat: {
    name: 'Repeat with other seeds',
    text: 'Trains the same settings several times from other random starts: how far do scores differ by luck alone?',
  },
  folds: {
    name: 'Cross-validate',
    text: 'Every row is judged once by a network that has not seen it: a steadier score than one split gives.',
  },
  search: {
    name: 'Search settings',
    text: 'Trains many runs with other settings and tells which of them are best, and which settings matter.',
  },
}

export const studyStateWords: Record<StudyState, string> = {
  running: 'Under way',
  paused: 'Paused',
  interrupted: 'Interrupted',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
}

/** "Finished", or why a search ended before all its trials were begun. */
export function studyStateText(study: Pick<Study, 'state' | 'plan' | 'seconds' | 'done' | 'planned'>): string {
  return isOutOfTime(study) ? 'Finished: its time is up' : studyStateWords[study.state]
}

/** Whether a search ended because its time was up. */
export function isOutOfTime({ state, plan, seconds, done, planned }: Parameters<typeof studyStateText>[0]): boolean {
  const limit = plan.kind === 'search' ? plan.settings.timeSeconds : null
  return state === 'finished' && limit !== null && seconds >= limit && done < planned
}

export const trialStateWords: Record<StudyTrialState, string> = {
  waiting: 'Waiting',
  running: 'Training',
  paused: 'Paused',
  interrupted: 'Interrupted',
  finished: 'Finished',
  pruned: 'Stopped early',
  failed: 'Failed',
}

export const methodWords: Record<SearchMethod, { name: string; text: string }> = {
  tpe: {
    name: 'Learn from trials (TPE)',
    text: 'Tries most where good trials were: the fewest trials for a good result.',
  },
  random: { name: 'At random', text: 'Draws every setting by chance: fair to all settings, and a baseline for TPE.' },
  grid: { name: 'Grid', text: 'Tries every combination of the listed values: complete, but it grows quickly.' },
}

/** "validation loss", "validation ROC AUC" */
export function scoreName(metric: WatchedMetric): string {
  return `validation ${lowerFirst(metricNames[metric])}`
}

const networkLabels: Record<(typeof networkParameters)[number], string> = {
  'network.depth': 'Hidden layers',
  'network.width': 'Units a layer',
  'network.activation': 'Activation',
  'network.normalization': 'Normalization',
  'network.dropout': 'Dropout',
}

/** A hyper-parameter as the form calls it: `training.learningRate` is "Learning rate". */
export function parameterLabel(path: string): string {
  const known = networkParameters.find((name) => name === path)
  if (known !== undefined) return networkLabels[known]
  const steps = path.split('.')
  const layer = /^network\.hidden\.(\d+)\.units$/.exec(path)
  if (layer !== null) return `Units of layer ${Number(layer[1]) + 1}`
  const words = new Map<string, { label: string }>(Object.entries(fieldWords))
  return words.get(steps.at(-1) ?? '')?.label ?? steps.slice(1).join(' ')
}

/** What a choice can be, by the path of its parameter, where its values are words. */
export function choiceNames(path: string): Readonly<Record<string, string>> | null {
  switch (path) {
    case 'training.optimizer':
      return optimizerNames
    case 'training.schedule':
      return scheduleNames
    case 'network.activation':
      return activationNames
    case 'network.numbers':
      return numbersNames
    case 'network.categories':
      return categoriesNames
    case 'network.normalization':
      return {
        none: 'None',
        batchNormalization: layerNames.batchNormalization,
        layerNormalization: layerNames.layerNormalization,
        rmsNormalization: layerNames.rmsNormalization,
      }
    default:
      return null
  }
}

/** A value of a hyper-parameter, rounded as far as nobody would set it. */
export function pointText(path: string, value: SearchValue | undefined): string {
  if (value === undefined) return '–'
  if (typeof value === 'number') return roundedNumber(value)
  if (typeof value === 'string') return choiceNames(path)?.[value] ?? value
  return JSON.stringify(value)
}

/** "Search by learning from trials, 12 of 40 runs" in parts: what kind of study it is. */
export function studyInShort({ plan, planned }: Pick<Study, 'plan' | 'planned'>): string {
  switch (plan.kind) {
    case 'repeat':
      return `the same settings with ${planned} seeds`
    case 'folds':
      return `cross-validation with ${planned} folds`
    case 'search':
      return `search: ${lowerFirst(methodWords[plan.settings.method].name)}${plan.settings.halving === null ? '' : ', hopeless trials stopped early'}`
  }
}

/** Whether nothing of it goes on, or will without a person. */
export function isUnderWay(state: StudyState): boolean {
  return state === 'running' || state === 'paused'
}
