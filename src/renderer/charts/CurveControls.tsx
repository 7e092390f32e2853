import { Button, Menu } from '@mantine/core'
import { IconCheck, IconZoomReset } from '@tabler/icons-react'
import { memo } from 'react'

const smoothings = [
  { strength: 0, label: 'As measured' },
  { strength: 0.6, label: 'A little' },
  { strength: 0.85, label: 'Clearly' },
  { strength: 0.95, label: 'Strongly' },
] as const

/** What can be done with curves; the same while they grow. */
export const CurveControls = memo(function CurveControls(props: {
  zoomed: boolean
  log: boolean
  strength: number
  onReset: () => void
  onLog: (log: boolean) => void
  onStrength: (strength: number) => void
}) {
  const { log, strength } = props
  const chosen = smoothings.find((option) => option.strength === strength)
  return (
    <>
      {props.zoomed && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconZoomReset size={14} aria-hidden />}
          onClick={props.onReset}
        >
          Reset zoom
        </Button>
      )}
      <Button
        size="compact-xs"
        variant={log ? 'light' : 'default'}
        aria-pressed={log}
        onClick={() => props.onLog(!log)}
      >
        Log scale
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button size="compact-xs" variant={strength > 0 ? 'light' : 'default'}>
            Smooth
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {smoothings.map((option) => (
            <Menu.Item
              key={option.strength}
              role="menuitemradio"
              aria-checked={option === chosen}
              leftSection={option === chosen ? <IconCheck size={14} aria-hidden /> : <span className="chart-gap" />}
              onClick={() => props.onStrength(option.strength)}
            >
              {option.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
})
