/** Which addresses other people's devices can reach this machine at. */
import type { NetworkInterfaceInfo } from "node:os";

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Interfaces of containers, virtual machines and tunnels: real addresses, but no phone in the room has them. */
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|tailscale|zt|cni|flannel|lo)/i;

/** IPv4 addresses of this machine that others can reach, the likeliest one for a phone in the room first. */
export function reachableAddresses(interfaces: Interfaces): readonly string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter((info) => info.family === "IPv4" && !info.internal && !info.address.startsWith("169.254."))
      .map((info) => ({ address: info.address, rank: (virtual.test(name) ? 10 : 0) + rank(info.address) })),
  );
  return found.sort((a, b) => a.rank - b.rank).map(({ address }) => address);
}

/** Home and office networks before others (RFC 1918). */
function rank(address: string): number {
  if (address.startsWith("192.168.")) return 0;
  if (address.startsWith("10.")) return 1;
  if (/^172\.(1[6-9]|2\d|3[01])\./.test(address)) return 2;
  return 3;
}

/** Whether a server bound to `host` can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** Whether `host` means every address of this machine. */
export function isEveryAddress(host: string): boolean {
  return host === "" || host === "::" || host === "0.0.0.0";
}

/** `host:port` as it stands in a URL; IPv6 in brackets. */
export function authority(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
