/** A block of one level holds this many of the level below; those of level 1 hold values. */
const FAN = 8
/** Stands for a block of gaps alone. */
const NOWHERE = 0xffff_ffff

/** Of every complete block of a level: where its least and its greatest value are. */
interface Level {
  least: Uint32Array<ArrayBuffer>
  greatest: Uint32Array<ArrayBuffer>
  /** Complete blocks; none of them is written again. */
  blocks: number
}

/** Values of one curve, behind all states that it has been in. Only ever added to. */
interface Store {
  x: Float64Array<ArrayBuffer>
  y: Float64Array<ArrayBuffer>
  length: number
  levels: Level[]
}

/**
 * A curve that grows: positions that ascend, a value at each (NaN is a gap), and where the extremes of ever larger
 * blocks of it are, so that the least and greatest value of any part cost the logarithm of its length. Adding costs
 * what is added. Each state is immutable: a longer curve shares the values of the shorter one that it came from.
 */
export class Curve {
  static readonly empty: Curve = new Curve({ x: new Float64Array(0), y: new Float64Array(0), length: 0, levels: [] }, 0)

  readonly length: number
  readonly #store: Store

  private constructor(store: Store, length: number) {
    this.#store = store
    this.length = length
  }

  /** @param y null, as NaN, is a gap */
  static from(x: ArrayLike<number>, y: ArrayLike<number | null>): Curve {
    return Curve.empty.append(x, y)
  }

  /** Position of the value at `index`; NaN outside. */
  x(index: number): number {
    return index < this.length ? (this.#store.x[index] ?? NaN) : NaN
  }

  /** Value at `index`, finite or NaN. */
  y(index: number): number {
    return index < this.length ? (this.#store.y[index] ?? NaN) : NaN
  }

  /** Whether `other` is this curve or an earlier state of it. */
  continues(other: Curve): boolean {
    return this.#store === other.#store && this.length >= other.length
  }

  /** With further values; their positions follow the last one. What is not finite becomes a gap. */
  append(x: ArrayLike<number>, y: ArrayLike<number | null>): Curve {
    if (x.length === 0) return this
    const store = this.#store.length === this.length && this.length > 0 ? this.#store : copied(this.#store, this.length)
    reserve(store, store.length + x.length)
    for (let i = 0; i < x.length; i++) {
      const value = y[i] ?? NaN
      store.x[store.length + i] = x[i] ?? NaN
      store.y[store.length + i] = Number.isFinite(value) ? value : NaN
    }
    store.length += x.length
    completeBlocks(store)
    return new Curve(store, store.length)
  }

  /** The part before a position. */
  before(position: number): Curve {
    const length = this.indexOf(position)
    return length === this.length ? this : new Curve(this.#store, length)
  }

  /** Index of the first position that is not below `position`, not before index `from`. */
  indexOf(position: number, from = 0): number {
    const { x } = this.#store
    let low = Math.min(from, this.length)
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((x[middle] ?? Infinity) < position) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The index whose position is nearest, or null where the curve does not reach. */
  nearest(position: number): number | null {
    if (this.length === 0 || !(position >= this.x(0) && position <= this.x(this.length - 1))) return null
    const after = this.indexOf(position)
    return after > 0 && position - this.x(after - 1) <= this.x(after) - position ? after - 1 : after
  }

  /** Where the least and the greatest of the values [from, to) are; null where all are gaps. */
  extremes(from: number, to: number): [least: number, greatest: number] | null {
    const { y, levels } = this.#store
    const end = Math.min(to, this.length)
    let least = NOWHERE
    let greatest = NOWHERE
    const take = (low: number, high: number) => {
      if (low === NOWHERE) return
      if (least === NOWHERE || (y[low] ?? NaN) < (y[least] ?? NaN)) least = low
      if (greatest === NOWHERE || (y[high] ?? NaN) > (y[greatest] ?? NaN)) greatest = high
    }
    let at = Math.max(0, from)
    while (at < end) {
      // The largest complete block that begins here and ends within the range.
      let size = 1
      let block: [number, number] | null = null
      for (const level of levels) {
        const next = size * FAN
        const index = at / next
        if (!Number.isInteger(index) || at + next > end || index >= level.blocks) break
        block = [level.least[index] ?? NOWHERE, level.greatest[index] ?? NOWHERE]
        size = next
      }
      if (block !== null) take(block[0], block[1])
      else if (!Number.isNaN(y[at])) take(at, at)
      at += size
    }
    return least === NOWHERE ? null : [least, greatest]
  }
}

function copied(store: Store, length: number): Store {
  return {
    x: store.x.slice(0, length),
    y: store.y.slice(0, length),
    length,
    levels: store.levels.map((level, k) => {
      const blocks = Math.floor(length / FAN ** (k + 1))
      return { least: level.least.slice(0, blocks), greatest: level.greatest.slice(0, blocks), blocks }
    }),
  }
}

/** Doubles what is too small, so that adding one value at a time costs a constant on average. */
function reserve(store: Store, length: number): void {
  if (store.x.length >= length) return
  const capacity = Math.max(64, length, store.x.length * 2)
  store.x = longer(store.x, new Float64Array(capacity))
  store.y = longer(store.y, new Float64Array(capacity))
}

function longer<A extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(old: A, made: A): A {
  made.set(old)
  return made
}

function completeBlocks(store: Store): void {
  for (let k = 0, size = FAN; size <= store.length; k++, size *= FAN) {
    let level = store.levels[k]
    if (level === undefined) {
      level = { least: new Uint32Array(0), greatest: new Uint32Array(0), blocks: 0 }
      store.levels.push(level)
    }
    const blocks = Math.floor(store.length / size)
    if (blocks > level.least.length) {
      const capacity = Math.max(8, blocks, level.least.length * 2)
      level.least = longer(level.least, new Uint32Array(capacity))
      level.greatest = longer(level.greatest, new Uint32Array(capacity))
    }
    const below = store.levels[k - 1]
    for (let block = level.blocks; block < blocks; block++) {
      let least = NOWHERE
      let greatest = NOWHERE
      for (let i = block * FAN; i < (block + 1) * FAN; i++) {
        const gap = Number.isNaN(store.y[i])
        const low = below === undefined ? (gap ? NOWHERE : i) : (below.least[i] ?? NOWHERE)
        const high = below === undefined ? low : (below.greatest[i] ?? NOWHERE)
        if (low === NOWHERE) continue
        if (least === NOWHERE || (store.y[low] ?? NaN) < (store.y[least] ?? NaN)) least = low
        if (greatest === NOWHERE || (store.y[high] ?? NaN) > (store.y[greatest] ?? NaN)) greatest = high
      }
      level.least[block] = least
      level.greatest[block] = greatest
    }
    level.blocks = blocks
  }
}
