import type { InputGroup } from '../../../../shared/runs.ts'
import {
  categoriesSchema,
  numbersSchema,
  type Categories,
  type Network,
  type Numbers,
} from '../../../../shared/training.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { variantsOf } from '../form/describe.ts'
import { VariantFields } from '../form/VariantFields.tsx'
import { categoriesWords, fieldWords, numbersWords } from '../../../../core/words/settings/fieldWords.ts'
import { categoriesNames, numbersNames } from '../../../../core/words/settings/names.ts'
import { groupsOf } from './layout.ts'
import styles from './network.module.css'

const numbersVariants = variantsOf(numbersSchema)
const categoriesVariants = variantsOf(categoriesSchema)

const numbersHelp: Partial<Record<Numbers['kind'], string>> = {
  periodic: 'Each number becomes waves of learned frequencies, and then a few numbers.',
  piecewiseLinear: 'Each number becomes how far it lies through each part of its range.',
}
const categoriesHelp: Partial<Record<Categories['kind'], string>> = {
  embedding: 'Each level is a short vector that is learned with the network.',
}

interface PanelProps {
  network: Network
  groups: readonly InputGroup[]
  onChange: (network: Network) => void
}

/** How numbers enter the network. */
export function NumbersPanel({ network, groups, onChange }: PanelProps) {
  const numbers = network.numbers ?? { kind: 'plain' }
  const columns = groupsOf(groups, 'numbers').reduce((sum, { inputs }) => sum + inputs, 0)
  return (
    <>
      <div className={styles.panelHead}>
        <h3>Numbers</h3>
      </div>
      <p className="small soft">{plural(columns, 'column')} of numbers come from Prepare.</p>
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
    </>
  )
}

/** How categories enter, and what becomes of each column of them. */
export function CategoriesPanel({ network, groups, onChange }: PanelProps) {
  const categories = network.categories ?? { kind: 'oneHot' }
  const columns = groupsOf(groups, 'categories')
  return (
    <>
      <div className={styles.panelHead}>
        <h3>Categories</h3>
      </div>
      {columns.length === 0 && (
        <p className="small soft">No column enters as a category: Prepare decides which ones do.</p>
      )}
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
      {columns.length > 0 && (
        <div className={styles.columns}>
          <table>
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Levels → numbers</th>
                <th scope="col">Parameters</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((group, at) => (
                <tr key={`${group.column ?? ''} ${at}`}>
                  <th scope="row">{group.column ?? '–'}</th>
                  <td>
                    {formatCount(group.inputs)} → {formatCount(group.units)}
                  </td>
                  <td>{group.parameters === 0 ? '–' : formatCount(group.parameters)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
