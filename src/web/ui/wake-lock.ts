/** Keeps the screen on while this page is looked at, where the browser can (it needs HTTPS or localhost). */
export function keepAwake(): void {
  const ask = (): void => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    // Refused on low battery, for example; then the screen sleeps as it always did.
    navigator.wakeLock.request("screen").catch(() => {});
  };
  // The lock ends whenever the page is hidden.
  document.addEventListener("visibilitychange", ask);
  ask();
}
