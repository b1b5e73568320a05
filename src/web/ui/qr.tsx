/**
 * A QR code as one crisp path, dark on white whatever the page's colours, with a quiet zone of four modules: that is
 * what scanners expect.
 */
import { encode } from "uqr";

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" rx="1" />
      <path d={path} fill="#13110e" />
    </svg>
  );
}
