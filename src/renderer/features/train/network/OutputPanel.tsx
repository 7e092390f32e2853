import { withEnsemble } from '../../../../core/defaults/suited.ts'
import { ensembleSchema, type Ensemble, type Network } from '../../../../shared/training.ts'
import { useFormActions } from '../form/context.ts'
import { ChoiceSetting, Setting } from '../form/Setting.tsx'
import { fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { ensembleNames, lossNames } from '../../../../core/words/settings/names.ts'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import styles from './network.module.css'

/** The last layer, which nobody sets. */
export function OutputPanel({ network, target }: { network: Network; target: string }) {
  const loss = network.loss?.kind ?? 'auto'
  return (
    <>
      <div className={styles.panelHead}>
        <h3>Output</h3>
      </div>
      <p className="small soft">
        Gives {target}. It is linear, and as wide as the target and the loss ({lowerFirst(lossNames[loss])}) need it.
      </p>
    </>
  )
}

const ensembleHelp = {
  adapters: 'All share their weights and differ by learned scales (TabM).',
  independent: 'Each has weights of its own.',
}

/** How many networks are trained at once, and what they share. */
export function EnsemblePanel({ network, onChange }: { network: Network; onChange: (network: Network) => void }) {
  const { onDone } = useFormActions()
  const ensemble = network.ensemble ?? null
  const set = (next: Ensemble | null) => onChange(withEnsemble(network, next))
  return (
    <>
      <div className={styles.panelHead}>
        <h3>Ensemble</h3>
      </div>
      <p className="small soft">{fieldWords.ensemble.help}</p>
      <ChoiceSetting
        place="ensemble"
        label={fieldWords.ensemble.label}
        help={fieldWords.ensemble.help}
        value={ensemble?.kind ?? 'none'}
        options={ensembleNames}
        onChange={(kind) => {
          const members = ensemble === null ? {} : { members: ensemble.members }
          set(kind === 'none' ? null : ensembleSchema.parse({ kind, ...members }))
          onDone('Change the ensemble')
        }}
      />
      {ensemble !== null && (
        <>
          <p className="faint small">{ensembleHelp[ensemble.kind]} Each dense layer may say otherwise.</p>
          <Setting
            place="ensemble.members"
            schema={ensembleSchema.shape.members.unwrap()}
            words={fieldWords.members}
            value={ensemble.members}
            onChange={(members) => {
              if (typeof members === 'number') set({ ...ensemble, members })
            }}
          />
        </>
      )}
    </>
  )
}
