/** Full screen, where the browser has it (iPhones do not). */
export function canFullScreen(): boolean {
  return document.fullscreenEnabled === true;
}

export function toggleFullScreen(): void {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  // Refused when it was not asked for by a key or a touch; nothing is lost.
  change.catch(() => {});
}
