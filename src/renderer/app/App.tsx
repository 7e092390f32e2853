import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { ConnectionGate } from '../host/ConnectionGate.tsx'
import { type StudioHost, HostProvider } from './data.tsx'
import { Frame } from './Frame.tsx'
import { styleNonce } from './nonce.ts'
import { cssVariables, theme } from './theme.ts'

export function App({ host }: { host: StudioHost }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <HostProvider host={host}>
        <ModalsProvider>
          {/* Over the header, where nothing is that they report on. */}
          <Notifications position="top-center" containerWidth={360} limit={4} />
          <ConnectionGate>
            <Frame />
          </ConnectionGate>
        </ModalsProvider>
      </HostProvider>
    </MantineProvider>
  )
}
