import type { NetworkInterfaceInfo } from "node:os";
import { expect, it } from "vitest";
import { authority, isEveryAddress, isLoopback, reachableAddresses } from "./addresses.ts";

function at(address: string, internal = false): NetworkInterfaceInfo[] {
  const family = address.includes(":") ? "IPv6" : "IPv4";
  return [{ address, family, internal, netmask: "", mac: "", cidr: null } as NetworkInterfaceInfo];
}

it("[F1] the address phones can reach comes first; containers and tunnels last, this machine's own never", () => {
  const interfaces = {
    lo: at("127.0.0.1", true),
    docker0: at("172.17.0.1"),
    utun3: at("100.64.1.2"),
    eth0: [...at("10.1.2.3"), ...at("fe80::1")],
    wlan0: at("192.168.1.20"),
    usb0: at("169.254.3.4"),
  };
  expect(reachableAddresses(interfaces)).toEqual(["192.168.1.20", "10.1.2.3", "172.17.0.1", "100.64.1.2"]);
  expect(reachableAddresses({ lo: at("127.0.0.1", true) })).toEqual([]);
});

it("[F1] knows every address, loopback and IPv6 in a URL", () => {
  expect(["", "::", "0.0.0.0", "127.0.0.1"].map(isEveryAddress)).toEqual([true, true, true, false]);
  expect(["localhost", "::1", "127.1.2.3", "10.0.0.1"].map(isLoopback)).toEqual([true, true, true, false]);
  expect([authority("::1", 80), authority("10.0.0.1", 80)]).toEqual(["[::1]:80", "10.0.0.1:80"]);
});
