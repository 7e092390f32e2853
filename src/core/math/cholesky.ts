/**
 * Solves A x = b for a symmetric positive definite A by its Cholesky factor (Golub and Van Loan, Matrix Computations,
 * algorithm 4.2.1).
 *
 * @param a row-major, size × size, of which the lower triangle is read; it is overwritten by the factor
 * @param b length size; it is overwritten by x
 * @returns false if A is not positive definite in double precision: b is then of no use
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array): boolean {
  const size = b.length
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j] ?? NaN
      for (let k = 0; k < j; k++) sum -= (a[i * size + k] ?? NaN) * (a[j * size + k] ?? NaN)
      if (i !== j) a[i * size + j] = sum / (a[j * size + j] ?? NaN)
      else if (sum > 0) a[i * size + i] = Math.sqrt(sum)
      else return false
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = b[i] ?? NaN
    for (let k = 0; k < i; k++) sum -= (a[i * size + k] ?? NaN) * (b[k] ?? NaN)
    b[i] = sum / (a[i * size + i] ?? NaN)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i] ?? NaN
    for (let k = i + 1; k < size; k++) sum -= (a[k * size + i] ?? NaN) * (b[k] ?? NaN)
    b[i] = sum / (a[i * size + i] ?? NaN)
  }
  return true
}
