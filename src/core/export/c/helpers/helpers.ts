import type { CNames } from '../names.ts'
import { networkHelpers } from './network.ts'
import { numberHelpers } from './numbers.ts'
import { textHelpers } from './texts.ts'

export type HelperName = keyof ReturnType<typeof helpersFor>

/** Functions that a header may hold; each bears the header's prefix, and needs those that its `calls` name. */
export function helpersFor({ prefix, macro }: Pick<CNames, 'prefix' | 'macro'>) {
  return { ...numberHelpers(prefix), ...textHelpers(prefix, macro), ...networkHelpers(prefix) }
}
