import type { HiddenLayer, RunConfig } from '../../../shared/training.ts'
import { lossNames, optimizerNames } from './names.ts'

/** "64-32, Adam, 0.001": a configuration in a few words, with the loss where one was chosen. */
export function configInShort(config: RunConfig): string {
  const { hidden, ensemble, loss } = config.network
  const shape = hidden.length === 0 ? 'linear' : hidden.flatMap(shapeInShort).join('-')
  const members = ensemble === null || ensemble === undefined ? '' : ` × ${ensemble.members}`
  const lossKind = loss === undefined || loss.kind === 'auto' ? '' : `, ${lossNames[loss.kind]}`
  return `${shape}${members}, ${optimizerNames[config.training.optimizer.kind]}, ${roundedNumber(config.training.learningRate)}${lossKind}`
}

/** The units of dense layers; a residual block's in brackets. Other layers do not change the shape. */
function shapeInShort(layer: HiddenLayer): string[] {
  if (layer.kind === 'dense') return [String(layer.units)]
  return layer.kind === 'residual' ? [`(${layer.layers.flatMap(shapeInShort).join('-')})`] : []
}

/** A label within a sentence: “L2” and “ROC AUC” keep their capitals. */
export function lowerFirst(label: string): string {
  return /^[A-Z][A-Z0-9²]/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1)
}

/** A setting as it is typed: no grouping, powers of ten where they are shorter. */
export function plainNumber(value: number): string {
  const text = String(value)
  const power = value.toExponential()
  return (value !== 0 && Math.abs(value) < 0.001) || power.length < text.length - 2 ? power.replace('e+', 'e') : text
}

/** A setting rounded as far as nobody would set it. */
export function roundedNumber(value: number): string {
  return plainNumber(Number(value.toPrecision(4)))
}
