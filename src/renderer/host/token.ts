const key = 'descent.token'

/**
 * The token of this start of Descent. It arrives in the address's fragment, which is never sent anywhere, and is
 * moved to the tab's session storage at once, so that a reload works and no bookmark or copied address holds it.
 */
export function takeToken(): string | null {
  // The printed address opened again in this tab changes the fragment alone, which loads nothing by itself.
  addEventListener('hashchange', () => {
    if (new URLSearchParams(location.hash.slice(1)).has('token')) location.reload()
  })
  const fragment = new URLSearchParams(location.hash.slice(1))
  const given = fragment.get('token')
  if (given === null) return sessionStorage.getItem(key)
  sessionStorage.setItem(key, given)
  history.replaceState(null, '', `#${fragment.get('route') ?? '/'}`)
  return given
}
