import { withEnsemble } from '../../../../core/defaults/suited.ts'
import {
  categoriesSchema,
  ensembleSchema,
  numbersSchema,
  type Categories,
  type Ensemble,
  type Network,
  type Numbers,
} from '../../../../shared/training.ts'
import { Card } from '../../../components/Page.tsx'
import { categoriesWords, fieldWords, numbersWords } from '../fieldWords.ts'
import { categoriesNames, ensembleNames, numbersNames } from '../names.ts'
import { SelectField } from '../SelectField.tsx'
import { useFormActions } from './context.ts'
import { variantsOf } from './describe.ts'
import { LayerEditor } from './LayerEditor.tsx'
import { More } from './Section.tsx'
import { Setting } from './Setting.tsx'
import { VariantFields } from './VariantFields.tsx'

const numbersVariants = variantsOf(numbersSchema)
const categoriesVariants = variantsOf(categoriesSchema)

const numbersHelp: Partial<Record<Numbers['kind'], string>> = {
  periodic: 'Each number becomes waves of learned frequencies, and then a few numbers.',
  piecewiseLinear: 'Each number becomes how far it lies through each part of its range.',
}
const categoriesHelp: Partial<Record<Categories['kind'], string>> = {
  embedding: 'Each level is a short vector that is learned with the network.',
}
const ensembleHelp = {
  none: '',
  adapters: 'All share their weights and differ by learned scales (TabM).',
  independent: 'Each has weights of its own.',
}

/** Layers, how inputs enter, and how many networks there are. */
export function NetworkGroup(props: {
  network: Network
  /** Numbers that come into the first layer. */
  inputs: number
  onChange: (network: Network) => void
}) {
  const { network, onChange } = props
  const { onDone } = useFormActions()
  const numbers = network.numbers ?? { kind: 'plain' }
  const categories = network.categories ?? { kind: 'oneHot' }
  const ensemble = network.ensemble ?? null
  const onEnsemble = (next: Ensemble | null) => onChange(withEnsemble(network, next))
  const isPlain = numbers.kind === 'plain' && categories.kind === 'oneHot' && ensemble === null
  return (
    <Card title="Hidden layers">
      <LayerEditor
        layers={network.hidden}
        inputs={props.inputs}
        ensemble={ensemble?.kind ?? null}
        onChange={(hidden) => onChange({ ...network, hidden })}
      />
      <More label="Inputs and ensemble" open={!isPlain}>
        <VariantFields
          place="numbers"
          words={fieldWords.numbers}
          names={numbersNames}
          explained={numbersHelp}
          value={numbers}
          variants={numbersVariants}
          fields={numbersWords}
          onKind={(kind) => onChange({ ...network, numbers: numbersSchema.parse({ kind }) })}
          onSetting={(name, value) =>
            onChange({ ...network, numbers: numbersSchema.parse({ ...numbers, [name]: value }) })
          }
        />
        <VariantFields
          place="categories"
          words={fieldWords.categories}
          names={categoriesNames}
          explained={categoriesHelp}
          value={categories}
          variants={categoriesVariants}
          fields={categoriesWords}
          onKind={(kind) => onChange({ ...network, categories: categoriesSchema.parse({ kind }) })}
          onSetting={(name, value) =>
            onChange({ ...network, categories: categoriesSchema.parse({ ...categories, [name]: value }) })
          }
        />
        <SelectField
          label={fieldWords.ensemble.label}
          help={fieldWords.ensemble.help}
          value={ensemble?.kind ?? 'none'}
          options={ensembleNames}
          onChange={(kind) => {
            const members = ensemble === null ? {} : { members: ensemble.members }
            onEnsemble(kind === 'none' ? null : ensembleSchema.parse({ kind, ...members }))
            onDone('Change the ensemble')
          }}
        />
        {ensemble !== null && (
          <>
            <p className="faint small">
              {ensembleHelp[ensemble.kind]} Each layer may say otherwise in its further settings.
            </p>
            <Setting
              place="ensemble.members"
              schema={ensembleSchema.shape.members.unwrap()}
              words={fieldWords.members}
              value={ensemble.members}
              onChange={(members) => {
                if (typeof members === 'number') onEnsemble({ ...ensemble, members })
              }}
            />
          </>
        )}
      </More>
    </Card>
  )
}
