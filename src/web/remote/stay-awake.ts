/** Keeps the screen on while the remote is looked at, where the browser can (secure pages only). */
export function stayAwake(): void {
  const ask = (): void => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    // Refused when the battery is low; the phone then does as its owner set it.
    navigator.wakeLock.request("screen").catch(() => undefined);
  };
  // A lock is gone as soon as the page is hidden.
  document.addEventListener("visibilitychange", ask);
  ask();
}
