import { useMemo, useState } from 'react'
import { drawnNetwork, type LayerPath } from '../../../../core/network/drawn.ts'
import type { InputGroup } from '../../../../shared/runs.ts'
import type { HiddenLayer, LayerKind, Network } from '../../../../shared/training.ts'
import { plural } from '../../../../core/words/format.ts'
import { useFormActions } from '../form/context.ts'
import { Lockable, LockNote } from '../form/Lock.tsx'
import { Group } from '../form/Section.tsx'
import { useMark } from '../form/useMark.tsx'
import { layerNames } from '../../../../core/words/settings/names.ts'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import { Drawing, type DrawingActions } from './Drawing.tsx'
import { freshLayer } from './freshLayer.ts'
import { CategoriesPanel, NumbersPanel } from './InputsPanel.tsx'
import {
  copied,
  inserted,
  layerAt,
  layersWithin,
  moved,
  movedBy,
  removed,
  replaced,
  type LayerEdit,
} from './layerEdits.ts'
import { LayerPanel } from './LayerPanel.tsx'
import { drawingLayout, keyOf, pathOf, unitsOf, type PartKey } from './layout.ts'
import styles from './network.module.css'
import { EnsemblePanel, OutputPanel } from './OutputPanel.tsx'
import { rowWords } from './rowWords.ts'

/** What is known of the data's side of a network. */
export interface NetworkEnds {
  /** How the columns enter. */
  groups: readonly InputGroup[]
  outputs: number
  /** What the output stands for: "3 classes". */
  target: string
}

const places = ['hidden', 'numbers', 'categories', 'ensemble']

/** The network as a drawing that is edited by hand, and beside it the settings of the part that is chosen. */
export function NetworkCard(props: { network: Network; ends: NetworkEnds; onChange: (network: Network) => void }) {
  const { network, ends, onChange } = props
  const { groups, outputs, target } = ends
  const { hidden } = network
  const { onDone, onTouch, effectOf, locked } = useFormActions()
  const { mark } = useMark('hidden', 'the layers')
  const [chosen, setChosen] = useState<PartKey>('layer 0')
  const [said, setSaid] = useState('')
  const inputs = Math.max(1, unitsOf(groups))
  const drawn = useMemo(() => drawnNetwork(network, inputs, outputs), [network, inputs, outputs])
  const isEnsemble = network.ensemble !== null && network.ensemble !== undefined
  const layout = useMemo(() => drawingLayout(drawn, inputs, groups, isEnsemble), [drawn, inputs, groups, isEnsemble])
  const selected = layout.rows.some(({ key }) => key === chosen) ? chosen : 'output'

  const setHidden = (next: readonly HiddenLayer[]) => onChange({ ...network, hidden: [...next] })
  const edit = (label: string, change: LayerEdit | null) => {
    if (change === null) return setSaid(`${label}: there is no room for it there.`)
    onTouch('hidden')
    setHidden(change.hidden)
    setChosen(change.path.length === 0 ? 'output' : keyOf(change.path))
    setSaid(`${label}: done.`)
    onDone(label)
  }
  const insert = (kind: LayerKind, at: LayerPath) => {
    const before = layersWithin(hidden, at.slice(0, -1)).slice(0, at.at(-1))
    const width = layout.rows.find(({ slot }) => slot?.join('.') === at.join('.'))?.flow ?? inputs
    edit(`Add ${lowerFirst(layerNames[kind])}`, inserted(hidden, at, freshLayer(kind, width, before)))
  }
  const actions: DrawingActions = {
    onSelect: setChosen,
    onInsert: insert,
    onRemove: (path) => edit('Remove a layer', removed(hidden, path)),
    onCopy: (path) => edit('Copy a layer', copied(hidden, path)),
    onMove: (from, to) => edit('Move a layer', moved(hidden, from, to)),
    onMoveBy: (path, by) => edit('Move a layer', movedBy(hidden, path, by)),
    onWidth: (path, units) => {
      const layer = layerAt(hidden, path)
      if (layer?.kind !== 'dense') return
      onTouch(`hidden.${path.join('.layers.')}.units`)
      setHidden(replaced(hidden, path, { ...layer, units }))
      setSaid(plural(units, 'unit'))
    },
    onWidthDone: () => onDone('Change the width of a layer'),
  }
  const path = pathOf(selected)
  const layer = drawn.layers.find((candidate) => keyOf(candidate.path) === selected)
  const fed = groups.reduce((sum, { parameters }) => sum + parameters, 0)
  const effect = effectOf('hidden')
  return (
    <Group title="Network" places={places} className={styles.card}>
      <LockNote />
      <div className={styles.columnsOfCard} data-place="hidden">
        <div>
          <div className={styles.headings} aria-hidden>
            <span className={styles.name}>Layer</span>
            <span className={styles.shape}>Shape</span>
            <span className={styles.shape}>Parameters</span>
          </div>
          <Drawing
            layout={layout}
            wordsOf={(row) => rowWords(row, network, drawn, groups, target)}
            selected={selected}
            actions={actions}
            readOnly={locked !== null}
          />
          <p className={styles.total}>
            <strong>{plural(drawn.parameters + fed, 'parameter')}</strong>
            {effect !== null && <span className="soft">{effect}</span>}
            {mark}
          </p>
          <p id="network-keys" className="faint small">
            {locked === null
              ? 'Click a layer to set it, + to add one, drag to move it; drag its right edge to widen it. Keys: ↑ ↓ choose, Alt moves, ← → change the width, + adds, Del removes, Ctrl D copies.'
              : 'Click a layer, or choose it with ↑ and ↓, to see its settings.'}
          </p>
          <p role="status" className={styles.said}>
            {said}
          </p>
        </div>
        <div className={styles.panel} role="group" aria-label="Settings of the chosen part">
          <Lockable>
            {path !== null && layer !== undefined && (
              <LayerPanel
                // Another layer, or another kind, is another panel: what was typed in it is gone.
                key={`${selected} ${layer.layer.kind}`}
                drawn={layer}
                ensemble={network.ensemble?.kind ?? null}
                actions={{
                  onChange: (next) => setHidden(replaced(hidden, path, next)),
                  onAddAfter: (kind) => insert(kind, [...path.slice(0, -1), (path.at(-1) ?? 0) + 1]),
                  onMoveBy: (by) => actions.onMoveBy(path, by),
                  onCopy: () => actions.onCopy(path),
                  onRemove: () => actions.onRemove(path),
                }}
              />
            )}
            {selected === 'numbers' && <NumbersPanel network={network} groups={groups} onChange={onChange} />}
            {selected === 'categories' && <CategoriesPanel network={network} groups={groups} onChange={onChange} />}
            {selected === 'output' && <OutputPanel network={network} target={target} />}
            {selected === 'ensemble' && <EnsemblePanel network={network} onChange={onChange} />}
          </Lockable>
        </div>
      </div>
    </Group>
  )
}
