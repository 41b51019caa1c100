import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { TransportError } from "../errors";

// Loopback and link-local addresses, where clouds have metadata services with credentials (169.254.169.254,
// fd00:ec2::254): no registry may redirect there.
const REFUSED = new BlockList();
REFUSED.addSubnet("0.0.0.0", 8, "ipv4");
REFUSED.addSubnet("127.0.0.0", 8, "ipv4");
REFUSED.addSubnet("169.254.0.0", 16, "ipv4");
REFUSED.addSubnet("224.0.0.0", 3, "ipv4");
REFUSED.addAddress("::", "ipv6");
REFUSED.addAddress("::1", "ipv6");
REFUSED.addSubnet("fe80::", 10, "ipv6");
REFUSED.addSubnet("ff00::", 8, "ipv6");
REFUSED.addSubnet("fd00:ec2::", 32, "ipv6");
// Loopback and link-local behind NAT64 (RFC 6052).
REFUSED.addSubnet("64:ff9b::7f00:0", 104, "ipv6");
REFUSED.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");
// IPv6 addresses that contain an IPv4 address and lead to it, where a gateway translates them: local NAT64 (RFC 8215),
// 6to4 (RFC 3056, deprecated), Teredo (RFC 4380), translated (RFC 2765) and compatible (RFC 4291, section 2.5.5.1).
REFUSED.addSubnet("64:ff9b:1::", 48, "ipv6");
REFUSED.addSubnet("2002::", 16, "ipv6");
REFUSED.addSubnet("2001::", 32, "ipv6");
REFUSED.addSubnet("::ffff:0:0:0", 96, "ipv6");
REFUSED.addSubnet("::", 96, "ipv6");

/**
 * Whether an address must not be connected to because a server said so: loopback, link-local, the metadata
 * services of clouds, multicast, unspecified; IPv4 also when mapped into IPv6, and IPv6 that is translated to IPv4.
 *
 * Source: RFC 6890; https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export function isRefusedAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && REFUSED.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** A `lookup` for sockets that fails with {@link TransportError} when a name leads to a refused address. */
export function refusingLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const addresses =
        typeof address === "string" ? [address] : (address ?? []).map((entry) => entry.address);
      const refused = addresses.find(isRefusedAddress);
      if (error || refused === undefined) callback(error, address, family);
      else callback(refusal(hostname, refused), "", 0);
    });
  };
}

/** Throws {@link TransportError} when the URL's host is itself a refused address. */
export function checkLiteralAddress(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isRefusedAddress(host)) throw refusal(host, host);
}

function refusal(hostname: string, address: string): TransportError {
  const where = hostname === address ? address : `${hostname} (${address})`;
  return new TransportError(
    `Refused to follow the registry to ${where}: a loopback, link-local or metadata address`,
    "redirect",
    undefined,
    false,
  );
}
