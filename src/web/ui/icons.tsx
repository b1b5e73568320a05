/** Line icons, 24 × 24, in the colour of the text around them. */
import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const icon =
  (...paths: string[]) =>
  () => (
    <Icon>
      {paths.map((d) => (
        <path key={d} d={d} />
      ))}
    </Icon>
  );

export const PeopleIcon = icon(
  "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  "M2.5 20c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5",
  "M16 4.6a3.5 3.5 0 0 1 0 6.3",
  "M18.5 14.9c1.7.9 2.7 2.6 3 5.1",
);
export const FullScreenIcon = icon("M4 9V4h5", "M20 9V4h-5", "M4 15v5h5", "M20 15v5h-5");
export const LeftIcon = icon("M15 5l-7 7 7 7");
export const RightIcon = icon("M9 5l7 7-7 7");
export const BlackoutIcon = icon("M3 5h18v12H3z", "M9 21h6", "M7 9l10 4");
export const ListIcon = icon("M8 6h12", "M8 12h12", "M8 18h12", "M4 6h.01", "M4 12h.01", "M4 18h.01");
export const ShareIcon = icon("M4 4h6v6H4z", "M14 4h6v6h-6z", "M4 14h6v6H4z", "M14 14h2v2h-2z", "M20 14v6h-6");
export const LockIcon = icon("M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3");
export const HelpIcon = icon(
  "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  "M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8",
  "M12 17h.01",
);
export const CloseIcon = icon("M6 6l12 12", "M18 6L6 18");
export const PlayIcon = icon("M7 5v14l12-7z");
export const PauseIcon = icon("M8 5v14", "M16 5v14");
export const OpenIcon = icon("M14 4h6v6", "M20 4l-9 9", "M18 14v6H4V6h6");
