/** Opens the speaker page, where there is a browser to open it in. */

/** Whether somebody sits in front of this machine: a terminal, a display, no remote login, no build server. */
export function hasDisplay(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  isTerminal: boolean,
): boolean {
  if (!isTerminal || env.CI !== undefined || env.SSH_CONNECTION !== undefined) return false;
  return platform === "win32" || platform === "darwin" || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY);
}

/** Never fails: the link is in the terminal too. */
export async function openBrowser(url: string): Promise<void> {
  if (!hasDisplay(process.env, process.platform, process.stdout.isTTY)) return;
  try {
    const { default: open } = await import("open");
    const browser = await open(url);
    browser.on("error", () => {});
  } catch {
    // No browser to be found; the speaker has the link.
  }
}
