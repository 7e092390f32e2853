import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eef2ff',
  '#e8edfc',
  '#cdd8fa',
  '#aebff8',
  '#8aa4ff',
  '#5f7fe8',
  '#3157d5',
  '#2748b8',
  '#20399a',
  '#1b3182',
]

/** Mantine's dark surfaces in the studio's tones: 0 is text, 6 the ground of fields, 7 the panels. */
const dark: MantineColorsTuple = [
  '#e6e9ef',
  '#c3cad6',
  '#a9b3c2',
  '#8c97a8',
  '#3d4553',
  '#2a303b',
  '#12151b',
  '#191d25',
  '#12151b',
  '#0d0f14',
]

/** Fields of several values are 2 px higher than others by themselves. */
const asHighAsOthers = { inputField: { height: '1.4em' } }

export const theme = createTheme({
  fontFamily: 'system-ui, "Segoe UI", Inter, Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '13px', sm: '13.5px', md: '14px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.5', xl: '1.5' },
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  defaultRadius: '7px',
  black: '#1c2330',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'xs', variant: 'default' },
      // Mantine's compact buttons are wider set than their frame.
      vars: (_theme: unknown, { size }: { size?: unknown }) => ({
        root:
          typeof size === 'string' && size.startsWith('compact')
            ? { '--button-padding-x': '9px', '--button-fz': '12.5px' }
            : {},
      }),
    },
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs' }, styles: asHighAsOthers },
    TagsInput: { defaultProps: { size: 'xs' }, styles: asHighAsOthers },
    NativeSelect: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs', withThumbIndicator: false } },
    Tooltip: { defaultProps: { openDelay: 350, multiline: true, maw: 320, withArrow: true, fz: 12.5 } },
    Modal: { defaultProps: { centered: true, radius: 10, overlayProps: { backgroundOpacity: 0.35 } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
  },
})

const mapped = {
  '--mantine-color-body': 'var(--d-panel)',
  '--mantine-color-text': 'var(--d-text)',
  '--mantine-color-bright': 'var(--d-text)',
  '--mantine-color-dimmed': 'var(--d-soft)',
  '--mantine-color-placeholder': 'var(--d-faint)',
  '--mantine-color-default': 'var(--d-panel)',
  '--mantine-color-default-hover': 'var(--d-hover)',
  '--mantine-color-default-color': 'var(--d-text)',
  '--mantine-color-default-border': 'var(--d-line-strong)',
  '--mantine-color-error': 'var(--d-bad)',
  '--mantine-color-anchor': 'var(--d-accent)',
  '--mantine-color-gray-text': 'var(--d-soft)',
  '--mantine-color-gray-light-color': 'var(--d-soft)',
  '--mantine-color-gray-light-hover': 'var(--d-hover)',
  '--mantine-color-disabled': 'var(--d-line)',
  '--mantine-color-disabled-color': 'var(--d-faint)',
  '--mantine-color-disabled-border': 'var(--d-line)',
  '--mantine-color-accent-light': 'var(--d-accent-soft)',
  '--mantine-color-accent-light-color': 'var(--d-accent)',
}

/** Both schemes read the tokens, which themselves follow the scheme. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: mapped, dark: mapped })
