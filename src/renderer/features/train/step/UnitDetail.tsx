import type { ReactNode } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import type { StepView, SteppedParameter, UnitView } from '../../../../shared/workedSteps.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { Formula as MathFormula } from '../../../components/math/Formula.tsx'
import { plural } from '../../../../core/words/format.ts'
import { isActivation } from './activation.ts'
import type { Phase } from './phases.ts'
import { nameInStage, unitName, type ChosenUnit } from './StepDrawing.tsx'
import { optimizerFormulas } from '../formulas.ts'
import { lossNumbers, seenGradient, updateNumbers } from './numbers.ts'
import { activationFormulas } from './words.ts'
import styles from './step.module.css'

interface UnitDetailProps {
  run: Run
  view: StepView
  unit: UnitView
  chosen: ChosenUnit
  phase: Phase
  /** Measures the gradient of a parameter. */
  onCheck: (parameter: SteppedParameter, name: string) => void
}

/** What a phase does at the chosen unit, with all its numbers. */
export function UnitDetail(props: UnitDetailProps) {
  const { view, chosen, phase } = props
  return (
    <>
      <h3>{unitName(view, chosen.stage, chosen.unit)}</h3>
      {phase.kind === 'forward' && <Forward {...props} />}
      {phase.kind === 'loss' && <Loss {...props} />}
      {phase.kind === 'backward' && <Backward {...props} />}
      {phase.kind === 'update' && <Update {...props} />}
    </>
  )
}

function Forward({ view, unit, chosen }: UnitDetailProps) {
  const stage = view.stages[chosen.stage]
  const output = stage?.outputs[chosen.unit]
  if (stage === undefined || output === undefined) return null
  if (stage.kind === 'features') return <Formula>{`x = ${formatValue(output)}`}</Formula>
  if (stage.kind === 'dense') {
    return (
      <>
        <Formula>{`z = Σ w · x + b = ${formatValue(output)}`}</Formula>
        <Numbers head={['comes from', 'x', 'w', 'w · x']} foot={<Row name="z" values={[null, null, output]} />}>
          {unit.incoming.map(({ from, input, weight }) => (
            <Row
              key={from}
              name={nameInStage(view, chosen.stage - 1, from)}
              title={unitName(view, chosen.stage - 1, from)}
              values={[input, weight.before, input * weight.before]}
            />
          ))}
          {unit.rest.count > 0 && <Row name={plural(unit.rest.count, 'other')} values={[null, null, unit.rest.sum]} />}
          {unit.bias !== null && <Row name="bias" values={[null, unit.bias.before, unit.bias.before]} />}
        </Numbers>
      </>
    )
  }
  const before = view.stages[chosen.stage - 1]?.outputs[chosen.unit]
  if (stage.kind === 'activation' && isActivation(stage.activation)) {
    return (
      <>
        <Formula>{activationFormulas[stage.activation]}</Formula>
        <Formula>{`z = ${formatValue(before)} → a = ${formatValue(output)}`}</Formula>
      </>
    )
  }
  return (
    <>
      <Formula>{`${formatValue(before)} → ${formatValue(output)}`}</Formula>
      <OwnParameters unit={unit} />
    </>
  )
}

function Loss({ run, view }: UnitDetailProps) {
  const isClassification = run.task === 'classification'
  return (
    <>
      <Formula>{lossNumbers(view, run.config, isClassification).join('\n')}</Formula>
      <Numbers head={['output', isClassification ? 'predicted' : 'value']}>
        {view.predictions.map((prediction, index) => (
          <Row key={index} name={view.outputNames[index] ?? ''} values={[prediction]} />
        ))}
      </Numbers>
      <p className="soft">
        The truth is “{view.actual}”
        {isClassification ? '' : `, which the network learns as ${formatValue(view.target)}`}.
        {view.l2Penalty + view.l1Penalty > 0 &&
          ` Penalties on the weights add ${formatValue(view.l2Penalty + view.l1Penalty)} to what is made small.`}
      </p>
    </>
  )
}

function Backward({ view, unit, chosen, phase, onCheck }: UnitDetailProps) {
  const { stages } = view
  const stage = stages[chosen.stage]
  const derivative = stage?.derivatives?.[chosen.unit]
  if (phase.kind !== 'backward' || stage === undefined) return null
  if (derivative === undefined || chosen.stage < phase.stage) {
    return <p className="soft">The derivative has not flowed back to here yet.</p>
  }
  const next = stages[chosen.stage + 1]
  const isOutput = chosen.stage === stages.length - 1
  const letter = stage.kind === 'dense' ? 'z' : 'a'
  const afterNormalization = stages.slice(chosen.stage + 1).some(({ kind }) => kind === 'batchNormalization')
  return (
    <>
      <Formula>{`∂L/∂${letter} = ${formatValue(derivative)}`}</Formula>
      {isOutput && <p className="soft">Of the outputs’ sums, by the loss’s own formula.</p>}
      {next?.kind === 'activation' && next.derivatives !== null && (
        <Formula>
          {`∂L/∂z = ∂L/∂a · f′(z)\n= ${formatValue(next.derivatives[chosen.unit])} · ${formatValue(slope(derivative, next.derivatives[chosen.unit]))}`}
        </Formula>
      )}
      {unit.outgoing.length > 0 && (
        <>
          <h4>Gathered from what it feeds: Σ w · ∂L/∂z</h4>
          <Numbers head={['goes to', 'w', '∂L/∂z', 'w · ∂L/∂z']}>
            {unit.outgoing.map(({ to, weight, derivative: theirs }) => (
              <Row
                key={to}
                name={nameInStage(view, chosen.stage + 1, to)}
                title={unitName(view, chosen.stage + 1, to)}
                values={[weight, theirs, weight * theirs]}
              />
            ))}
            {unit.outgoingRest.count > 0 && (
              <Row name={plural(unit.outgoingRest.count, 'other')} values={[null, null, unit.outgoingRest.sum]} />
            )}
          </Numbers>
        </>
      )}
      {unit.incoming.length > 0 && (
        <>
          <h4>Gradients of its weights: ∂L/∂w = x · ∂L/∂z</h4>
          <Numbers head={['weight from', 'x', '∂L/∂w']}>
            {unit.incoming.map(({ from, input, weight }) => (
              <GradientRow
                key={from}
                name={nameInStage(view, chosen.stage - 1, from)}
                title={unitName(view, chosen.stage - 1, from)}
                input={input}
                parameter={weight}
                onCheck={onCheck}
              />
            ))}
            {unit.bias !== null && <GradientRow name="bias" input={1} parameter={unit.bias} onCheck={onCheck} />}
          </Numbers>
          {afterNormalization && (
            <p className="soft">
              A batch normalization follows, and one row alone has no variance to be measured by: no gradient gets
              through to here. In a whole batch it does.
            </p>
          )}
          <p className="soft">Click a gradient to check it by moving the weight a little and measuring the loss.</p>
        </>
      )}
    </>
  )
}

/** f′(z), as the ratio of the two derivatives has it. */
function slope(before: number, after: number | undefined): number | null {
  return after === undefined || after === 0 ? null : before / after
}

function Update({ run, view, unit, chosen, onCheck }: UnitDetailProps) {
  const weights = [
    ...unit.incoming.map(({ from, weight }) => ({
      name: nameInStage(view, chosen.stage - 1, from),
      title: unitName(view, chosen.stage - 1, from),
      parameter: weight,
    })),
    ...(unit.bias === null ? [] : [{ name: 'bias', title: 'bias', parameter: unit.bias }]),
    ...unit.parameters.map(({ name, parameter }) => ({ name, title: name, parameter })),
  ]
  const [first] = weights
  const limited = view.clipScale < 1
  const isSeenOtherwise = weights.some(({ parameter }) => seenGradient(parameter, view) !== null)
  if (first === undefined) return <p className="soft">No weight belongs to this unit alone. Choose another one.</p>
  return (
    <>
      <MathLines lines={optimizerFormulas[run.config.training.optimizer.kind]} />
      <p className="soft">For the first weight below:</p>
      <Formula>
        {[seenGradient(first.parameter, view), ...updateNumbers(run.config, first.parameter, view)]
          .filter((line) => line !== null)
          .join('\n')}
      </Formula>
      <p className="soft">
        Learning rate η = {formatValue(view.learningRate)}, length of the whole gradient{' '}
        {formatValue(view.gradientNorm)}
        {limited && `, shortened to ${formatValue(view.clipScale * view.gradientNorm)}`}.
      </p>
      <Numbers head={['weight from', 'before', '∂L/∂w', ...(isSeenOtherwise ? ['g'] : []), 'after']}>
        {weights.map(({ name, title, parameter }) => (
          <Row
            key={parameter.index}
            name={name}
            title={title}
            values={[
              parameter.before,
              parameter.gradient,
              ...(isSeenOtherwise ? [parameter.effective] : []),
              parameter.after,
            ]}
            onPick={() => onCheck(parameter, title)}
            pick={1}
          />
        ))}
      </Numbers>
      <p className="soft">
        {isSeenOtherwise &&
          'g is the gradient as the optimizer sees it: shortened, and with the penalties on weights. '}
        Click ∂L/∂w to check it by moving the weight a little and measuring the loss.
      </p>
    </>
  )
}

function OwnParameters({ unit }: { unit: UnitView }) {
  if (unit.parameters.length === 0) return null
  return (
    <Numbers head={['parameter', 'value']}>
      {unit.parameters.map(({ name, parameter }) => (
        <Row key={name} name={name} values={[parameter.before]} />
      ))}
    </Numbers>
  )
}

function MathLines({ lines }: { lines: readonly string[] }) {
  return (
    <div className={styles.rules}>
      {lines.map((line) => (
        <MathFormula key={line} block>
          {line}
        </MathFormula>
      ))}
    </div>
  )
}

function Formula({ children }: { children: string }) {
  return <pre className={styles.formula}>{children}</pre>
}

function Numbers({ head, foot, children }: { head: readonly string[]; foot?: ReactNode; children: ReactNode }) {
  return (
    <table className={styles.numbers}>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
      {foot !== undefined && <tfoot>{foot}</tfoot>}
    </table>
  )
}

function Row(props: {
  name: string
  /** Said on hover, where the name is short for it. */
  title?: string
  values: readonly (number | null)[]
  pick?: number
  onPick?: () => void
}) {
  return (
    <tr>
      <th scope="row" title={props.title ?? props.name}>
        {props.name}
      </th>
      {props.values.map((value, index) => (
        <td key={index}>
          {value === null ? (
            ''
          ) : index === props.pick && props.onPick !== undefined ? (
            <button type="button" onClick={props.onPick}>
              {formatValue(value)}
            </button>
          ) : (
            formatValue(value)
          )}
        </td>
      ))}
    </tr>
  )
}

function GradientRow(props: {
  name: string
  title?: string
  input: number
  parameter: SteppedParameter
  onCheck: (parameter: SteppedParameter, name: string) => void
}) {
  const { name, title = name, input, parameter } = props
  return (
    <Row
      name={name}
      title={title}
      values={[input, parameter.gradient]}
      pick={1}
      onPick={() => props.onCheck(parameter, title)}
    />
  )
}
