import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import styles from './Frame.module.css'

interface Region {
  element: HTMLElement | null
  /** Tells the frame that there is something to show; returns the way to take it back. */
  claim: () => () => void
}

const RegionContext = createContext<Region>({ element: null, claim: () => () => undefined })

export function SidePanelRegion({ value, children }: { value: Region; children: ReactNode }) {
  return <RegionContext value={value}>{children}</RegionContext>
}

/** Puts its children into the frame's right region: what is selected, with its details and warnings. */
export function SidePanel({ title, children }: { title: ReactNode; children: ReactNode }) {
  const { element, claim } = useContext(RegionContext)
  useEffect(() => claim(), [claim])
  if (element === null) return null
  return createPortal(
    <>
      <h2 className={styles.asideTitle}>{title}</h2>
      {children}
    </>,
    element,
  )
}

/** How many panels are shown, and the region to hand down. */
export function useSidePanelRegion(): {
  region: Region
  claimed: boolean
  setElement: (element: HTMLElement | null) => void
} {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [claims, setClaims] = useState(0)
  const [claim] = useState(() => () => {
    setClaims((count) => count + 1)
    return () => setClaims((count) => count - 1)
  })
  const [region, setRegion] = useState<Region>({ element, claim })
  if (region.element !== element) setRegion({ element, claim })
  return { region, claimed: claims > 0, setElement }
}
