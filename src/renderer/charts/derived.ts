import { Curve } from '../../core/series/curve.ts'
import { createSmoother } from './smoothing.ts'

type Step = (position: number, value: number) => number

/** Follows a curve with another that is worked out of it value by value; what it has worked out it keeps. */
class Follower {
  readonly #begin: () => Step
  #step: Step
  #source = Curve.empty
  #made = Curve.empty

  constructor(begin: () => Step) {
    this.#begin = begin
    this.#step = begin()
  }

  follow(source: Curve): Curve {
    if (!source.continues(this.#source)) {
      this.#step = this.#begin()
      this.#source = Curve.empty
      this.#made = Curve.empty
    }
    const from = this.#source.length
    const x = new Float64Array(source.length - from)
    const y = new Float64Array(x.length)
    for (let i = 0; i < x.length; i++) {
      x[i] = source.x(from + i)
      y[i] = this.#step(source.x(from + i), source.y(from + i))
    }
    this.#source = source
    this.#made = this.#made.append(x, y)
    return this.#made
  }
}

/**
 * The curves that a chart draws of those it is given: smoothed beside measured, and without what a logarithmic scale
 * cannot show. Of a curve that has grown only the new values are worked out.
 *
 * @param strength of smoothing, 0 (none) to below 1
 */
export class DerivedCurves {
  readonly #strength: number
  readonly #log: boolean
  readonly #followers = new Map<string, Follower>()

  constructor(strength: number, log: boolean) {
    this.#strength = strength
    this.#log = log
  }

  /** @param id under which the curve was known when it was shorter */
  measured(id: string, curve: Curve): Curve {
    if (!this.#log) return curve
    return this.#follow(`${id}:measured`, curve, () => (_, value) => (value > 0 ? value : NaN))
  }

  /** null where nothing is smoothed. */
  smoothed(id: string, curve: Curve): Curve | null {
    if (this.#strength === 0) return null
    return this.#follow(id, curve, () => {
      const smooth = createSmoother(this.#strength)
      return (position, value) => {
        const level = smooth(position, value)
        return this.#log && level <= 0 ? NaN : level
      }
    })
  }

  #follow(key: string, curve: Curve, begin: () => Step): Curve {
    let follower = this.#followers.get(key)
    if (follower === undefined) {
      follower = new Follower(begin)
      this.#followers.set(key, follower)
    }
    return follower.follow(curve)
  }
}
