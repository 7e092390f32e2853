/** A stream of pseudo-random numbers that its seed decides. Never for secrets. */
export interface Random {
  /** Uniform over 0 … 2^32 - 1. */
  uint32(): number
  /** Uniform over 0 … bound - 1, without bias; `bound` is from 1 to 2^32. */
  below(bound: number): number
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it), its state filled by the finalizer of
 * MurmurHash3 over a Weyl sequence from the seed, so that neighbouring seeds give unrelated streams.
 */
export function createRandom(seed: number): Random {
  let weyl = seed >>> 0
  const fill = (): number => {
    weyl = (weyl + 0x9e3779b9) >>> 0
    let z = weyl
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  let a = fill()
  let b = fill()
  let c = fill()
  let d = fill()

  const uint32 = (): number => {
    const five = Math.imul(b, 5)
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return result
  }

  const below = (bound: number): number => {
    // Values at or above the largest multiple of the bound would favour the small results.
    const limit = 2 ** 32 - (2 ** 32 % bound)
    for (;;) {
      const value = uint32()
      if (value < limit) return value % bound
    }
  }

  return { uint32, below }
}

/** Fisher–Yates, in place: every order is equally likely. */
export function shuffle(values: Uint32Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const kept = values[last] ?? 0
    values[last] = values[other] ?? 0
    values[other] = kept
  }
}
