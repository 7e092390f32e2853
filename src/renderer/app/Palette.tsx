import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type Command, useRegisteredCommands } from './commands.ts'
import { goHome, navigate, stepNames, useRoute } from './route.ts'
import { stepTitles } from './steps.ts'
import { redo, undo } from './useUndo.tsx'

function group(name: string, commands: readonly Command[]): SpotlightActionGroupData {
  return {
    group: name,
    actions: commands.map((command) => ({
      id: `${name}/${command.id}`,
      label: command.label,
      description: command.description,
      rightSection: command.shortcut === undefined ? undefined : <kbd className="faint small">{command.shortcut}</kbd>,
      onClick: command.run,
    })),
  }
}

/** Every command by name, on Ctrl+K. Features add theirs with `useCommands`. */
export function Palette() {
  const route = useRoute()
  const registered = useRegisteredCommands()
  const { setColorScheme } = useMantineColorScheme()
  const go: Command[] =
    route.project === null
      ? []
      : stepNames.map((step) => ({ id: step, label: `Go to ${stepTitles[step]}`, run: () => navigate({ step }) }))
  const general: Command[] = [
    { id: 'undo', label: 'Undo', shortcut: 'Ctrl Z', run: undo },
    { id: 'redo', label: 'Redo', shortcut: 'Ctrl Shift Z', run: redo },
    { id: 'home', label: 'Go to Home', run: goHome },
    { id: 'light', label: 'Use the light theme', run: () => setColorScheme('light') },
    { id: 'dark', label: 'Use the dark theme', run: () => setColorScheme('dark') },
    { id: 'system', label: 'Use the system’s theme', run: () => setColorScheme('auto') },
  ]
  return (
    <Spotlight
      shortcut={['mod + K']}
      highlightQuery
      scrollable
      maxHeight={420}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      nothingFound="No command has these words."
      searchProps={{
        leftSection: <IconSearch size={16} />,
        placeholder: 'Search commands',
        'aria-label': 'Search commands',
      }}
      actions={[
        group('Steps', go),
        ...[...registered].map(([owner, commands]) => group(owner, commands)),
        group('Studio', general),
      ].filter(({ actions }) => actions.length > 0)}
    />
  )
}
