import type { LossKind, OptimizerKind, ScheduleKind } from '../../../shared/training.ts'

/*
 * As the engine defines them (native/engine/src/optimizer, loss.rs, schedule.rs), in the notation of `Formula`: w a weight,
 * g its gradient, η the learning rate, t the step.
 */

const raw = String.raw
const moments = [raw`m ← β_1 m + (1 − β_1) g`, raw`v ← β_2 v + (1 − β_2) g^2`]
const corrected = [raw`\hat{m} = \frac{m}{1 − β_1^t}`, raw`\hat{v} = \frac{v}{1 − β_2^t}`]
const adamStep = raw`w ← w − η \frac{\hat{m}}{\sqrt{\hat{v}} + ε}`

export const optimizerFormulas: Record<OptimizerKind, readonly string[]> = {
  gradientDescent: [raw`w ← w − η g`],
  momentum: [raw`u ← μ u + g`, raw`w ← w − η u`],
  nesterov: [raw`u ← μ u + g`, raw`w ← w − η (g + μ u)`],
  adagrad: [raw`v ← v + g^2`, raw`w ← w − η \frac{g}{\sqrt{v} + ε}`],
  rmsprop: [raw`v ← ρ v + (1 − ρ) g^2`, raw`w ← w − η \frac{g}{\sqrt{v} + ε}`],
  adam: [...moments, ...corrected, adamStep],
  adamW: [raw`w ← (1 − η λ) w`, ...moments, ...corrected, adamStep],
  amsgrad: [
    ...moments,
    raw`\bar{v} ← max(\bar{v}, v)`,
    raw`w ← w − \frac{η}{1 − β_1^t} · \frac{m}{\sqrt{\bar{v} / (1 − β_2^t)} + ε}`,
  ],
  nadam: [
    ...moments,
    raw`μ_t = β_1 (1 − \frac{1}{2} · 0.96^{t ψ}) , \text{ } Π_t = μ_1 · … · μ_t`,
    raw`\hat{m} = \frac{1 − μ_t}{1 − Π_t} g + \frac{μ_{t + 1}}{1 − Π_{t + 1}} m`,
    raw`w ← w − η \frac{\hat{m}}{\sqrt{v / (1 − β_2^t)} + ε}`,
  ],
  radam: [
    ...moments,
    raw`\hat{m} = \frac{m}{1 − β_1^t}`,
    raw`ρ = \frac{2}{1 − β_2} − 1 , \text{ } ρ_t = ρ − \frac{2 t β_2^t}{1 − β_2^t}`,
    raw`r = \sqrt{\frac{(ρ_t − 4)(ρ_t − 2) ρ}{(ρ − 4)(ρ − 2) ρ_t}}`,
    raw`w ← w − η r \sqrt{1 − β_2^t} \frac{\hat{m}}{\sqrt{v} + ε} \text{ once } ρ_t > 5`,
    raw`w ← w − η \hat{m} \text{ before}`,
  ],
  lion: [raw`w ← w − η sign(β_1 m + (1 − β_1) g)`, raw`m ← β_2 m + (1 − β_2) g`],
  muon: [
    raw`M ← μ M + (1 − μ) G`,
    raw`W ← W − η s · orthogonal((1 − μ) G + μ M)`,
    raw`\text{hidden weight matrices only; the rest as Adam}`,
  ],
  lbfgs: [raw`w ← w − α H g`, raw`\text{H from the last steps, α by a line search}`],
}

export const lossFormulas: Record<LossKind, readonly string[]> = {
  auto: [raw`(z − y)^2 \text{ for a number}`, raw`− log p_y \text{ for a class}`],
  meanSquaredError: [raw`(z − y)^2`],
  meanAbsoluteError: [raw`|z − y|`],
  huber: [raw`\frac{1}{2} (z − y)^2 \text{ where } |z − y| ≤ δ`, raw`δ (|z − y| − \frac{δ}{2}) \text{ beyond}`],
  logCosh: [raw`log cosh(z − y)`],
  quantile: [raw`max(q (y − z), (q − 1)(y − z)) \text{ for each quantile q}`],
  gaussian: [raw`\frac{1}{2} (log σ^2 + \frac{(m − y)^2}{σ^2})`],
  poisson: [raw`e^z − y z`, raw`\text{the prediction is } e^z`],
  gamma: [raw`z + y e^{−z}`, raw`\text{the prediction is } e^z`],
  crossEntropy: [raw`− log p_y`, raw`p_k = \frac{e^{z_k}}{Σ_j e^{z_j}}`],
  focal: [raw`− (1 − p_y)^γ log p_y`],
  hinge: [
    raw`max(0, 1 − y z) , \text{ } y = ±1`,
    raw`\frac{1}{K} Σ_{k ≠ y} max(0, 1 − z_y + z_k) \text{ for K > 2 classes}`,
  ],
}

/** e: epochs gone through; t of T steps after the warm-up. */
export const scheduleFormulas: Record<ScheduleKind, readonly string[]> = {
  constant: [raw`η_t = η`],
  step: [raw`η_t = η · factor^{⌊e / every⌋}`],
  exponential: [raw`η_t = η · factor^e`],
  polynomial: [raw`η_t = η (f + (1 − f)(1 − \frac{t}{T})^power) , \text{ f: final factor}`],
  cosine: [raw`η_t = η (f + \frac{1 − f}{2} (1 + cos \frac{π t}{P})) , \text{ P: period}`],
  oneCycle: [
    raw`\frac{η}{d} → η \text{ along half a cosine, while it rises}`,
    raw`η → \frac{η}{d D} \text{ along half a cosine, then}`,
  ],
  plateau: [raw`η ← η · factor \text{ when the loss stalls}`],
  flatCosine: [
    raw`η_t = η \text{ while } t < a T`,
    raw`η_t = η (f + \frac{1 − f}{2} (1 + cos \frac{π (t − a T)}{T − a T})) \text{ then}`,
  ],
  cosineLog: [raw`η_t = \frac{η}{2} (1 − cos(2 π log_2(1 + (2^c − 1) \frac{t}{T})))`],
}
