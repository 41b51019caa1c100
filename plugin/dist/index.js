"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all44) => {
  for (var name2 in all44)
    __defProp(target, name2, { get: all44[name2], enumerable: true });
};
var __copyProps = (to, from2, except, desc) => {
  if (from2 && typeof from2 === "object" || typeof from2 === "function") {
    for (let key2 of __getOwnPropNames(from2))
      if (!__hasOwnProp.call(to, key2) && key2 !== except)
        __defProp(to, key2, { get: () => from2[key2], enumerable: !(desc = __getOwnPropDesc(from2, key2)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// node_modules/ipaddr.js/lib/ipaddr.js
var require_ipaddr = __commonJS({
  "node_modules/ipaddr.js/lib/ipaddr.js"(exports2, module2) {
    (function(root) {
      "use strict";
      const ipv4Part = "(0?\\d+|0x[a-f0-9]+)";
      const ipv4Regexes = {
        fourOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}$`, "i"),
        threeOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}$`, "i"),
        twoOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}$`, "i"),
        longValue: new RegExp(`^${ipv4Part}$`, "i")
      };
      const octalRegex = new RegExp(`^0[0-7]+$`, "i");
      const hexRegex = new RegExp(`^0x[a-f0-9]+$`, "i");
      const zoneIndex = "%[0-9a-z]{1,}";
      const ipv6Part = "(?:[0-9a-f]+::?)+";
      const ipv6Regexes = {
        zoneIndex: new RegExp(zoneIndex, "i"),
        "native": new RegExp(`^(::)?(${ipv6Part})?([0-9a-f]+)?(::)?(${zoneIndex})?$`, "i"),
        deprecatedTransitional: new RegExp(`^(?:::)(${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}(${zoneIndex})?)$`, "i"),
        transitional: new RegExp(`^((?:${ipv6Part})|(?:::)(?:${ipv6Part})?)${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}(${zoneIndex})?$`, "i")
      };
      function expandIPv6(string, parts) {
        if (string.indexOf("::") !== string.lastIndexOf("::")) {
          return null;
        }
        let colonCount = 0;
        let lastColon = -1;
        let zoneId = (string.match(ipv6Regexes.zoneIndex) || [])[0];
        let replacement, replacementCount;
        if (zoneId) {
          zoneId = zoneId.substring(1);
          string = string.replace(/%.+$/, "");
        }
        while ((lastColon = string.indexOf(":", lastColon + 1)) >= 0) {
          colonCount++;
        }
        if (string.substr(0, 2) === "::") {
          colonCount--;
        }
        if (string.substr(-2, 2) === "::") {
          colonCount--;
        }
        if (colonCount >= parts) {
          return null;
        }
        replacementCount = parts - colonCount;
        replacement = ":";
        while (replacementCount--) {
          replacement += "0:";
        }
        string = string.replace("::", replacement);
        if (string[0] === ":") {
          string = string.slice(1);
        }
        if (string[string.length - 1] === ":") {
          string = string.slice(0, -1);
        }
        parts = (function() {
          const ref = string.split(":");
          const results = [];
          for (let i = 0; i < ref.length; i++) {
            results.push(ref[i].length > 4 ? NaN : parseInt(ref[i], 16));
          }
          return results;
        })();
        return {
          parts,
          zoneId
        };
      }
      function matchCIDR(first, second, partSize, cidrBits) {
        if (first.length !== second.length) {
          throw new Error("ipaddr: cannot match CIDR for objects with different lengths");
        }
        let part2 = 0;
        let shift;
        while (cidrBits > 0) {
          shift = partSize - cidrBits;
          if (shift < 0) {
            shift = 0;
          }
          if (first[part2] >> shift !== second[part2] >> shift) {
            return false;
          }
          cidrBits -= partSize;
          part2 += 1;
        }
        return true;
      }
      function parseIntAuto(string) {
        if (hexRegex.test(string)) {
          return parseInt(string, 16);
        }
        if (string[0] === "0" && !isNaN(parseInt(string[1], 10))) {
          if (octalRegex.test(string)) {
            return parseInt(string, 8);
          }
          throw new Error(`ipaddr: cannot parse ${string} as octal`);
        }
        return parseInt(string, 10);
      }
      function padPart(part2, length) {
        while (part2.length < length) {
          part2 = `0${part2}`;
        }
        return part2;
      }
      const ipaddr2 = {};
      ipaddr2.IPv4 = (function() {
        function IPv42(octets) {
          if (octets.length !== 4) {
            throw new Error("ipaddr: ipv4 octet count should be 4");
          }
          let i, octet;
          for (i = 0; i < octets.length; i++) {
            octet = octets[i];
            if (!(0 <= octet && octet <= 255)) {
              throw new Error("ipaddr: ipv4 octet should fit in 8 bits");
            }
          }
          this.octets = octets;
        }
        IPv42.prototype.SpecialRanges = {
          unspecified: [[new IPv42([0, 0, 0, 0]), 8]],
          broadcast: [[new IPv42([255, 255, 255, 255]), 32]],
          // RFC3171
          multicast: [[new IPv42([224, 0, 0, 0]), 4]],
          // RFC3927
          linkLocal: [[new IPv42([169, 254, 0, 0]), 16]],
          // RFC5735
          loopback: [[new IPv42([127, 0, 0, 0]), 8]],
          // RFC6598
          carrierGradeNat: [[new IPv42([100, 64, 0, 0]), 10]],
          // RFC1918
          "private": [
            [new IPv42([10, 0, 0, 0]), 8],
            [new IPv42([172, 16, 0, 0]), 12],
            [new IPv42([192, 168, 0, 0]), 16]
          ],
          // Reserved and testing-only ranges; RFCs 5735, 5737, 2544, 1700
          reserved: [
            [new IPv42([192, 0, 0, 0]), 24],
            [new IPv42([192, 0, 2, 0]), 24],
            [new IPv42([192, 88, 99, 0]), 24],
            [new IPv42([198, 18, 0, 0]), 15],
            [new IPv42([198, 51, 100, 0]), 24],
            [new IPv42([203, 0, 113, 0]), 24],
            [new IPv42([240, 0, 0, 0]), 4]
          ],
          // RFC7534, RFC7535
          as112: [
            [new IPv42([192, 175, 48, 0]), 24],
            [new IPv42([192, 31, 196, 0]), 24]
          ],
          // RFC7450
          amt: [
            [new IPv42([192, 52, 193, 0]), 24]
          ]
        };
        IPv42.prototype.kind = function() {
          return "ipv4";
        };
        IPv42.prototype.match = function(other, cidrRange) {
          let ref;
          if (cidrRange === void 0) {
            ref = other;
            other = ref[0];
            cidrRange = ref[1];
          }
          if (other.kind() !== "ipv4") {
            throw new Error("ipaddr: cannot match ipv4 address with non-ipv4 one");
          }
          return matchCIDR(this.octets, other.octets, 8, cidrRange);
        };
        IPv42.prototype.prefixLengthFromSubnetMask = function() {
          let cidr = 0;
          let stop = false;
          const zerotable = {
            0: 8,
            128: 7,
            192: 6,
            224: 5,
            240: 4,
            248: 3,
            252: 2,
            254: 1,
            255: 0
          };
          let i, octet, zeros;
          for (i = 3; i >= 0; i -= 1) {
            octet = this.octets[i];
            if (octet in zerotable) {
              zeros = zerotable[octet];
              if (stop && zeros !== 0) {
                return null;
              }
              if (zeros !== 8) {
                stop = true;
              }
              cidr += zeros;
            } else {
              return null;
            }
          }
          return 32 - cidr;
        };
        IPv42.prototype.range = function() {
          return ipaddr2.subnetMatch(this, this.SpecialRanges);
        };
        IPv42.prototype.toByteArray = function() {
          return this.octets.slice(0);
        };
        IPv42.prototype.toIPv4MappedAddress = function() {
          return ipaddr2.IPv6.parse(`::ffff:${this.toString()}`);
        };
        IPv42.prototype.toNormalizedString = function() {
          return this.toString();
        };
        IPv42.prototype.toString = function() {
          return this.octets.join(".");
        };
        return IPv42;
      })();
      ipaddr2.IPv4.broadcastAddressFromCIDR = function(string) {
        try {
          const cidr = this.parseCIDR(string);
          const ipInterfaceOctets = cidr[0].toByteArray();
          const subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          const octets = [];
          let i = 0;
          while (i < 4) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) | parseInt(subnetMaskOctets[i], 10) ^ 255);
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv4 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv4.isIPv4 = function(string) {
        return this.parser(string) !== null;
      };
      ipaddr2.IPv4.isValid = function(string) {
        try {
          new this(this.parser(string));
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv4.isValidCIDR = function(string) {
        try {
          this.parseCIDR(string);
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv4.isValidFourPartDecimal = function(string) {
        if (ipaddr2.IPv4.isValid(string) && string.match(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){3}$/)) {
          return true;
        } else {
          return false;
        }
      };
      ipaddr2.IPv4.isValidCIDRFourPartDecimal = function(string) {
        const match = string.match(/^(.+)\/(\d+)$/);
        if (!ipaddr2.IPv4.isValidCIDR(string) || !match) {
          return false;
        }
        return ipaddr2.IPv4.isValidFourPartDecimal(match[1]);
      };
      ipaddr2.IPv4.networkAddressFromCIDR = function(string) {
        let cidr, i, ipInterfaceOctets, octets, subnetMaskOctets;
        try {
          cidr = this.parseCIDR(string);
          ipInterfaceOctets = cidr[0].toByteArray();
          subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          octets = [];
          i = 0;
          while (i < 4) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) & parseInt(subnetMaskOctets[i], 10));
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv4 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv4.parse = function(string) {
        const parts = this.parser(string);
        if (parts === null) {
          throw new Error("ipaddr: string is not formatted like an IPv4 Address");
        }
        return new this(parts);
      };
      ipaddr2.IPv4.parseCIDR = function(string) {
        let match;
        if (match = string.match(/^(.+)\/(\d+)$/)) {
          const maskLength = parseInt(match[2]);
          if (maskLength >= 0 && maskLength <= 32) {
            const parsed = [this.parse(match[1]), maskLength];
            Object.defineProperty(parsed, "toString", {
              value: function() {
                return this.join("/");
              }
            });
            return parsed;
          }
        }
        throw new Error("ipaddr: string is not formatted like an IPv4 CIDR range");
      };
      ipaddr2.IPv4.parser = function(string) {
        let match, part2, value;
        if (match = string.match(ipv4Regexes.fourOctet)) {
          return (function() {
            const ref = match.slice(1, 6);
            const results = [];
            for (let i = 0; i < ref.length; i++) {
              part2 = ref[i];
              results.push(parseIntAuto(part2));
            }
            return results;
          })();
        } else if (match = string.match(ipv4Regexes.longValue)) {
          value = parseIntAuto(match[1]);
          if (value > 4294967295 || value < 0) {
            throw new Error("ipaddr: address outside defined range");
          }
          return (function() {
            const results = [];
            let shift;
            for (shift = 0; shift <= 24; shift += 8) {
              results.push(value >> shift & 255);
            }
            return results;
          })().reverse();
        } else if (match = string.match(ipv4Regexes.twoOctet)) {
          return (function() {
            const ref = match.slice(1, 4);
            const results = [];
            value = parseIntAuto(ref[1]);
            if (value > 16777215 || value < 0) {
              throw new Error("ipaddr: address outside defined range");
            }
            results.push(parseIntAuto(ref[0]));
            results.push(value >> 16 & 255);
            results.push(value >> 8 & 255);
            results.push(value & 255);
            return results;
          })();
        } else if (match = string.match(ipv4Regexes.threeOctet)) {
          return (function() {
            const ref = match.slice(1, 5);
            const results = [];
            value = parseIntAuto(ref[2]);
            if (value > 65535 || value < 0) {
              throw new Error("ipaddr: address outside defined range");
            }
            results.push(parseIntAuto(ref[0]));
            results.push(parseIntAuto(ref[1]));
            results.push(value >> 8 & 255);
            results.push(value & 255);
            return results;
          })();
        } else {
          return null;
        }
      };
      ipaddr2.IPv4.subnetMaskFromPrefixLength = function(prefix) {
        prefix = parseInt(prefix);
        if (Number.isNaN(prefix) || prefix < 0 || prefix > 32) {
          throw new Error("ipaddr: invalid IPv4 prefix length");
        }
        const octets = [0, 0, 0, 0];
        let j = 0;
        const filledOctetCount = Math.floor(prefix / 8);
        while (j < filledOctetCount) {
          octets[j] = 255;
          j++;
        }
        if (filledOctetCount < 4) {
          octets[filledOctetCount] = Math.pow(2, prefix % 8) - 1 << 8 - prefix % 8;
        }
        return new this(octets);
      };
      ipaddr2.IPv6 = (function() {
        function IPv62(parts, zoneId) {
          let i, part2;
          if (parts.length === 16) {
            this.parts = [];
            for (i = 0; i <= 14; i += 2) {
              this.parts.push(parts[i] << 8 | parts[i + 1]);
            }
          } else if (parts.length === 8) {
            this.parts = parts;
          } else {
            throw new Error("ipaddr: ipv6 part count should be 8 or 16");
          }
          for (i = 0; i < this.parts.length; i++) {
            part2 = this.parts[i];
            if (!(0 <= part2 && part2 <= 65535)) {
              throw new Error("ipaddr: ipv6 part should fit in 16 bits");
            }
          }
          if (zoneId) {
            this.zoneId = zoneId;
          }
        }
        IPv62.prototype.SpecialRanges = {
          // RFC4291, here and after
          unspecified: [new IPv62([0, 0, 0, 0, 0, 0, 0, 0]), 128],
          linkLocal: [new IPv62([65152, 0, 0, 0, 0, 0, 0, 0]), 10],
          multicast: [new IPv62([65280, 0, 0, 0, 0, 0, 0, 0]), 8],
          loopback: [new IPv62([0, 0, 0, 0, 0, 0, 0, 1]), 128],
          uniqueLocal: [new IPv62([64512, 0, 0, 0, 0, 0, 0, 0]), 7],
          ipv4Mapped: [new IPv62([0, 0, 0, 0, 0, 65535, 0, 0]), 96],
          // RFC3879
          deprecatedSiteLocal: [new IPv62([65216, 0, 0, 0, 0, 0, 0, 0]), 10],
          // RFC6666
          discard: [new IPv62([256, 0, 0, 0, 0, 0, 0, 0]), 64],
          // RFC6145
          rfc6145: [new IPv62([0, 0, 0, 0, 65535, 0, 0, 0]), 96],
          rfc6052: [
            // RFC6052
            [new IPv62([100, 65435, 0, 0, 0, 0, 0, 0]), 96],
            // RFC8215
            [new IPv62([100, 65435, 1, 0, 0, 0, 0, 0]), 48]
          ],
          // RFC3056
          "6to4": [new IPv62([8194, 0, 0, 0, 0, 0, 0, 0]), 16],
          // RFC6052, RFC6146
          teredo: [new IPv62([8193, 0, 0, 0, 0, 0, 0, 0]), 32],
          // RFC5180
          benchmarking: [new IPv62([8193, 2, 0, 0, 0, 0, 0, 0]), 48],
          // RFC7450
          amt: [new IPv62([8193, 3, 0, 0, 0, 0, 0, 0]), 32],
          as112v6: [
            // RFC7535
            [new IPv62([8193, 4, 274, 0, 0, 0, 0, 0]), 48],
            // RFC7534
            [new IPv62([9760, 79, 32768, 0, 0, 0, 0, 0]), 48]
          ],
          // RFC4843
          deprecatedOrchid: [new IPv62([8193, 16, 0, 0, 0, 0, 0, 0]), 28],
          // RFC7343
          orchid2: [new IPv62([8193, 32, 0, 0, 0, 0, 0, 0]), 28],
          // RFC9374
          droneRemoteIdProtocolEntityTags: [new IPv62([8193, 48, 0, 0, 0, 0, 0, 0]), 28],
          // RFC9602
          segmentRouting: [new IPv62([24320, 0, 0, 0, 0, 0, 0, 0]), 16],
          reserved: [
            // RFC3849
            [new IPv62([8193, 0, 0, 0, 0, 0, 0, 0]), 23],
            // RFC2928
            [new IPv62([8193, 3512, 0, 0, 0, 0, 0, 0]), 32],
            // RFC9637
            [new IPv62([16383, 0, 0, 0, 0, 0, 0, 0]), 20]
          ]
        };
        IPv62.prototype.isIPv4MappedAddress = function() {
          return this.range() === "ipv4Mapped";
        };
        IPv62.prototype.kind = function() {
          return "ipv6";
        };
        IPv62.prototype.match = function(other, cidrRange) {
          let ref;
          if (cidrRange === void 0) {
            ref = other;
            other = ref[0];
            cidrRange = ref[1];
          }
          if (other.kind() !== "ipv6") {
            throw new Error("ipaddr: cannot match ipv6 address with non-ipv6 one");
          }
          return matchCIDR(this.parts, other.parts, 16, cidrRange);
        };
        IPv62.prototype.prefixLengthFromSubnetMask = function() {
          let cidr = 0;
          let stop = false;
          const zerotable = {
            0: 16,
            32768: 15,
            49152: 14,
            57344: 13,
            61440: 12,
            63488: 11,
            64512: 10,
            65024: 9,
            65280: 8,
            65408: 7,
            65472: 6,
            65504: 5,
            65520: 4,
            65528: 3,
            65532: 2,
            65534: 1,
            65535: 0
          };
          let part2, zeros;
          for (let i = 7; i >= 0; i -= 1) {
            part2 = this.parts[i];
            if (part2 in zerotable) {
              zeros = zerotable[part2];
              if (stop && zeros !== 0) {
                return null;
              }
              if (zeros !== 16) {
                stop = true;
              }
              cidr += zeros;
            } else {
              return null;
            }
          }
          return 128 - cidr;
        };
        IPv62.prototype.range = function() {
          return ipaddr2.subnetMatch(this, this.SpecialRanges);
        };
        IPv62.prototype.toByteArray = function() {
          let part2;
          const bytes = [];
          const ref = this.parts;
          for (let i = 0; i < ref.length; i++) {
            part2 = ref[i];
            bytes.push(part2 >> 8);
            bytes.push(part2 & 255);
          }
          return bytes;
        };
        IPv62.prototype.toFixedLengthString = function() {
          const addr = (function() {
            const results = [];
            for (let i = 0; i < this.parts.length; i++) {
              results.push(padPart(this.parts[i].toString(16), 4));
            }
            return results;
          }).call(this).join(":");
          let suffix = "";
          if (this.zoneId) {
            suffix = `%${this.zoneId}`;
          }
          return addr + suffix;
        };
        IPv62.prototype.toIPv4Address = function() {
          if (!this.isIPv4MappedAddress()) {
            throw new Error("ipaddr: trying to convert a generic ipv6 address to ipv4");
          }
          const ref = this.parts.slice(-2);
          const high = ref[0];
          const low = ref[1];
          return new ipaddr2.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
        };
        IPv62.prototype.toNormalizedString = function() {
          const addr = (function() {
            const results = [];
            for (let i = 0; i < this.parts.length; i++) {
              results.push(this.parts[i].toString(16));
            }
            return results;
          }).call(this).join(":");
          let suffix = "";
          if (this.zoneId) {
            suffix = `%${this.zoneId}`;
          }
          return addr + suffix;
        };
        IPv62.prototype.toRFC5952String = function() {
          const regex = /((^|:)(0(:|$)){2,})/g;
          let suffix = "";
          if (this.zoneId) {
            suffix = `%${this.zoneId}`;
          }
          const normalized = this.toNormalizedString();
          const string = normalized.slice(0, normalized.length - suffix.length);
          let bestMatchIndex = 0;
          let bestMatchLength = -1;
          let bestMatchGroups = -1;
          let match;
          while (match = regex.exec(string)) {
            const groups = (match[0].match(/0/g) || []).length;
            if (groups > bestMatchGroups) {
              bestMatchGroups = groups;
              bestMatchIndex = match.index;
              bestMatchLength = match[0].length;
            }
          }
          if (bestMatchLength < 0) {
            return string + suffix;
          }
          return `${string.substring(0, bestMatchIndex)}::${string.substring(bestMatchIndex + bestMatchLength)}${suffix}`;
        };
        IPv62.prototype.toString = function() {
          return this.toRFC5952String();
        };
        return IPv62;
      })();
      ipaddr2.IPv6.broadcastAddressFromCIDR = function(string) {
        try {
          const cidr = this.parseCIDR(string);
          const ipInterfaceOctets = cidr[0].toByteArray();
          const subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          const octets = [];
          let i = 0;
          while (i < 16) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) | parseInt(subnetMaskOctets[i], 10) ^ 255);
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv6 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv6.isIPv6 = function(string) {
        return this.parser(string) !== null;
      };
      ipaddr2.IPv6.isValid = function(string) {
        if (typeof string === "string" && string.indexOf(":") === -1) {
          return false;
        }
        try {
          const addr = this.parser(string);
          new this(addr.parts, addr.zoneId);
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv6.isValidCIDR = function(string) {
        if (typeof string === "string" && string.indexOf(":") === -1) {
          return false;
        }
        try {
          this.parseCIDR(string);
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv6.networkAddressFromCIDR = function(string) {
        let cidr, i, ipInterfaceOctets, octets, subnetMaskOctets;
        try {
          cidr = this.parseCIDR(string);
          ipInterfaceOctets = cidr[0].toByteArray();
          subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          octets = [];
          i = 0;
          while (i < 16) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) & parseInt(subnetMaskOctets[i], 10));
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv6 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv6.parse = function(string) {
        const addr = this.parser(string);
        if (addr === null) {
          throw new Error("ipaddr: string is not formatted like an IPv6 Address");
        }
        return new this(addr.parts, addr.zoneId);
      };
      ipaddr2.IPv6.parseCIDR = function(string) {
        let maskLength, match, parsed;
        if (match = string.match(/^(.+)\/(\d+)$/)) {
          maskLength = parseInt(match[2]);
          if (maskLength >= 0 && maskLength <= 128) {
            parsed = [this.parse(match[1]), maskLength];
            Object.defineProperty(parsed, "toString", {
              value: function() {
                return this.join("/");
              }
            });
            return parsed;
          }
        }
        throw new Error("ipaddr: string is not formatted like an IPv6 CIDR range");
      };
      ipaddr2.IPv6.parser = function(string) {
        let addr, i, match, octet, octets, zoneId;
        if (match = string.match(ipv6Regexes.deprecatedTransitional)) {
          return this.parser(`::ffff:${match[1]}`);
        }
        if (ipv6Regexes.native.test(string)) {
          return expandIPv6(string, 8);
        }
        if (match = string.match(ipv6Regexes.transitional)) {
          zoneId = match[6] || "";
          addr = match[1];
          if (!match[1].endsWith("::")) {
            addr = addr.slice(0, -1);
          }
          addr = expandIPv6(addr + zoneId, 6);
          if (addr && addr.parts) {
            octets = [
              parseInt(match[2]),
              parseInt(match[3]),
              parseInt(match[4]),
              parseInt(match[5])
            ];
            for (i = 0; i < octets.length; i++) {
              octet = octets[i];
              if (!(0 <= octet && octet <= 255)) {
                return null;
              }
            }
            addr.parts.push(octets[0] << 8 | octets[1]);
            addr.parts.push(octets[2] << 8 | octets[3]);
            return {
              parts: addr.parts,
              zoneId: addr.zoneId
            };
          }
        }
        return null;
      };
      ipaddr2.IPv6.subnetMaskFromPrefixLength = function(prefix) {
        prefix = parseInt(prefix);
        if (Number.isNaN(prefix) || prefix < 0 || prefix > 128) {
          throw new Error("ipaddr: invalid IPv6 prefix length");
        }
        const octets = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let j = 0;
        const filledOctetCount = Math.floor(prefix / 8);
        while (j < filledOctetCount) {
          octets[j] = 255;
          j++;
        }
        if (filledOctetCount < 16) {
          octets[filledOctetCount] = Math.pow(2, prefix % 8) - 1 << 8 - prefix % 8;
        }
        return new this(octets);
      };
      ipaddr2.fromByteArray = function(bytes) {
        const length = bytes.length;
        if (length === 4) {
          return new ipaddr2.IPv4(bytes);
        } else if (length === 16) {
          return new ipaddr2.IPv6(bytes);
        } else {
          throw new Error("ipaddr: the binary input is neither an IPv6 nor IPv4 address");
        }
      };
      ipaddr2.isValid = function(string) {
        return ipaddr2.IPv6.isValid(string) || ipaddr2.IPv4.isValid(string);
      };
      ipaddr2.isValidCIDR = function(string) {
        return ipaddr2.IPv6.isValidCIDR(string) || ipaddr2.IPv4.isValidCIDR(string);
      };
      ipaddr2.parse = function(string) {
        if (ipaddr2.IPv6.isValid(string)) {
          return ipaddr2.IPv6.parse(string);
        } else if (ipaddr2.IPv4.isValid(string)) {
          return ipaddr2.IPv4.parse(string);
        } else {
          throw new Error("ipaddr: the address has neither IPv6 nor IPv4 format");
        }
      };
      ipaddr2.parseCIDR = function(string) {
        try {
          return ipaddr2.IPv6.parseCIDR(string);
        } catch {
          try {
            return ipaddr2.IPv4.parseCIDR(string);
          } catch (e) {
            throw new Error("ipaddr: the address has neither IPv6 nor IPv4 CIDR format", { cause: e });
          }
        }
      };
      ipaddr2.process = function(string) {
        const addr = this.parse(string);
        if (addr.kind() === "ipv6" && addr.isIPv4MappedAddress()) {
          return addr.toIPv4Address();
        } else {
          return addr;
        }
      };
      ipaddr2.subnetMatch = function(address, rangeList, defaultName) {
        let i, rangeName, rangeSubnets, subnet;
        if (defaultName === void 0 || defaultName === null) {
          defaultName = "unicast";
        }
        for (rangeName in rangeList) {
          if (Object.prototype.hasOwnProperty.call(rangeList, rangeName)) {
            rangeSubnets = rangeList[rangeName];
            if (rangeSubnets[0] && !(rangeSubnets[0] instanceof Array)) {
              rangeSubnets = [rangeSubnets];
            }
            for (i = 0; i < rangeSubnets.length; i++) {
              subnet = rangeSubnets[i];
              if (address.kind() === subnet[0].kind() && address.match.apply(address, subnet)) {
                return rangeName;
              }
            }
          }
        }
        return defaultName;
      };
      if (typeof module2 !== "undefined" && module2.exports) {
        module2.exports = ipaddr2;
      } else {
        root.ipaddr = ipaddr2;
      }
    })(exports2);
  }
});

// plugin/index.ts
var index_exports2 = {};
__export(index_exports2, {
  provider: () => provider2
});
module.exports = __toCommonJS(index_exports2);
var pulumi76 = __toESM(require("@pulumi/pulumi"));

// index.ts
var index_exports = {};
__export(index_exports, {
  AdjustmentType: () => AdjustmentType,
  AsyncNotificationTopic: () => AsyncNotificationTopic,
  CapacitySizeType: () => CapacitySizeType,
  CaptureMode: () => CaptureMode,
  ComparisonOperator: () => ComparisonOperator,
  ContainerMode: () => ContainerMode,
  CredentialsProvider: () => CredentialsProvider,
  EndpointMetric: () => EndpointMetric,
  ExecutionRole: () => ExecutionRole,
  FunctionArchitecture: () => FunctionArchitecture,
  ImageMirror: () => ImageMirror,
  ImagePublisher: () => ImagePublisher,
  InferenceExecutionMode: () => InferenceExecutionMode,
  InternetAccess: () => InternetAccess,
  LambdaRouteKind: () => LambdaRouteKind,
  ManifestMediaTypes: () => ManifestMediaTypes,
  MetricAggregationType: () => MetricAggregationType,
  MissingData: () => MissingData,
  ModelCacheSetting: () => ModelCacheSetting,
  ModelCompressionType: () => ModelCompressionType,
  ModelEndpoint: () => ModelEndpoint,
  OnDelete: () => OnDelete,
  PreflightSeverity: () => PreflightSeverity,
  PrivateInference: () => PrivateInference,
  PublishedImage: () => PublishedImage,
  PullUser: () => PullUser,
  RegistryAccess: () => RegistryAccess,
  RegistryHost: () => RegistryHost,
  RegistryNetwork: () => RegistryNetwork,
  RoutingStrategy: () => RoutingStrategy,
  ScalingMetric: () => ScalingMetric,
  TaskArchitecture: () => TaskArchitecture,
  TrafficRoutingType: () => TrafficRoutingType
});

// components/common/common-args.ts
var DEFAULT_LOG_RETENTION_IN_DAYS = 30;

// components/common/checks.ts
var checks_exports = {};
__export(checks_exports, {
  S3_BUCKET: () => S3_BUCKET,
  arn: () => arn,
  cidrBlock: () => cidrBlock,
  domainName: () => domainName,
  functionArn: () => functionArn,
  hostedZoneId: () => hostedZoneId,
  instanceType: () => instanceType,
  integer: () => integer,
  key: () => key,
  logRetentionInDays: () => logRetentionInDays,
  mismatch: () => mismatch,
  oneOf: () => oneOf,
  pattern: () => pattern,
  prefixListId: () => prefixListId,
  registryHostname: () => registryHostname,
  roleArn: () => roleArn,
  rolePath: () => rolePath,
  routeTableId: () => routeTableId,
  sageMakerName: () => sageMakerName,
  secretArn: () => secretArn,
  secretKey: () => secretKey,
  securityGroupId: () => securityGroupId,
  sourced: () => sourced,
  subnetId: () => subnetId,
  tags: () => tags,
  topicArn: () => topicArn,
  vpcEndpointId: () => vpcEndpointId,
  vpcId: () => vpcId
});
var ipaddr = __toESM(require_ipaddr());

// registry-client/text/suggestion.ts
var MAX_LENGTH = 100;
function remedyForUnknown(given3, known, quoted2 = false) {
  const shown2 = quoted2 ? JSON.stringify : String;
  const meant = quoted2 ? nearestName(given3, known) : suggestion(given3, known);
  return meant === void 0 ? `expected one of: ${known.map((name2) => shown2(name2)).join(", ")}` : `did you mean ${shown2(meant)}?`;
}
function suggestion(given3, known) {
  const found = nearestName(given3, known);
  return found !== void 0 && given3.includes("_") ? snakeCase(found) : found;
}
function nearestName(given3, known) {
  if (given3.length > MAX_LENGTH) return void 0;
  const plain2 = plainly(given3);
  const [nearest] = known.map((name2) => ({ name: name2, distance: distanceBetween(plain2, plainly(name2)) })).filter(({ distance }) => distance <= Math.max(1, Math.floor(plain2.length / 4))).sort((a, b) => a.distance - b.distance);
  return nearest?.name ?? (plain2.length < 4 ? void 0 : known.find((name2) => isBeginning(plain2, plainly(name2))));
}
function plainly(name2) {
  return name2.replaceAll(/[_-]/g, "").toLowerCase();
}
function isBeginning(one, other) {
  return one.startsWith(other) || other.startsWith(one);
}
function snakeCase(name2) {
  return name2.replace(/(?<=[a-z0-9])[A-Z]+/g, (letters) => `_${letters}`).toLowerCase();
}
function distanceBetween(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const at = (up, left) => rows[row - up]?.[column - left] ?? Infinity;
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const replaced = at(1, 1) + (isSame ? 0 : 1);
      const swapped = isSwapped ? at(2, 2) + 1 : Infinity;
      current.push(Math.min(at(1, 0) + 1, (current[column - 1] ?? Infinity) + 1, replaced, swapped));
    }
    rows.push(current);
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}

// components/common/checks.ts
function mismatch(value, allowed, remedy) {
  return `is ${shown(value)}, but must be ${allowed}${remedy === void 0 ? "" : `: ${remedy}`}`;
}
var shown = (value) => typeof value === "number" ? String(value) : JSON.stringify(value);
function pattern(regExp, allowed, remedy) {
  return (value) => typeof value === "string" && regExp.test(value) ? void 0 : mismatch(value, allowed, remedy);
}
function sourced(page, check) {
  return (value) => {
    const reason = check(value);
    return reason && `${reason} (${page})`;
  };
}
function key(check) {
  return (name2) => {
    const reason = check(name2);
    return reason && `has a name that ${reason}`;
  };
}
function integer(min, max, unit2 = "", remedy) {
  return (value) => Number.isInteger(value) && value >= min && value <= max ? void 0 : mismatch(value, `a whole number from ${min} to ${max}${unit2 === "" ? "" : ` ${unit2}`}`, remedy);
}
function oneOf(values) {
  return (value) => {
    if (values.includes(value)) return void 0;
    const names = values.filter((each3) => typeof each3 === "string");
    const meant = typeof value === "string" ? nearestName(value, names) : void 0;
    return mismatch(
      value,
      `one of ${values.map((each3) => JSON.stringify(each3)).join(", ")}`,
      meant && `did you mean ${JSON.stringify(meant)}?`
    );
  };
}
function arn(service, resource) {
  const tail = resource.split("\u2026").map((part2) => part2.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("[^\\s]+");
  const [region, formOfRegion] = service === "iam" ? ["", ""] : ["[a-z0-9-]+", "<region>"];
  return sourced(
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    pattern(
      new RegExp(`^arn:[a-z0-9-]+:${service}:${region}:([0-9]{12}|aws):${tail}$`),
      `an ARN of the form arn:<partition>:${service}:${formOfRegion}:<account>:${resource}`,
      service === "kms" ? KEY_ARN_REMEDY : void 0
    )
  );
}
var KEY_ARN_REMEDY = `of a key id, or of an alias as "alias/\u2026" or its ARN, look the key's own ARN up: it is the arn of aws.kms.getKey with that keyId`;
var functionArn = sourced(
  "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
  pattern(
    /^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[a-zA-Z0-9-_]+(:[a-zA-Z0-9$_-]+)?$/,
    "a Lambda function's ARN, arn:<partition>:lambda:<region>:<account>:function:<name>"
  )
);
var roleArn = sourced(
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  pattern(
    /^arn:[a-z0-9-]+:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/,
    "an IAM role's ARN, arn:<partition>:iam::<account>:role/<path and name>"
  )
);
var secret = arn("secretsmanager", "secret:\u2026");
var completeSecret = sourced(
  "https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html",
  pattern(
    /:secret:[^\s:]+-[a-zA-Z0-9]{6}$/,
    "the complete ARN of a secret",
    "end it with the hyphen and six characters that Secrets Manager added to the name, and nothing else"
  )
);
var secretArn = (value) => secret(value) ?? completeSecret(value);
var secretKey = (value) => value === "" ? "must not be empty: it is the name of a key of the secret's JSON object" : void 0;
var topicArn = sourced(
  "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
  pattern(
    /^arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}(\.fifo)?$/,
    "an SNS topic's ARN, arn:<partition>:sns:<region>:<account>:<topic>"
  )
);
var id = (prefix, what) => sourced(
  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html",
  pattern(new RegExp(`^${prefix}-[-0-9a-zA-Z]+$`), `the id of ${what}, as ${prefix}-0123456789abcdef0`)
);
var vpcId = id("vpc", "a VPC");
var subnetId = id("subnet", "a subnet");
var securityGroupId = id("sg", "a security group");
var routeTableId = id("rtb", "a route table");
var vpcEndpointId = id("vpce", "a VPC endpoint");
var prefixListId = id("pl", "a managed prefix list");
var hostedZoneId = sourced(
  "https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html",
  pattern(/^Z[0-9A-Z]+$/, "the id of a Route 53 hosted zone, as Z0123456789ABCDEFGHIJ")
);
var cidrBlock = sourced(
  "https://www.rfc-editor.org/rfc/rfc4632#section-3.1",
  (value) => {
    const allowed = "a CIDR block, as 10.20.0.0/16";
    if (!ipaddr.isValidCIDR(value)) return mismatch(value, allowed);
    const [address, length] = ipaddr.parseCIDR(value);
    const network = (address.kind() === "ipv4" ? ipaddr.IPv4.networkAddressFromCIDR(value) : ipaddr.IPv6.networkAddressFromCIDR(value)).toString();
    if (network === address.toString()) return void 0;
    return mismatch(value, allowed, `its first address is ${network}, so write ${network}/${length}`);
  }
);
var instanceType = sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
  pattern(
    /^ml\.[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|[0-9]*xlarge|metal|metal-[0-9]+xl)$/,
    "a SageMaker instance type of the form ml.<family>.<size>, as ml.m5.large"
  )
);
var MAX_SAGEMAKER_NAME = 63;
var sageMakerName = sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
  (value) => {
    const length = typeof value === "string" ? value.length : 0;
    return pattern(
      /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
      `1 to ${MAX_SAGEMAKER_NAME} letters, digits and hyphens, and begin and end with a letter or digit`,
      length > MAX_SAGEMAKER_NAME ? `it has ${length} characters` : void 0
    )(value);
  }
);
var domainName = sourced(
  "https://www.rfc-editor.org/rfc/rfc1035#section-2.3.1",
  pattern(
    /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a fully qualified domain name in lower case, as registry.example.com"
  )
);
var registryHostname = sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
  (value) => {
    const form = /^(?=.{3,253}(?::|$))([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(?::(?<port>[0-9]{1,5}))?$/;
    const match = typeof value === "string" ? form.exec(value) : null;
    const port = Number(match?.groups?.port ?? 443);
    if (match !== null && port >= 1 && port <= 65535) return void 0;
    return mismatch(
      value,
      "a host name in lower case with an optional port, as registry.example.com or registry.example.com:8443",
      "leave out https:// and any path; a public authority certifies full names alone, and neither addresses nor names as localhost"
    );
  }
);
var S3_BUCKET = "(?!(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?:/|$))(?![^/]*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
var rolePath = sourced(
  "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  pattern(/^(\/|\/[\x21-\x7e]{1,510}\/)$/, "an IAM path, which begins and ends with a slash, as /ml/")
);
var LOG_RETENTION_IN_DAYS = [
  0,
  1,
  3,
  5,
  7,
  14,
  30,
  60,
  90,
  120,
  150,
  180,
  365,
  400,
  545,
  731,
  1096,
  1827,
  2192,
  2557,
  2922,
  3288,
  3653
];
var logRetentionInDays = sourced(
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  oneOf(LOG_RETENTION_IN_DAYS)
);
var tags = sourced(
  "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  (value) => tagsProblem(value)
);
function tagsProblem(value) {
  const keys = Object.keys(value);
  if (keys.length > 50) return `has ${keys.length} tags, but must have at most 50`;
  const isLong = (key2) => key2.length < 1 || key2.length > 128 || String(value[key2]).length > 256;
  const rules = [
    [(key2) => /^aws:/i.test(key2), "but keys that begin with aws: are AWS's own: use others"],
    [isLong, "but keys must have 1 to 128 characters and values at most 256"],
    [
      (key2) => !TAG_TEXT.test(key2) || !TAG_TEXT.test(String(value[key2])),
      "but keys and values must be of letters, digits, spaces and _ . : / = + - @"
    ]
  ];
  const problems = rules.flatMap(([isWrong, allowed]) => {
    const wrong = keys.filter(isWrong).map((key2) => JSON.stringify(key2));
    return wrong.length === 0 ? [] : [`has ${wrong.join(", ")}, ${allowed}`];
  });
  return problems.length === 0 ? void 0 : problems.join("; ");
}
var TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

// components/common/problems.ts
var pulumi2 = __toESM(require("@pulumi/pulumi"));

// components/common/values.ts
var pulumi = __toESM(require("@pulumi/pulumi"));
function propertyPathOf(parent, key2) {
  if (!/^[a-zA-Z_$][\w$-]*$/.test(key2)) return `${parent}[${JSON.stringify(key2)}]`;
  return parent === "" ? key2 : `${parent}.${key2}`;
}
var isNothing = (value) => value === void 0 || value === null;
function isKnown(value) {
  if (value === null || typeof value !== "object") return true;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return !isPlainObject(value) || Object.values(value).every(isKnown);
}
function isPlainObject(value) {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
function liesAt(path, propertyPath) {
  return propertyPath === path || propertyPath.startsWith(path) && /[.[]/.test(propertyPath.charAt(path.length));
}

// components/common/problems.ts
var ArgumentsError = class extends pulumi2.InputPropertiesError {
  /** Every problem. */
  problems;
  /** @param component how the message names the component, as `RegistryHost "demo"` */
  constructor(component, problems) {
    const lines = problems.map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`);
    const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super({ message: `${component} has ${many} in its arguments:
${lines.join("\n")}`, errors: [] });
    this.problems = problems;
  }
};
var Problems = class {
  all = [];
  note(propertyPath, reason) {
    if (reason !== void 0) this.all.push({ propertyPath, reason });
  }
};
var sourcedProblems = (page, problems) => problems.map(({ propertyPath, reason }) => ({ propertyPath, reason: `${reason} (${page})` }));
function listProblems(propertyPath, items, { min = 0, max = Infinity, item, remedy, unique: unique2 = false, ignoresUndefined = false }) {
  const problems = new Problems();
  const count2 = ignoresUndefined ? items.filter((each3) => !isNothing(each3)).length : items.length;
  if (count2 < min || count2 > max) {
    const allowed = max === Infinity ? `at least ${min}` : min === max ? `exactly ${min}` : `${min} to ${max}`;
    const reason = `has ${count2 === 1 ? "1 item" : `${count2} items`}, but must have ${allowed}`;
    problems.note(propertyPath, remedy === void 0 ? reason : `${reason}: ${remedy}`);
  }
  items.forEach((each3, index) => {
    if (!isKnown(each3)) return;
    const first = unique2 && !isNothing(each3) ? items.indexOf(each3) : index;
    const reason = first === index ? item?.(each3) : `is the same as ${propertyPath}[${first}]`;
    problems.note(`${propertyPath}[${index}]`, reason);
  });
  return problems.all;
}
function recordProblems(propertyPath, entries, { max = Infinity, key: key2, item }) {
  const problems = new Problems();
  const names = Object.keys(entries);
  if (names.length > max) {
    problems.note(propertyPath, `has ${names.length} entries, but must have at most ${max}`);
  }
  for (const name2 of names) {
    const value = entries[name2];
    const reason = key2?.(name2) ?? (value !== void 0 && isKnown(value) ? item?.(value) : void 0);
    problems.note(propertyPathOf(propertyPath, name2), reason);
  }
  return problems.all;
}

// components/common/validation.ts
var pulumi8 = __toESM(require("@pulumi/pulumi"));

// components/common/argument-forms.ts
var pulumi5 = __toESM(require("@pulumi/pulumi"));

// components/common/guarded.ts
var pulumi4 = __toESM(require("@pulumi/pulumi"));
var import_node_fs2 = require("node:fs");
var import_node_path2 = require("node:path");

// components/common/deployment-error.ts
var pulumi3 = __toESM(require("@pulumi/pulumi"));
var errors = /* @__PURE__ */ new Map();
function deploymentError(message) {
  return messageOnly(new pulumi3.RunError(message));
}
function messageOnly(error) {
  const { message } = error;
  const key2 = `${error.constructor.name}: ${message}`;
  const known = errors.get(key2);
  if (known !== void 0) return known;
  Object.defineProperties(error, {
    // By this Pulumi's SDK knows a RunError, whichever copy of it made the error.
    __pulumiRunError: { value: true },
    message: { get: () => message, set: () => void 0 },
    stack: { value: "" }
  });
  errors.set(key2, error);
  return error;
}

// components/common/package-root.ts
var import_node_fs = require("node:fs");
var import_node_path = require("node:path");
function packageRoot() {
  let folder = __dirname;
  while (!(0, import_node_fs.existsSync)((0, import_node_path.join)(folder, "package.json"))) folder = (0, import_node_path.dirname)(folder);
  return folder;
}

// components/common/guarded.ts
function guarded(callback) {
  return (value) => {
    try {
      const result = callback(value);
      return result instanceof Promise ? result.catch(fail) : result;
    } catch (error) {
      return fail(error);
    }
  };
}
function fail(error) {
  throw pulumi4.RunError.isInstance(error) ? error : fault(error);
}
function fault(error) {
  const { name: name2, version } = JSON.parse((0, import_node_fs2.readFileSync)((0, import_node_path2.join)(packageRoot(), "package.json"), "utf8"));
  const { place, kind } = describe(error);
  return deploymentError(
    `Bug in ${name2} ${version}${place}: ${kind}. Report this message to the maintainers of ${name2}`
  );
}
function describe(error) {
  if (!(error instanceof Error)) return { place: "", kind: "a value that is no error was thrown" };
  const place = placeIn(error.stack ?? "");
  return { place: place === void 0 ? "" : `, ${place}`, kind: `${error.name}${shownMessage(error)}` };
}
var WITHOUT_VALUES = /^Cannot read properties of (undefined|null) \(reading '[\w$]+'\)$|^[\w$.()]+ is not a function$/;
var shownMessage = ({ message }) => WITHOUT_VALUES.test(message) ? `: ${message}` : "";
function placeIn(stack) {
  const root = packageRoot() + import_node_path2.sep;
  const lines = stack.split("\n").map((line) => /\(?([^\s()]+):(\d+):\d+\)?$/.exec(line.trim()));
  const found = lines.find(
    (line) => line?.[1]?.startsWith(root) === true && !line[1].includes("node_modules", root.length)
  );
  return found?.[1] === void 0 ? void 0 : `${(0, import_node_path2.relative)(root, found[1])}:${found[2] ?? ""}`;
}

// components/common/forms.json
var forms_default = { components: { CredentialsProvider: { properties: { alarmTopicArns: { items: { type: "string" }, type: "array" }, credentials: { $ref: "RegistryCredentials", plain: true }, credentialsKmsKeyArn: { type: "string" }, credentialsSecretArn: { type: "string" }, function: { $ref: "FunctionSettings", plain: true }, kmsKeyArn: { type: "string" }, logRetentionInDays: { type: "integer" }, passwordKey: { type: "string" }, permissionsBoundaryArn: { type: "string" }, rolePath: { type: "string" }, tags: { additionalProperties: { type: "string" }, type: "object" }, usernameKey: { type: "string" } } }, ExecutionRole: { properties: { additionalPolicyJson: { type: "string" }, credentialsProviderArns: { items: { type: "string" }, type: "array" }, endpointNames: { items: { type: "string" }, type: "array" }, inferenceInputs: { items: { type: "string" }, type: "array" }, inferenceOutputKmsKeyArns: { items: { type: "string" }, type: "array" }, inferenceOutputs: { items: { type: "string" }, type: "array" }, managedPolicyArns: { additionalProperties: { type: "string" }, plain: true, type: "object" }, modelData: { items: { type: "string" }, type: "array" }, modelDataKmsKeyArns: { items: { type: "string" }, type: "array" }, notificationTopicArns: { items: { type: "string" }, type: "array" }, permissionsBoundaryArn: { type: "string" }, roleArn: { type: "string" }, rolePath: { type: "string" }, rollbackAlarmNames: { items: { type: "string" }, type: "array" }, ssmAccess: { type: "boolean" }, subnetIds: { items: { type: "string" }, type: "array" }, tags: { additionalProperties: { type: "string" }, type: "object" }, volumeKmsKeyArns: { items: { type: "string" }, type: "array" } } }, ImagePublisher: { properties: { bucketLogsBucketName: { type: "string" }, codeSigningConfigArn: { type: "string" }, endpointSecurityGroupId: { type: "string" }, functionArchitecture: { $ref: "FunctionArchitecture" }, internetEgress: { plain: true, type: "boolean" }, kmsKeyArn: { type: "string" }, logRetentionInDays: { type: "integer" }, memoryInMb: { type: "integer" }, passwordKey: { type: "string" }, permissionsBoundaryArn: { type: "string" }, pushClientSecurityGroupIds: { items: { type: "string" }, type: "array" }, pushCredentialsKmsKeyArn: { type: "string" }, pushCredentialsSecretArn: { type: "string" }, pushUrl: { type: "string" }, registryCidrBlocks: { items: { type: "string" }, type: "array" }, registryHostname: { type: "string" }, reservedConcurrency: { type: "integer" }, rolePath: { type: "string" }, s3PrefixListId: { type: "string" }, sourceRegistries: { additionalProperties: { $ref: "SourceRegistry", plain: true }, plain: true, type: "object" }, stagingFunction: { $ref: "FunctionSettings", plain: true }, stagingMemoryInMb: { type: "integer" }, stagingTimeoutInSeconds: { type: "integer" }, subnetIds: { items: { type: "string" }, type: "array" }, tags: { additionalProperties: { type: "string" }, type: "object" }, timeoutInSeconds: { type: "integer" }, usernameKey: { type: "string" }, vpcId: { type: "string" } }, required: ["subnetIds", "vpcId"] }, ModelEndpoint: { properties: { asyncInference: { $ref: "AsyncInference", plain: true }, credentialsProviderArn: { type: "string" }, dataCapture: { $ref: "DataCapture", plain: true }, deploymentConfig: { $ref: "DeploymentConfig", plain: true }, enableNetworkIsolation: { type: "boolean" }, endpointName: { type: "string" }, environment: { additionalProperties: { type: "string" }, type: "object" }, executionRoleArn: { type: "string" }, image: { type: "string" }, initialInstanceCount: { type: "integer" }, instanceType: { type: "string" }, kmsKeyArn: { type: "string" }, modelDataSource: { $ref: "ModelDataSource", plain: true }, modelDataUrl: { type: "string" }, models: { additionalProperties: { $ref: "HostedModel", plain: true }, plain: true, type: "object" }, monitoring: { $ref: "EndpointMonitoring", plain: true }, preflight: { $ref: "PreflightSettings", plain: true }, preflightFunctionArn: { type: "string" }, preflightScheduleRoleArn: { type: "string" }, scaling: { $ref: "VariantScaling", plain: true }, securityGroupIds: { items: { type: "string" }, type: "array" }, shadowVariants: { additionalProperties: { $ref: "ProductionVariant", plain: true }, plain: true, type: "object" }, subnetIds: { items: { type: "string" }, type: "array" }, tags: { additionalProperties: { type: "string" }, type: "object" }, variants: { additionalProperties: { $ref: "ProductionVariant", plain: true }, plain: true, type: "object" }, waitForNetworkInterfaces: { plain: true, type: "boolean" } }, required: ["executionRoleArn", "securityGroupIds", "subnetIds"] }, PrivateInference: { properties: { asyncInference: { $ref: "AsyncInference", plain: true }, dataCapture: { $ref: "DataCapture", plain: true }, deploymentConfig: { $ref: "DeploymentConfig", plain: true }, enableNetworkIsolation: { type: "boolean" }, endpointName: { type: "string" }, environment: { additionalProperties: { type: "string" }, type: "object" }, executionRole: { $ref: "ExecutionRoleSettings", plain: true }, image: { type: "string" }, initialInstanceCount: { type: "integer" }, instanceType: { type: "string" }, kmsKeyArn: { type: "string" }, lambdaAccess: { $ref: "LambdaAccess", plain: true }, logRetentionInDays: { type: "integer" }, modelDataSource: { $ref: "ModelDataSource", plain: true }, modelDataUrl: { type: "string" }, models: { additionalProperties: { $ref: "HostedModel", plain: true }, plain: true, type: "object" }, monitoring: { $ref: "EndpointMonitoring", plain: true }, network: { $ref: "NetworkSettings", plain: true }, newRegistry: { $ref: "InferenceRegistry", plain: true }, permissionsBoundaryArn: { type: "string" }, preflight: { $ref: "InferencePreflight", plain: true }, publish: { $ref: "ImageDelivery", plain: true }, registry: { $ref: "ExistingRegistry", plain: true }, rolePath: { type: "string" }, s3Access: { plain: true, type: "boolean" }, scaling: { $ref: "VariantScaling", plain: true }, securityGroupIds: { items: { type: "string" }, type: "array" }, shadowVariants: { additionalProperties: { $ref: "ProductionVariant", plain: true }, plain: true, type: "object" }, tags: { additionalProperties: { type: "string" }, type: "object" }, variants: { additionalProperties: { $ref: "ProductionVariant", plain: true }, plain: true, type: "object" } } }, PublishedImage: { properties: { archive: { $ref: "Asset" }, bucketName: { type: "string" }, functionName: { type: "string" }, image: { type: "string" }, mediaTypes: { $ref: "ManifestMediaTypes" }, platform: { type: "string" }, recompressZstd: { type: "boolean" }, registryHostname: { type: "string" }, repository: { type: "string" }, source: { type: "string" }, stagingFunctionName: { type: "string" }, tag: { type: "string" }, tags: { additionalProperties: { type: "string" }, type: "object" } }, required: ["bucketName", "functionName", "registryHostname", "repository"] }, RegistryAccess: { properties: { admitModels: { plain: true, type: "boolean" }, alarmTopicArns: { items: { type: "string" }, type: "array" }, anonymous: { plain: true, type: "boolean" }, authorizationServer: { $ref: "AuthorizationServer", plain: true }, cidrBlocks: { items: { type: "string" }, type: "array" }, clientSecurityGroupIds: { items: { type: "string" }, type: "array" }, credentials: { $ref: "RegistryCredentials", plain: true }, credentialsFunction: { $ref: "FunctionSettings", plain: true }, credentialsKmsKeyArn: { type: "string" }, credentialsProviderArn: { type: "string" }, credentialsSecretArn: { type: "string" }, internet: { plain: true, type: "boolean" }, kmsKeyArn: { type: "string" }, lambdaAccess: { $ref: "LambdaAccess", plain: true }, logRetentionInDays: { type: "integer" }, passwordKey: { type: "string" }, permissionsBoundaryArn: { type: "string" }, prefixListIds: { items: { type: "string" }, type: "array" }, preflight: { $ref: "PreflightFunction", plain: true }, registryHostname: { type: "string" }, rolePath: { type: "string" }, s3PrefixListId: { type: "string" }, securityGroupId: { type: "string" }, securityGroupIds: { items: { type: "string" }, type: "array" }, subnetIds: { items: { type: "string" }, type: "array" }, tags: { additionalProperties: { type: "string" }, type: "object" }, usernameKey: { type: "string" }, vpcId: { type: "string" } }, required: ["registryHostname", "subnetIds", "vpcId"] }, RegistryHost: { properties: { activePullUser: { $ref: "PullUser" }, alarmTopicArns: { items: { type: "string" }, type: "array" }, architecture: { $ref: "TaskArchitecture" }, blobRedirects: { type: "boolean" }, bucketLogsBucketName: { type: "string" }, bucketName: { type: "string" }, certificateArn: { type: "string" }, clusterArn: { type: "string" }, domainName: { type: "string" }, egressCidrBlocks: { additionalProperties: { type: "string" }, plain: true, type: "object" }, endpointSecurityGroupId: { type: "string" }, image: { type: "string" }, imageCredentialsKmsKeyArn: { type: "string" }, imageCredentialsSecretArn: { type: "string" }, imageMirror: { $ref: "ImageMirror", plain: true }, imageMirrorFunction: { $ref: "FunctionSettings", plain: true }, internetEgress: { plain: true, type: "boolean" }, kmsKeyArn: { type: "string" }, loadBalancerLogsBucketName: { type: "string" }, logRetentionInDays: { type: "integer" }, noncurrentVersionExpirationInDays: { type: "integer" }, onDelete: { $ref: "OnDelete", plain: true }, passwordVersions: { $ref: "RegistryPasswordVersions" }, permissionsBoundaryArn: { type: "string" }, privateZoneId: { type: "string" }, pullCidrBlocks: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pullScaling: { $ref: "RegistryScaling" }, pullSecurityGroupIds: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pullTaskSize: { $ref: "RegistryTaskSize" }, pushCidrBlocks: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pushPort: { type: "integer" }, pushSecurityGroupIds: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pushTaskSize: { $ref: "RegistryTaskSize" }, rolePath: { type: "string" }, rotation: { type: "integer" }, s3PrefixListId: { type: "string" }, secretRecoveryWindowInDays: { type: "integer" }, sslPolicy: { type: "string" }, subnetIds: { items: { type: "string" }, type: "array" }, tags: { additionalProperties: { type: "string" }, type: "object" }, validationZoneId: { type: "string" }, vpcId: { type: "string" } }, required: ["domainName", "subnetIds", "vpcId"] }, RegistryNetwork: { properties: { availabilityZoneCount: { plain: true, type: "integer" }, availabilityZoneIds: { items: { plain: true, type: "string" }, plain: true, type: "array" }, availabilityZoneNames: { items: { plain: true, type: "string" }, plain: true, type: "array" }, cidrBlock: { plain: true, type: "string" }, interfaceEndpointPolicyJson: { additionalProperties: { type: "string" }, plain: true, type: "object" }, interfaceEndpoints: { additionalProperties: { plain: true, type: "boolean" }, plain: true, type: "object" }, internetAccess: { $ref: "InternetAccess", plain: true }, lambdaRoute: { $ref: "NetworkLambdaRoute", plain: true }, routeTableIds: { items: { type: "string" }, type: "array" }, s3BucketNames: { items: { type: "string" }, type: "array" }, s3Endpoint: { plain: true, type: "boolean" }, s3EndpointPolicyJson: { type: "string" }, subnetIds: { items: { type: "string" }, type: "array" }, tags: { additionalProperties: { type: "string" }, type: "object" }, vpcId: { type: "string" } } } }, types: { AdjustmentType: {}, AsyncInference: { properties: { errorTopicArn: { type: "string" }, includeInferenceResponseIn: { items: { $ref: "AsyncNotificationTopic" }, type: "array" }, kmsKeyArn: { type: "string" }, maxConcurrentInvocationsPerInstance: { type: "integer" }, s3FailurePath: { type: "string" }, s3OutputPath: { type: "string" }, successTopicArn: { type: "string" } }, required: ["s3OutputPath"] }, AsyncNotificationTopic: {}, AuthorizationServer: { properties: { admitModels: { plain: true, type: "boolean" }, cidrBlocks: { items: { type: "string" }, type: "array" }, clientSecurityGroupIds: { items: { type: "string" }, type: "array" }, internet: { plain: true, type: "boolean" }, port: { type: "integer" }, prefixListIds: { items: { type: "string" }, type: "array" }, securityGroupId: { type: "string" } } }, AutoRollbackConfiguration: { properties: { alarmNames: { items: { type: "string" }, type: "array" }, alarms: { additionalProperties: { $ref: "EndpointAlarm", plain: true }, plain: true, type: "object" } } }, BlueGreenUpdatePolicy: { properties: { maximumExecutionTimeoutInSeconds: { type: "integer" }, terminationWaitInSeconds: { type: "integer" }, trafficRoutingConfiguration: { $ref: "TrafficRoutingConfiguration" } } }, CapacitySize: { properties: { type: { $ref: "CapacitySizeType" }, value: { type: "integer" } }, required: ["type", "value"] }, CapacitySizeType: {}, CaptureMode: {}, ComparisonOperator: {}, ContainerMode: {}, CoreDump: { properties: { destinationS3Uri: { type: "string" }, kmsKeyArn: { type: "string" } }, required: ["destinationS3Uri"] }, CustomizedScalingMetric: { properties: { dimensions: { additionalProperties: { type: "string" }, type: "object" }, metricName: { type: "string" }, namespace: { type: "string" }, queries: { items: { $ref: "ScalingMetricQuery" }, type: "array" }, statistic: { type: "string" }, unit: { type: "string" } } }, DashboardRegistry: { properties: { clusterArn: { type: "string" }, loadBalancerArn: { type: "string" }, pullServiceName: { type: "string" } }, required: ["clusterArn", "loadBalancerArn", "pullServiceName"] }, DataCapture: { properties: { captureModes: { items: { $ref: "CaptureMode" }, type: "array" }, csvContentTypes: { items: { type: "string" }, type: "array" }, destinationS3Uri: { type: "string" }, enableCapture: { type: "boolean" }, initialSamplingPercentage: { type: "integer" }, jsonContentTypes: { items: { type: "string" }, type: "array" }, kmsKeyArn: { type: "string" } }, required: ["destinationS3Uri", "initialSamplingPercentage"] }, DeploymentConfig: { properties: { autoRollbackConfiguration: { $ref: "AutoRollbackConfiguration", plain: true }, blueGreenUpdatePolicy: { $ref: "BlueGreenUpdatePolicy" }, rollingUpdatePolicy: { $ref: "RollingUpdatePolicy" } } }, EndpointAlarm: { properties: { comparisonOperator: { $ref: "ComparisonOperator" }, datapointsToAlarm: { type: "integer" }, evaluationPeriods: { type: "integer" }, metric: { $ref: "EndpointMetric", plain: true }, period: { type: "integer" }, statistic: { plain: true, type: "string" }, threshold: { type: "number" }, treatMissingData: { $ref: "MissingData" }, variant: { plain: true, type: "string" } }, required: ["metric", "threshold"] }, EndpointAlarmRule: { properties: { comparisonOperator: { $ref: "ComparisonOperator" }, datapointsToAlarm: { type: "integer" }, evaluationPeriods: { type: "integer" }, metric: { $ref: "EndpointMetric", plain: true }, period: { type: "integer" }, statistic: { plain: true, type: "string" }, threshold: { type: "number" }, treatMissingData: { $ref: "MissingData" } }, required: ["metric", "threshold"] }, EndpointDashboard: { properties: { dashboardName: { type: "string" }, registry: { $ref: "DashboardRegistry", plain: true } } }, EndpointMetric: {}, EndpointMonitoring: { properties: { alarmTopicArns: { items: { type: "string" }, type: "array" }, alarms: { additionalProperties: { $ref: "EndpointAlarm", plain: true }, plain: true, type: "object" }, dashboard: { $ref: "EndpointDashboard", plain: true } } }, ExecutionRoleSettings: { properties: { additionalPolicyJson: { type: "string" }, inferenceInputs: { items: { type: "string" }, type: "array" }, inferenceOutputKmsKeyArns: { items: { type: "string" }, type: "array" }, inferenceOutputs: { items: { type: "string" }, type: "array" }, managedPolicyArns: { additionalProperties: { type: "string" }, plain: true, type: "object" }, modelData: { items: { type: "string" }, type: "array" }, modelDataKmsKeyArns: { items: { type: "string" }, type: "array" }, notificationTopicArns: { items: { type: "string" }, type: "array" }, roleArn: { type: "string" }, rollbackAlarmNames: { items: { type: "string" }, type: "array" }, ssmAccess: { type: "boolean" }, volumeKmsKeyArns: { items: { type: "string" }, type: "array" } } }, ExistingRegistry: { properties: { admitModels: { plain: true, type: "boolean" }, alarmTopicArns: { items: { type: "string" }, type: "array" }, anonymous: { plain: true, type: "boolean" }, authorizationServer: { $ref: "AuthorizationServer", plain: true }, cidrBlocks: { items: { type: "string" }, type: "array" }, clientSecurityGroupIds: { items: { type: "string" }, type: "array" }, credentials: { $ref: "RegistryCredentials", plain: true }, credentialsFunction: { $ref: "FunctionSettings", plain: true }, credentialsKmsKeyArn: { type: "string" }, credentialsProviderArn: { type: "string" }, credentialsSecretArn: { type: "string" }, internet: { plain: true, type: "boolean" }, passwordKey: { type: "string" }, prefixListIds: { items: { type: "string" }, type: "array" }, securityGroupId: { type: "string" }, usernameKey: { type: "string" } } }, FunctionArchitecture: {}, FunctionPlacement: { properties: { securityGroupIds: { items: { type: "string" }, type: "array" }, subnetIds: { items: { type: "string" }, type: "array" } }, required: ["securityGroupIds", "subnetIds"] }, FunctionSettings: { properties: { architecture: { $ref: "FunctionArchitecture" }, codeSigningConfigArn: { type: "string" }, reservedConcurrency: { type: "integer" }, vpc: { $ref: "FunctionPlacement", plain: true } } }, HostedModel: { properties: { containers: { items: { $ref: "ModelContainer", plain: true }, plain: true, type: "array" }, enableNetworkIsolation: { type: "boolean" }, inferenceExecutionMode: { $ref: "InferenceExecutionMode", plain: true } }, required: ["containers"] }, ImageDelivery: { properties: { archive: { $ref: "Asset" }, bucketLogsBucketName: { type: "string" }, codeSigningConfigArn: { type: "string" }, functionArchitecture: { $ref: "FunctionArchitecture" }, image: { type: "string" }, mediaTypes: { $ref: "ManifestMediaTypes" }, memoryInMb: { type: "integer" }, platform: { type: "string" }, recompressZstd: { type: "boolean" }, repository: { type: "string" }, reservedConcurrency: { type: "integer" }, source: { type: "string" }, sourceRegistries: { additionalProperties: { $ref: "SourceRegistry", plain: true }, plain: true, type: "object" }, stagingFunction: { $ref: "FunctionSettings", plain: true }, stagingMemoryInMb: { type: "integer" }, tag: { type: "string" } }, required: ["repository"] }, ImageMirror: {}, InferenceExecutionMode: {}, InferencePreflight: { properties: { alarmTopicArns: { items: { type: "string" }, type: "array" }, architecture: { $ref: "FunctionArchitecture" }, codeSigningConfigArn: { type: "string" }, enabled: { plain: true, type: "boolean" }, intervalInMinutes: { type: "integer" }, minimumCertificateDays: { type: "integer" }, reservedConcurrency: { type: "integer" }, scheduled: { plain: true, type: "boolean" }, severities: { additionalProperties: { $ref: "PreflightSeverity" }, type: "object" } } }, InferenceRegistry: { properties: { activePullUser: { $ref: "PullUser" }, alarmTopicArns: { items: { type: "string" }, type: "array" }, architecture: { $ref: "TaskArchitecture" }, blobRedirects: { type: "boolean" }, bucketLogsBucketName: { type: "string" }, bucketName: { type: "string" }, certificateArn: { type: "string" }, clusterArn: { type: "string" }, credentialsFunction: { $ref: "FunctionSettings", plain: true }, domainName: { type: "string" }, egressCidrBlocks: { additionalProperties: { type: "string" }, plain: true, type: "object" }, endpointSecurityGroupId: { type: "string" }, image: { type: "string" }, imageCredentialsKmsKeyArn: { type: "string" }, imageCredentialsSecretArn: { type: "string" }, imageMirror: { $ref: "ImageMirror", plain: true }, imageMirrorFunction: { $ref: "FunctionSettings", plain: true }, internetEgress: { plain: true, type: "boolean" }, loadBalancerLogsBucketName: { type: "string" }, noncurrentVersionExpirationInDays: { type: "integer" }, onDelete: { $ref: "OnDelete", plain: true }, passwordVersions: { $ref: "RegistryPasswordVersions" }, privateZoneId: { type: "string" }, pullCidrBlocks: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pullScaling: { $ref: "RegistryScaling" }, pullSecurityGroupIds: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pullTaskSize: { $ref: "RegistryTaskSize" }, pushCidrBlocks: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pushPort: { type: "integer" }, pushSecurityGroupIds: { additionalProperties: { type: "string" }, plain: true, type: "object" }, pushTaskSize: { $ref: "RegistryTaskSize" }, rotation: { type: "integer" }, s3PrefixListId: { type: "string" }, secretRecoveryWindowInDays: { type: "integer" }, sslPolicy: { type: "string" }, validationZoneId: { type: "string" } }, required: ["domainName"] }, InternetAccess: {}, LambdaAccess: { properties: { admitModels: { plain: true, type: "boolean" }, cidrBlocks: { items: { type: "string" }, type: "array" }, clientSecurityGroupIds: { items: { type: "string" }, type: "array" }, internet: { plain: true, type: "boolean" }, kind: { $ref: "LambdaRouteKind" }, prefixListIds: { items: { type: "string" }, type: "array" }, securityGroupId: { type: "string" } } }, LambdaRouteKind: {}, ManifestMediaTypes: {}, MetricAggregationType: {}, MetricIdentity: { properties: { dimensions: { additionalProperties: { type: "string" }, type: "object" }, metricName: { type: "string" }, namespace: { type: "string" } }, required: ["dimensions", "metricName", "namespace"] }, MissingData: {}, ModelCacheSetting: {}, ModelCompressionType: {}, ModelContainer: { properties: { additionalModelDataSources: { additionalProperties: { $ref: "ModelDataSource", plain: true }, plain: true, type: "object" }, containerHostname: { type: "string" }, credentialsProviderArn: { type: "string" }, environment: { additionalProperties: { type: "string" }, type: "object" }, image: { type: "string" }, mode: { $ref: "ContainerMode", plain: true }, modelCacheSetting: { $ref: "ModelCacheSetting" }, modelDataSource: { $ref: "ModelDataSource", plain: true }, modelDataUrl: { type: "string" }, preflightFunctionArn: { type: "string" } }, required: ["image"] }, ModelDataSource: { properties: { acceptEula: { type: "boolean" }, compressionType: { $ref: "ModelCompressionType" }, s3Uri: { type: "string" } }, required: ["s3Uri"] }, NetworkLambdaRoute: { properties: { admittedCidrBlocks: { items: { type: "string" }, type: "array" }, admittedSecurityGroupIds: { items: { type: "string" }, type: "array" }, endpointId: { type: "string" }, endpointPolicyJson: { type: "string" }, kind: { $ref: "LambdaRouteKind", plain: true } } }, NetworkSettings: { properties: { availabilityZoneCount: { plain: true, type: "integer" }, availabilityZoneIds: { items: { plain: true, type: "string" }, plain: true, type: "array" }, availabilityZoneNames: { items: { plain: true, type: "string" }, plain: true, type: "array" }, cidrBlock: { plain: true, type: "string" }, interfaceEndpointPolicyJson: { additionalProperties: { type: "string" }, plain: true, type: "object" }, interfaceEndpoints: { additionalProperties: { plain: true, type: "boolean" }, plain: true, type: "object" }, internetAccess: { $ref: "InternetAccess", plain: true }, lambdaRoute: { $ref: "NetworkLambdaRoute", plain: true }, routeTableIds: { items: { type: "string" }, type: "array" }, s3BucketNames: { items: { type: "string" }, type: "array" }, s3Endpoint: { plain: true, type: "boolean" }, s3EndpointPolicyJson: { type: "string" }, subnetIds: { items: { type: "string" }, type: "array" }, vpcId: { type: "string" } } }, OnDelete: {}, PreflightFunction: { properties: { alarmTopicArns: { items: { type: "string" }, type: "array" }, architecture: { $ref: "FunctionArchitecture" }, codeSigningConfigArn: { type: "string" }, enabled: { plain: true, type: "boolean" }, minimumCertificateDays: { type: "integer" }, reservedConcurrency: { type: "integer" }, scheduled: { plain: true, type: "boolean" } } }, PreflightSettings: { properties: { alarmTopicArns: { items: { type: "string" }, type: "array" }, intervalInMinutes: { type: "integer" }, severities: { additionalProperties: { $ref: "PreflightSeverity" }, type: "object" } } }, PreflightSeverity: {}, ProductionVariant: { properties: { containerStartupHealthCheckTimeoutInSeconds: { type: "integer" }, coreDump: { $ref: "CoreDump", plain: true }, enableSsmAccess: { type: "boolean" }, inferenceAmiVersion: { type: "string" }, initialInstanceCount: { type: "integer" }, initialVariantWeight: { type: "number" }, instanceType: { type: "string" }, mlReservationArn: { type: "string" }, model: { plain: true, type: "string" }, modelDataDownloadTimeoutInSeconds: { type: "integer" }, routingStrategy: { $ref: "RoutingStrategy" }, scaling: { $ref: "VariantScaling", plain: true }, volumeSizeInGb: { type: "integer" } }, required: ["instanceType"] }, PullUser: {}, RegistryCredentials: { properties: { password: { secret: true, type: "string" }, username: { type: "string" } }, required: ["password", "username"] }, RegistryPasswordVersions: { properties: { pullA: { type: "string" }, pullB: { type: "string" }, push: { type: "string" } } }, RegistryScaling: { properties: { maxTasks: { type: "integer" }, minTasks: { type: "integer" }, requestsPerTaskPerMinute: { type: "integer" }, targetCpuPercent: { type: "integer" } } }, RegistryTaskSize: { properties: { cpu: { type: "integer" }, memoryInMb: { type: "integer" } } }, RollingUpdatePolicy: { properties: { maximumBatchSize: { $ref: "CapacitySize" }, maximumExecutionTimeoutInSeconds: { type: "integer" }, rollbackMaximumBatchSize: { $ref: "CapacitySize" }, waitIntervalInSeconds: { type: "integer" } }, required: ["maximumBatchSize"] }, RoutingStrategy: {}, ScalingAdjustment: { properties: { metricIntervalLowerBound: { type: "number" }, metricIntervalUpperBound: { type: "number" }, scalingAdjustment: { type: "integer" } }, required: ["scalingAdjustment"] }, ScalingMetric: {}, ScalingMetricQuery: { properties: { dimensions: { additionalProperties: { type: "string" }, type: "object" }, expression: { type: "string" }, id: { type: "string" }, metricName: { type: "string" }, namespace: { type: "string" }, statistic: { type: "string" }, unit: { type: "string" } }, required: ["id"] }, ScheduledScaling: { properties: { endTime: { type: "string" }, maxCapacity: { type: "integer" }, minCapacity: { type: "integer" }, schedule: { type: "string" }, startTime: { type: "string" }, timezone: { type: "string" } }, required: ["schedule"] }, SourceRegistry: { properties: { credentialsKmsKeyArn: { type: "string" }, credentialsSecretArn: { type: "string" }, passwordKey: { type: "string" }, usernameKey: { type: "string" } } }, StepScaling: { properties: { adjustmentType: { $ref: "AdjustmentType" }, alarm: { $ref: "EndpointAlarmRule", plain: true }, cooldown: { type: "integer" }, metricAggregationType: { $ref: "MetricAggregationType" }, minAdjustmentMagnitude: { type: "integer" }, stepAdjustments: { items: { $ref: "ScalingAdjustment" }, type: "array" } }, required: ["alarm", "stepAdjustments"] }, TargetTracking: { properties: { customizedMetric: { $ref: "CustomizedScalingMetric" }, disableScaleIn: { type: "boolean" }, metric: { $ref: "ScalingMetric", plain: true }, requestsPerSecond: { type: "number" }, safetyFactor: { type: "number" }, scaleInCooldown: { type: "integer" }, scaleOutCooldown: { type: "integer" }, targetValue: { type: "number" } } }, TaskArchitecture: {}, TrafficRoutingConfiguration: { properties: { canarySize: { $ref: "CapacitySize" }, linearStepSize: { $ref: "CapacitySize" }, type: { $ref: "TrafficRoutingType" }, waitIntervalInSeconds: { type: "integer" } }, required: ["type"] }, TrafficRoutingType: {}, VariantScaling: { properties: { maxCapacity: { type: "integer" }, minCapacity: { plain: true, type: "integer" }, scheduledActions: { additionalProperties: { $ref: "ScheduledScaling", plain: true }, plain: true, type: "object" }, stepScaling: { additionalProperties: { $ref: "StepScaling", plain: true }, plain: true, type: "object" }, targetTracking: { additionalProperties: { $ref: "TargetTracking", plain: true }, plain: true, type: "object" } }, required: ["maxCapacity"] } } };

// components/common/argument-forms.ts
var components = forms_default.components;
var types = forms_default.types;
function readArguments(component, given3, refused = [], report) {
  const reader = new Reader(refused, report);
  const args = reader.object("", given3, components[component] ?? {});
  return { args, misshapen: reader.misshapen, unknownNames: reader.unknownNames };
}
var Reader = class _Reader {
  constructor(refused, report) {
    this.refused = refused;
    this.report = report;
  }
  refused;
  report;
  misshapen = [];
  unknownNames = [];
  object(path, value, { properties = {}, required: required2 = [] }) {
    const members = Object.entries(value).filter(([, each3]) => !isNothing(each3));
    const read2 = members.flatMap(([name2, each3]) => {
      const form = Object.hasOwn(properties, name2) ? properties[name2] : void 0;
      const propertyPath = propertyPathOf(path, name2);
      if (form !== void 0) {
        const mayBeNothing = !required2.includes(name2);
        return [[name2, this.#member(propertyPath, each3, form, mayBeNothing)]];
      }
      this.unknownNames.push({ propertyPath, reason: this.#unknownName(name2, Object.keys(properties)) });
      return [];
    });
    const missing2 = required2.filter((name2) => !members.some(([each3]) => each3 === name2));
    const isExplained = members.some(([name2]) => !Object.hasOwn(properties, name2) && this.#reasonFor(name2));
    const standIns = missing2.map((name2) => {
      const form = properties[name2] ?? {};
      if (isExplained) return [name2, standIn(form)];
      return [name2, this.#refuse(propertyPathOf(path, name2), "is missing, but is required", form)];
    });
    return Object.fromEntries([...read2, ...standIns]);
  }
  #unknownName(name2, known) {
    return this.#reasonFor(name2) ?? `is an unknown property; ${remedyForUnknown(name2, known)}`;
  }
  #reasonFor(name2) {
    return this.refused.find(([pattern2]) => pattern2.test(name2))?.[1];
  }
  #member(path, value, form, mayBeNothing = false) {
    if (pulumi5.Output.isInstance(value) || value instanceof Promise) {
      if (form.plain === true) return this.#refuse(path, MUST_BE_KNOWN, form);
      return this.report === void 0 ? value : this.#later(path, pulumi5.output(value), form, mayBeNothing);
    }
    const expected = expectedKind(form);
    const found = kindOf(value);
    if (expected === void 0) return value;
    if (found !== expected) {
      return this.#refuse(path, `is ${FOUND[found] ?? WANTED[found]}, but must be ${WANTED[expected]}`, form);
    }
    const { items, additionalProperties } = form;
    const type = typeOf(form);
    if (type?.properties !== void 0) return this.object(path, value, type);
    if (items !== void 0) {
      return value.map((each3, index) => this.#item(`${path}[${index}]`, each3, items));
    }
    if (additionalProperties === void 0) return value;
    const entries = Object.entries(value).filter(([, each3]) => !isNothing(each3));
    return Object.fromEntries(
      entries.map(([key2, each3]) => [
        key2,
        this.#member(propertyPathOf(path, key2), each3, additionalProperties)
      ])
    );
  }
  /** Lists keep their places: an item that is nothing is refused. */
  #item(path, value, form) {
    if (!isNothing(value)) return this.#member(path, value, form);
    return this.#refuse(path, "is missing: leave the item out of the list", form);
  }
  /** Reads what only the deployment knows once it does. Then null is not given, too, where that may be. */
  #later(path, value, form, mayBeNothing) {
    return value.apply(
      guarded((known) => {
        if (isNothing(known)) return mayBeNothing ? void 0 : known;
        const reader = new _Reader(this.refused, this.report);
        const read2 = reader.#member(path, known, form);
        const problems = [...reader.misshapen, ...reader.unknownNames];
        this.report?.(problems);
        return problems.length === 0 ? read2 : known;
      })
    );
  }
  #refuse(propertyPath, reason, form) {
    this.misshapen.push({ propertyPath, reason });
    return standIn(form);
  }
};
var MUST_BE_KNOWN = "must be known when the program runs, because it decides what is made: only what it holds may be an output";
var WANTED = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  asset: "an asset: write new pulumi.asset.FileAsset(path)",
  archive: "an archive",
  other: "something else"
};
var FOUND = { boolean: "a boolean", asset: "an asset" };
var typeOf = ({ $ref }) => $ref === void 0 ? void 0 : types[$ref];
function expectedKind(form) {
  const type = typeOf(form);
  if (type !== void 0) return type.properties === void 0 ? "string" : "object";
  if (form.type === "integer") return "number";
  return form.$ref === "Asset" ? "asset" : form.type;
}
function kindOf(value) {
  if (Array.isArray(value)) return "array";
  if (pulumi5.asset.Asset.isInstance(value)) return "asset";
  if (pulumi5.asset.Archive.isInstance(value)) return "archive";
  if (isPlainObject(value)) return "object";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "other";
}
function standIn(form) {
  const { properties, required: required2 = [] } = typeOf(form) ?? {};
  if (properties !== void 0) {
    return Object.fromEntries(required2.map((name2) => [name2, standIn(properties[name2] ?? {})]));
  }
  if (form.type === "array") return [];
  if (form.type === "object") return {};
  return form.plain === true ? void 0 : pulumi5.output(new Promise(() => void 0));
}

// components/common/late-values.ts
var pulumi6 = __toESM(require("@pulumi/pulumi"));
var HOLDS_NOTHING = "is an output whose value is undefined: pass an output that has a value, or, if the argument is optional, remove it";
var SECRET_REFUSED = "is a secret with a value that is not allowed here. The reason would show the value, and is left out: give the value through pulumi.unsecret to see it, if it may be seen";
function checkLate(value, { propertyPath, problemsOf, mayHoldNothing = false, isNotShown = false }, isRefused, error) {
  const output38 = pulumi6.output(value);
  const problemsWith = (known) => {
    if (isRefused()) return [];
    if (isNothing(known)) return mayHoldNothing ? [] : [{ propertyPath, reason: HOLDS_NOTHING }];
    return problemsOf(known);
  };
  const checked = output38.apply(
    guarded((known) => {
      const problems = problemsWith(known);
      if (problems.length === 0) return known;
      return pulumi6.isSecret(output38).then((secret6) => {
        const isShown = !secret6 || isNotShown || isNothing(known);
        throw error(isShown ? problems : [{ propertyPath, reason: SECRET_REFUSED }]);
      });
    })
  );
  return checked;
}

// components/common/parts.ts
var pulumi7 = __toESM(require("@pulumi/pulumi"));
function pathInComposition(paths, propertyPath) {
  const [property2 = ""] = propertyPath.split(/[.[]/, 1);
  const path = property2 !== "" && Object.hasOwn(paths, property2) ? paths[property2] : void 0;
  if (path !== void 0) return `${path}${propertyPath.slice(property2.length)}`;
  return paths[""] === "" ? propertyPath : `${paths[""]}.${propertyPath}`;
}
var CheckedArguments = class {
  constructor(checked) {
    this.checked = checked;
  }
  checked;
};
var asArguments = (checked) => new CheckedArguments(checked);
var checkedArguments = (check, name2, args) => args instanceof CheckedArguments ? args.checked : check(name2, args);
function laterOutputs() {
  const pending = /* @__PURE__ */ new Map();
  const outputs = new Proxy({}, {
    get(_, name2) {
      const output38 = pending.get(name2) ?? pulumi7.deferredOutput();
      pending.set(name2, output38);
      return output38[0];
    }
  });
  return {
    outputs,
    resolve: (component) => {
      for (const [name2, [, resolve2]] of pending) {
        resolve2(pulumi7.output(component[name2]));
      }
      return component;
    }
  };
}

// components/common/validation.ts
var Validation = class {
  #part;
  /** What a composition's validation has in common with those of its parts. */
  #common;
  /**
   * @param component how messages name the component, for example `RegistryHost "demo"`
   * @param part the composition whose part the component is: its problems are the composition's
   */
  constructor(component, part2) {
    this.#part = part2;
    this.#common = part2 === void 0 ? { component, problems: [], misshapen: [], refused: false } : part2.composition.#common;
  }
  /**
   * Reads a component's arguments in the form that the schema has, and returns them so that all else about them can be
   * checked; what is null is not given. What only the deployment knows is read then.
   * @param type the component's name in the schema
   * @param refused reasons for names that users may expect, by patterns of the names
   */
  form(type, args, refused) {
    if (this.#part !== void 0) return args ?? {};
    const { problems, misshapen } = this.#common;
    const report = (late) => {
      if (late.length > 0 && !this.#common.refused) throw this.#error(late);
    };
    const read2 = readArguments(type, args ?? {}, refused, report);
    problems.push(...read2.misshapen, ...read2.unknownNames);
    misshapen.push(...read2.misshapen.map(({ propertyPath }) => propertyPath));
    return read2.args;
  }
  /** Notes a problem of the property at `propertyPath`, as `variants.blue.instanceType`. */
  problem(propertyPath, reason) {
    if (reason !== void 0) this.#note({ propertyPath, reason });
  }
  value(propertyPath, value, check = () => void 0) {
    return value === void 0 ? void 0 : this.required(propertyPath, value, check);
  }
  /** The same for one that may be an output that turns out to hold nothing, which is as good as not given. */
  optional(propertyPath, value, check) {
    if (value === void 0) return void 0;
    const given3 = (known) => isNothing(known) ? void 0 : check(known);
    return this.#one(propertyPath, value, given3, { mayHoldNothing: true });
  }
  /** Checks one value that must be there, also where only the deployment knows it. */
  required(propertyPath, value, check) {
    const checkPresent = (known) => isNothing(known) ? MISSING : check(known);
    return this.#one(propertyPath, value, checkPresent);
  }
  /** The same for a secret, by a check whose messages do not show it. */
  secret(propertyPath, value, check) {
    return pulumi8.secret(this.#one(propertyPath, value, check, { isNotShown: true }));
  }
  list(propertyPath, value, rule) {
    if (value === void 0) return void 0;
    if (Array.isArray(value)) this.#note(...listProblems(propertyPath, value, rule));
    if (isKnown(value)) return pulumi8.output(value);
    return this.#gate(propertyPath, value, (items) => {
      return Array.isArray(items) ? listProblems(propertyPath, items, rule) : [{ propertyPath, reason: mismatch(items, "a list") }];
    });
  }
  /** Checks a map: its keys as soon as they are known, and each value as soon as it is known. */
  record(propertyPath, value, rule) {
    if (value === void 0) return void 0;
    if (isPlainObject(value)) {
      this.#note(...recordProblems(propertyPath, value, rule));
    }
    if (isKnown(value)) return pulumi8.output(value);
    return this.#gate(propertyPath, value, (entries) => {
      return isPlainObject(entries) ? recordProblems(propertyPath, entries, rule) : [{ propertyPath, reason: mismatch(entries, "an object") }];
    });
  }
  /** Checks an object whose members depend on each other: as soon as all of it is known. */
  object(propertyPath, value, problemsOf) {
    if (!isKnown(value)) return this.#gate(propertyPath, pulumi8.output(value), problemsOf);
    this.#note(...problemsOf(value));
    return pulumi8.output(value);
  }
  /**
   * Checks the arguments that every component takes, and returns them as they are to be used.
   * @param tags the check of the tags
   */
  common(args, tags2 = tags) {
    return {
      tags: this.value("tags", args.tags, tags2),
      kmsKeyArn: this.value("kmsKeyArn", args.kmsKeyArn, arn("kms", "key/\u2026")),
      permissionsBoundaryArn: this.value(
        "permissionsBoundaryArn",
        args.permissionsBoundaryArn,
        arn("iam", "policy/\u2026")
      ),
      rolePath: this.value("rolePath", args.rolePath, rolePath),
      logRetentionInDays: this.value(
        "logRetentionInDays",
        args.logRetentionInDays,
        logRetentionInDays
      )
    };
  }
  /**
   * Checks the arguments of a part, whose problems are the composition's, and returns them for the part's constructor, which does
   * not check them again.
   * @param check the part's own check
   */
  part(check, name2, args, paths) {
    return asArguments(check(name2, args, { composition: this, paths }));
  }
  /**
   * Ends the validation. Call it before `super()`, so that a component with bad arguments registers nothing. A part leaves
   * it to its composition.
   * @throws pulumi.InputPropertiesError naming every problem found, where there is one
   */
  throwIfInvalid() {
    if (this.#part !== void 0 || this.#common.problems.length === 0) return;
    this.#common.refused = true;
    throw this.#error(this.#common.problems);
  }
  /** The error about a property that only a look at AWS finds to be wrong, for the deployment to end with. */
  failure = (propertyPath, reason) => this.#error([this.#inComposition({ propertyPath, reason })]);
  /** Records problems, except those of placeholders for values that could not be read. */
  #note(...problems) {
    const { problems: noted, misshapen } = this.#common;
    const isStandIn = ({ propertyPath }) => misshapen.some((path) => liesAt(path, propertyPath));
    const isNoted = ({ propertyPath, reason }) => noted.some((each3) => each3.propertyPath === propertyPath && each3.reason === reason);
    for (const problem of problems.map((each3) => this.#inComposition(each3))) {
      if (!isStandIn(problem) && !isNoted(problem)) noted.push(problem);
    }
  }
  /** The problem with the path by which the user specified the property. */
  #inComposition({ propertyPath, reason }) {
    if (this.#part === void 0) return { propertyPath, reason };
    const { composition, paths } = this.#part;
    return composition.#inComposition({ propertyPath: pathInComposition(paths, propertyPath), reason });
  }
  #error(problems) {
    return messageOnly(new ArgumentsError(this.#common.component, problems));
  }
  /** Checks a value at once where it is known, and else the output that it becomes. */
  #one(propertyPath, value, check, options) {
    const problemsOf = (known) => {
      const reason = check(known);
      return reason === void 0 ? [] : [{ propertyPath, reason }];
    };
    if (!isKnown(value)) return this.#gate(propertyPath, value, problemsOf, options);
    this.#note(...problemsOf(value));
    return pulumi8.output(value);
  }
  /** The value as an output that fails where there are problems with it, once the deployment knows it. */
  #gate(propertyPath, value, problemsOf, options) {
    return checkLate(
      value,
      { propertyPath, problemsOf, ...options },
      () => this.#common.refused,
      (problems) => this.#error(problems.map((each3) => this.#inComposition(each3)))
    );
  }
};
var MISSING = "is missing, but is required";

// components/common/input-checks.ts
var input_checks_exports = {};
__export(input_checks_exports, {
  checkArguments: () => checkArguments,
  checkInputs: () => checkInputs,
  each: () => each,
  list: () => list,
  optional: () => optional,
  optionalOutput: () => optionalOutput,
  plain: () => plain,
  record: () => record,
  required: () => required,
  requiredList: () => requiredList,
  secret: () => secret3,
  usedBy: () => usedBy,
  withDefault: () => withDefault
});
function checkInputs(validation, path, inputs, table) {
  return checkEntries(validation, path, inputs, table);
}
function checkEntries(validation, path, inputs, table) {
  const values = new Map(Object.entries(inputs));
  const checked = Object.entries(table).flatMap(([name2, entry]) => {
    const value = values.get(name2);
    const propertyPath = propertyPathOf(path, name2);
    if (typeof entry === "function") return [[name2, entry(validation, propertyPath, value, inputs)]];
    if ("usedBy" in entry) return [];
    return [[name2, isObject(value) ? checkEntries(validation, propertyPath, value, entry) : void 0]];
  });
  return Object.fromEntries(checked);
}
var isObject = (value) => typeof value === "object" && value !== null;
function checkArguments(validation, args, table) {
  return checkInputs(validation, "", args, table);
}
var optional = (check) => (validation, propertyPath, value) => validation.value(propertyPath, value, check);
var optionalOutput = (check) => (validation, propertyPath, value) => validation.optional(propertyPath, value, check);
var required = (check) => (validation, propertyPath, value) => validation.required(propertyPath, value, check);
var withDefault = (byDefault, check) => (validation, propertyPath, value) => validation.value(propertyPath, value ?? byDefault, check);
var secret3 = (check) => (validation, propertyPath, value) => validation.secret(propertyPath, value, check);
var list = (rule) => (validation, propertyPath, value) => validation.list(propertyPath, value, rule);
var requiredList = (rule) => (validation, propertyPath, value) => validation.list(propertyPath, value, rule);
var record = (rule) => (validation, propertyPath, value) => validation.record(propertyPath, value, rule);
var plain = (check = () => void 0) => (validation, propertyPath, value) => {
  if (value !== void 0) validation.problem(propertyPath, check(value));
  return value;
};
var each = (check) => (validation, propertyPath, entries, inputs) => entries && Object.fromEntries(
  Object.entries(entries).map(([key2, value]) => [
    key2,
    check(validation, propertyPathOf(propertyPath, key2), value, inputs)
  ])
);
var usedBy = (use) => ({
  usedBy: use
});

// components/common/optional-items.ts
function checkOptionalItems(validation, propertyPath, value, { item, ...limits }) {
  const rule = {
    ...limits,
    ignoresUndefined: true,
    item: (known) => isNothing(known) ? void 0 : item?.(known)
  };
  return validation.list(propertyPath, value, rule)?.apply(guarded((items) => items.filter((each3) => !isNothing(each3))));
}

// components/common/lookups.ts
var pulumi10 = __toESM(require("@pulumi/pulumi"));

// components/common/known-lookups.ts
var aws = __toESM(require("@pulumi/aws"));
var lookup = (of) => of;
var LOOKUPS = {
  availabilityZones: lookup({
    token: "aws:index/getAvailabilityZones:getAvailabilityZones",
    ask: (args, options) => aws.getAvailabilityZones(args, options),
    actions: ["ec2:DescribeAvailabilityZones"]
  }),
  callerIdentity: lookup({
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    ask: (args, options) => aws.getCallerIdentity(args, options),
    actions: ["sts:GetCallerIdentity"]
  }),
  managedPrefixList: lookup({
    token: "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    ask: (args, options) => aws.ec2.getManagedPrefixList(args, options),
    actions: ["ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"]
  }),
  partition: lookup({
    token: "aws:index/getPartition:getPartition",
    ask: (args, options) => aws.getPartition(args, options),
    actions: []
  }),
  region: lookup({
    token: "aws:index/getRegion:getRegion",
    ask: (args, options) => aws.getRegion(args, options),
    actions: []
  }),
  routeTable: lookup({
    token: "aws:ec2/getRouteTable:getRouteTable",
    ask: (args, options) => aws.ec2.getRouteTable(args, options),
    actions: ["ec2:DescribeRouteTables"]
  }),
  routeTables: lookup({
    token: "aws:ec2/getRouteTables:getRouteTables",
    ask: (args, options) => aws.ec2.getRouteTables(args, options),
    actions: ["ec2:DescribeRouteTables"]
  }),
  subnet: lookup({
    token: "aws:ec2/getSubnet:getSubnet",
    ask: (args, options) => aws.ec2.getSubnet(args, options),
    actions: ["ec2:DescribeSubnets"]
  }),
  vpc: lookup({
    token: "aws:ec2/getVpc:getVpc",
    ask: (args, options) => aws.ec2.getVpc(args, options),
    actions: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeRouteTables"]
  }),
  vpcEndpoint: lookup({
    token: "aws:ec2/getVpcEndpoint:getVpcEndpoint",
    ask: (args, options) => aws.ec2.getVpcEndpoint(args, options),
    actions: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"]
  }),
  vpcEndpointService: lookup({
    token: "aws:ec2/getVpcEndpointService:getVpcEndpointService",
    ask: (args, options) => aws.ec2.getVpcEndpointService(args, options),
    actions: ["ec2:DescribeVpcEndpointServices"]
  })
};

// components/common/lookup.ts
var pulumi9 = __toESM(require("@pulumi/pulumi"));
function lookUp(lookup2, inputs, parent, needed = []) {
  const one = pulumi9.output(inputs).apply(guarded((args) => [args]));
  const answers = lookUpEach(lookup2, one, parent, needed);
  return answers.apply(guarded((all44) => all44[0]));
}
function lookUpEach(lookup2, inputs, parent, needed = []) {
  return inputs.apply(
    guarded(async (known) => {
      const isSecret4 = await pulumi9.isSecret(inputs);
      const answers = [];
      const ask2 = async (args, index) => {
        const shown2 = isSecret4 ? "a secret" : JSON.stringify(args);
        const answer = await answerTo(lookup2, args, shown2, isSecret4, parent);
        answers[index] = withNeeded(lookup2.token, answer, shown2, needed);
      };
      await Promise.all(known.map(ask2));
      return answers;
    })
  );
}
function lookUpNow(lookup2, args, parent) {
  return answerTo(lookup2, args, JSON.stringify(args), false, parent);
}
async function answerTo(lookup2, args, shown2, isSecret4, parent) {
  try {
    return await whileEngineRuns(lookup2.ask(args, { parent }));
  } catch (error) {
    throw deploymentError(lookupProblem(lookup2, shown2, isSecret4 ? void 0 : reasonOf(error)));
  }
}
function withNeeded(token, answer, shown2, needed) {
  const missing2 = needed.filter((name2) => answer[name2] === void 0 || answer[name2] === null);
  if (missing2.length === 0) return answer;
  if (pulumi9.runtime.isDryRun()) return pulumi9.unknown;
  throw deploymentError(
    `${lookupOf(token, shown2)} returned no ${missing2.join(" and no ")}. In a unit test with mocks, answer ${token} as AWS does, or use record of sagemaker-private-registry/testing`
  );
}
async function whileEngineRuns(call) {
  try {
    return await call;
  } catch (error) {
    if (isShutdown(error)) return new Promise(() => void 0);
    throw error;
  }
}
function isShutdown(error) {
  const { code } = error;
  return code === 1 || code === 14;
}
function reasonOf(error) {
  const text2 = error instanceof Error ? error.message : String(error);
  return text2.replace(/^invocation of \S+ returned an error: /, "").replace(/^invoking \S+: /, "").replace(/^\d+ errors? occurred:/, "").replace(/,? RequestID: [^,\s]+/g, "").replace(/\s+(\* )?/g, " ").replace(/[\s.]+$/, "").trimStart();
}
var REFUSED = /AccessDenied|Unauthorized|not authorized|StatusCode: 40[13]\b/;
function lookupProblem({ token, actions }, shown2, reason) {
  const lookup2 = lookupOf(token, shown2);
  const answer = reason ?? "the answer may contain the secret and is not shown";
  if (actions.length === 0) {
    return `${lookup2} failed: ${answer}. Check the region and the credentials of the AWS provider`;
  }
  const allow2 = `allow the deploying identity ${actions.join(", ")} (docs/permissions.md)`;
  return REFUSED.test(reason ?? "") ? `${lookup2} was refused: ${answer}. Remedy: ${allow2}` : `${lookup2} failed: ${answer}. Check that it exists in the account and region of the deployment, and ${allow2}`;
}
function lookupOf(token, shown2) {
  const [provider3 = "", module2 = "", name2 = ""] = token.split(":");
  const [service = ""] = module2.split("/");
  const call = [provider3, ...service === "index" ? [] : [service], name2].join(".");
  return shown2 === "{}" ? call : `${call} of ${shown2}`;
}

// components/common/lookups.ts
function lookUpPlacement(parent) {
  return pulumi10.all([
    lookUp(LOOKUPS.partition, {}, parent),
    lookUp(LOOKUPS.region, {}, parent),
    lookUp(LOOKUPS.callerIdentity, {}, parent)
  ]).apply(
    guarded(([partition, region, caller]) => ({
      partition: partition.partition,
      dnsSuffix: partition.dnsSuffix,
      reverseDnsPrefix: partition.reverseDnsPrefix,
      region: region.region,
      accountId: caller.accountId
    }))
  );
}
function verifySubnets(subnetIds, vpcId2, failure, parent) {
  return lookUpSubnets(subnetIds, vpcId2, parent, ["availabilityZone"]).apply(
    guarded((subnets) => {
      const reason = zoneProblem(subnets);
      if (reason !== void 0) throw failure("subnetIds", reason);
      return subnets.map(({ id: id3 }) => id3);
    })
  );
}
function onePerZone(subnetIds, vpcId2, parent) {
  return lookUpSubnets(subnetIds, vpcId2, parent, ["availabilityZone"]).apply(
    guarded((subnets) => firstOfEachZone(subnets))
  );
}
function onePerZoneOf(service, subnetIds, vpcId2, failure, parent) {
  return pulumi10.all([lookUpSubnets(subnetIds, vpcId2, parent, ["availabilityZone"]), service]).apply(
    guarded(([subnets, { serviceName, availabilityZones }]) => {
      const served = subnets.filter(({ availabilityZone }) => availabilityZones.includes(availabilityZone));
      if (served.length > 0) return firstOfEachZone(served);
      const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))];
      throw failure(
        `the subnets are in ${zones.join(", ")}, where ${serviceName} has no endpoints: add one in ` + availabilityZones.join(" or ")
      );
    })
  );
}
function vpcCidrBlocks(vpcId2, parent) {
  return lookUp(LOOKUPS.vpc, { id: vpcId2 }, parent, ["cidrBlock", "cidrBlockAssociations"]).apply(
    guarded(({ cidrBlock: cidrBlock2, cidrBlockAssociations }) => [
      .../* @__PURE__ */ new Set([
        cidrBlock2,
        ...cidrBlockAssociations.filter(({ state }) => state === "associated").map((each3) => each3.cidrBlock)
      ])
    ])
  );
}
function firstOfEachZone(subnets) {
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  return subnets.filter((_, index) => zones.indexOf(zones[index] ?? "") === index).map(({ id: id3 }) => id3);
}
function lookUpSubnets(subnetIds, vpcId2, parent, needed = []) {
  const subnets = pulumi10.all([subnetIds, vpcId2]).apply(guarded(([ids2, vpc4]) => ids2.map((id3) => ({ id: id3, vpcId: vpc4 }))));
  return lookUpEach(LOOKUPS.subnet, subnets, parent, needed);
}
function zoneProblem(subnets) {
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  if (zones.size >= 2) return void 0;
  const ids2 = subnets.map(({ id: id3 }) => id3).join(", ");
  return `must be in at least two zones, but ${ids2} ${subnets.length === 1 ? "is" : "are all"} in ${[...zones].join()}: add a subnet in another zone`;
}

// components/common/zones.ts
var Offer = {
  /** Any task on Fargate. */
  Fargate: "Fargate",
  /** A task on Fargate for the architecture ARM64. */
  FargateArm64: "Fargate for ARM64",
  /** An instance of the generation of ml.m5, or of a newer one. */
  CurrentInstances: "ml.m5 and newer instances"
};
var allBut = (prefix, ...numbers) => (zoneId) => {
  const [, found, number] = /^(.+)-az(\d+)$/.exec(zoneId) ?? [];
  return found === prefix && !numbers.includes(Number(number));
};
var only = (...zoneIds) => (zoneId) => zoneIds.includes(zoneId);
var FARGATE_PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html";
var ARM64_PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html";
var TYPES_PAGE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-discovery.html";
var LIMITS = [
  { lacks: Offer.Fargate, isIn: allBut("usw1", 1, 3), page: FARGATE_PAGE },
  { lacks: Offer.Fargate, isIn: allBut("apne1", 1, 2, 4), page: FARGATE_PAGE },
  { lacks: Offer.Fargate, isIn: allBut("cnn1", 1, 2), page: FARGATE_PAGE },
  // Earlier editions of the page name cac1-az1 and cac1-az2 alone. The present one names none for the region, and
  // cac1-az3 has not come back: other services still refuse it.
  { lacks: Offer.Fargate, isIn: only("cac1-az3"), page: FARGATE_PAGE },
  { lacks: Offer.FargateArm64, isIn: only("use1-az3"), page: ARM64_PAGE },
  { lacks: Offer.CurrentInstances, isIn: only("use1-az3"), page: TYPES_PAGE }
];
var offersAll = ({ id: id3 }) => !LIMITS.some(({ isIn }) => isIn(id3));
function lacking(zone, placed) {
  return LIMITS.filter(({ lacks, isIn }) => placed.includes(lacks) && isIn(zone.id)).map(
    ({ lacks, page }) => `${zone.name} (${zone.id}) has no ${lacks} (${page})`
  );
}
var placedTasks = (architecture) => architecture === "ARM64" ? [Offer.Fargate, Offer.FargateArm64] : [Offer.Fargate];
var placedInstances = (instanceType3) => /^ml\.(t2|m4|c4|p2|p3)\./.test(instanceType3) ? [] : [Offer.CurrentInstances];
function chooseZones(zones, count2) {
  const chosen = [...zones.filter(offersAll), ...zones.filter((zone) => !offersAll(zone))].slice(0, count2);
  return zones.filter((zone) => chosen.includes(zone));
}
function adviceOnZones(zones) {
  const lacks = zones.flatMap((zone) => lacking(zone, Object.values(Offer)));
  return lacks.length === 0 ? void 0 : `the VPC's zones do not offer everything: ${lacks.join("; ")}. Where that is placed in them, name other zones in availabilityZoneNames`;
}

// components/common/policy-document.ts
function policyDocument(...statements) {
  return { Version: "2012-10-17", Statement: statements };
}
function serviceTrustPolicy(service, condition) {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...condition === void 0 ? {} : { Condition: condition }
  });
}

// components/common/physical-names.ts
var pulumi12 = __toESM(require("@pulumi/pulumi"));
var import_node_crypto2 = require("node:crypto");

// components/common/auto-names.ts
var pulumi11 = __toESM(require("@pulumi/pulumi"));
var import_node_crypto = require("node:crypto");
var DEFAULT_NAME_PATTERN = "${name}-${hex(7)}";
var FUNCTION = "aws:lambda/function:Function";
var MAX_FUNCTION_NAME = 64;
function functionNameProblem(logicalName) {
  const name2 = sampleName(FUNCTION, logicalName)?.text;
  if (name2 === void 0) return void 0;
  if (!/^[a-zA-Z0-9-_]+$/.test(name2)) {
    return `${becomes(name2)}, but must be of letters, digits, hyphens and underscores: rename the component`;
  }
  const pattern2 = customPattern(FUNCTION);
  if (pattern2 === void 0 || name2.length <= MAX_FUNCTION_NAME) return void 0;
  const remedy = `give the component a name that is ${name2.length - MAX_FUNCTION_NAME} characters shorter, or`;
  return `${becomes(name2)} with ${name2.length} characters through ${pattern2} in pulumi:autonaming, but must have at most ${MAX_FUNCTION_NAME}: ${remedy} set a shorter pattern`;
}
var becomes = (name2) => `becomes part of the name of a Lambda function, which is ${JSON.stringify(name2)}`;
function sampleName(type, logicalName) {
  const { mode, pattern: pattern2 = DEFAULT_NAME_PATTERN } = namingOf(type);
  if (mode === "disabled") return void 0;
  if (mode === "verbatim") return { text: logicalName, random: false };
  let random2 = false;
  const text2 = fill(pattern2, logicalName, (_kind, length) => {
    random2 = true;
    return "0".repeat(length);
  });
  return { text: text2, random: random2 };
}
function derivedName(type, logicalName, seed) {
  const { mode, pattern: pattern2 = DEFAULT_NAME_PATTERN } = namingOf(type);
  if (mode === "verbatim") return logicalName;
  const digits = (0, import_node_crypto.createHash)("sha512").update(seed).digest("hex");
  return fill(pattern2, logicalName, (kind, length) => IN_PLACE_OF_RANDOM[kind](digits).slice(0, length));
}
var IN_PLACE_OF_RANDOM = {
  hex: (digits) => digits,
  alphanum: (digits) => digits,
  string: (digits) => digits.replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit))),
  num: (digits) => BigInt(`0x${digits}`).toString(),
  uuid: (digits) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5")
};
function fill(pattern2, logicalName, random2) {
  return pattern2.replaceAll("${organization}", () => pulumi11.getOrganization()).replaceAll("${project}", () => pulumi11.getProject()).replaceAll("${stack}", () => pulumi11.getStack()).replace(/\$\{config\.([^}]+)\}/g, (_, key2) => new pulumi11.Config().get(key2) ?? "").replaceAll("${name}", () => logicalName).replace(
    /\$\{(hex|alphanum|string|num)\((\d+)\)\}/g,
    (_, kind, length) => random2(kind, Number(length))
  ).replaceAll("${uuid}", () => random2("uuid", 36));
}
function customPattern(type) {
  const { mode, pattern: pattern2 } = namingOf(type);
  return mode === void 0 || mode === "default" ? pattern2 : mode;
}
function namingOf(type) {
  const naming = new pulumi11.Config("pulumi").getObject("autonaming");
  const provider3 = naming?.providers?.aws;
  const says = (each3) => each3?.mode !== void 0 || each3?.pattern !== void 0;
  return [provider3?.resources?.[type], provider3, naming].find(says) ?? {};
}

// components/common/physical-names.ts
var RANDOM_PART = 8;
function roleName(logicalName) {
  return logicalName.length + RANDOM_PART <= 64 ? {} : { namePrefix: `${logicalName.slice(0, 37)}-` };
}
var scheduleName = roleName;
var HEAD = 24;
var TAIL = 28;
var DIGEST = 10;
function functionName(logicalName, parent) {
  const fits = logicalName.length + RANDOM_PART <= MAX_FUNCTION_NAME;
  if (fits || customPattern("aws:lambda/function:Function") !== void 0) return {};
  return {
    name: urnOf(parent).apply(
      guarded((urn) => {
        const digest = (0, import_node_crypto2.createHash)("sha256").update(`${urn} ${logicalName}`).digest("hex");
        return [
          logicalName.slice(0, HEAD).replace(/-+$/, ""),
          logicalName.slice(-TAIL).replace(/^-+/, ""),
          digest.slice(0, DIGEST)
        ].join("-");
      })
    )
  };
}
function urnOf(resource) {
  return pulumi12.output(
    new Promise((resolve2) => {
      resource.urn.apply(guarded(resolve2));
    })
  );
}
function bucketName(logicalName) {
  if (/^[a-z0-9][a-z0-9-]*$/i.test(logicalName) && logicalName.length + RANDOM_PART <= 63) return {};
  const prefix = logicalName.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return { bucketPrefix: `${prefix.replace(/^-/, "").slice(0, 36).replace(/-$/, "")}-` };
}

// components/common/function-settings.ts
var FunctionArchitecture = {
  /** AWS Graviton, which costs less. */
  Arm64: "arm64",
  /** 64-bit Intel and AMD. */
  X8664: "x86_64"
};
var MAX_FUNCTION_SECURITY_GROUPS = 4;
var functionArchitectureProblem = oneOf(
  Object.values(FunctionArchitecture)
);
var FUNCTION_CHECKS = {
  architecture: optional(functionArchitectureProblem),
  codeSigningConfigArn: optional(arn("lambda", "code-signing-config:\u2026")),
  reservedConcurrency: optional(integer(1, Number.MAX_SAFE_INTEGER))
};
function checkFunctionSettings(validation, propertyPath, settings) {
  if (settings === void 0) return void 0;
  return checkInputs(validation, propertyPath, settings, {
    vpc: {
      subnetIds: requiredList({ min: 1, max: 16, item: subnetId }),
      securityGroupIds: requiredList({
        min: 1,
        max: MAX_FUNCTION_SECURITY_GROUPS,
        item: securityGroupId,
        remedy: `Lambda allows ${MAX_FUNCTION_SECURITY_GROUPS + 1} groups, of which one is that of the network interfaces`
      })
    },
    ...FUNCTION_CHECKS
  });
}

// components/common/interface-group.ts
var aws2 = __toESM(require("@pulumi/aws"));
var pulumi13 = __toESM(require("@pulumi/pulumi"));
var INTERFACE_GROUP_TIMEOUTS = { delete: "60m" };
function createInterfaceGroup(name2, { description, vpcId: vpcId2, dependsOn, replacementTrigger, tags: tags2 }, parent) {
  return new aws2.ec2.SecurityGroup(
    `${name2}-interfaces`,
    { description, vpcId: vpcId2, ingress: [], egress: [], tags: tags2 },
    {
      parent,
      dependsOn,
      customTimeouts: INTERFACE_GROUP_TIMEOUTS,
      // One that is replaced with what carries it must not keep a protected component from being changed.
      ...replacementTrigger === void 0 ? {} : { replacementTrigger, protect: false }
    }
  );
}
function resourcesBehind(dependsOn, ...outputs) {
  return pulumi13.all([pulumi13.output(dependsOn ?? []), pulumi13.all(outputs)]).apply(guarded(([resources]) => [resources].flat()));
}

// components/common/copy-image.ts
var pulumi14 = __toESM(require("@pulumi/pulumi"));

// registry-client/text/printable.ts
var UNPRINTABLE_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
var REPLACEMENT = "\uFFFD";
function printableLines(text2) {
  return text2.replace(/\r\n/g, "\n").replace(/\t/g, "    ").replace(UNPRINTABLE_IN_LINES, REPLACEMENT);
}

// components/common/copy-image.ts
var COPY_IMAGE_BUNDLE = "copy-image";
var copyImageInput = (event) => pulumi14.jsonStringify(event);
function parseCopyResult(functionName4, result, required2, remedy) {
  const fields = fieldsOf(result);
  const names = ["digest", ...required2];
  if (names.every((name2) => IS_VALID[name2](fields[name2]))) {
    return fields;
  }
  const { errorMessage } = fields;
  throw deploymentError(
    typeof errorMessage === "string" ? printableLines(errorMessage) : `The function ${functionName4} did not return the ${names.join(", ")} of a copied image: ${remedy}`
  );
}
var isText = (value) => typeof value === "string";
var isDigest = (value) => typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
var IS_VALID = {
  digest: isDigest,
  mediaType: isText,
  size: (value) => typeof value === "number",
  layout: (value) => {
    const { bucket, prefix, digest } = objectOf(value);
    return isText(bucket) && isText(prefix) && isDigest(digest);
  }
};
function fieldsOf(json) {
  try {
    return objectOf(JSON.parse(json ?? ""));
  } catch {
    return {};
  }
}
var objectOf = (value) => typeof value === "object" && value !== null ? value : {};

// components/common/lambda-function.ts
var aws3 = __toESM(require("@pulumi/aws"));
var pulumi15 = __toESM(require("@pulumi/pulumi"));
var import_node_fs3 = require("node:fs");
var import_node_path3 = require("node:path");
var RUNTIME = "nodejs24.x";
function createLambdaFunction(name2, args, parent) {
  const { common, settings = {} } = args;
  const options = { parent };
  const logGroup = new aws3.cloudwatch.LogGroup(
    `${name2}-logs`,
    {
      retentionInDays: common.logRetentionInDays ?? DEFAULT_LOG_RETENTION_IN_DAYS,
      kmsKeyId: common.kmsKeyArn,
      tags: common.tags
    },
    options
  );
  const role = new aws3.iam.Role(
    `${name2}-role`,
    {
      ...roleName(`${name2}-role`),
      description: `Role of the function: ${args.description}`,
      assumeRolePolicy: JSON.stringify(serviceTrustPolicy("lambda.amazonaws.com")),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags
    },
    options
  );
  const placement = lookUpPlacement(parent);
  const policy = new aws3.iam.RolePolicy(
    `${name2}-policy`,
    {
      role: role.name,
      policy: pulumi15.all([logGroup.arn, placement.apply(guarded(args.statements))]).apply(
        guarded(
          ([logGroupArn, statements]) => JSON.stringify(policyDocument(writeLogs(logGroupArn), ...statements))
        )
      )
    },
    options
  );
  const interfaces = settings.vpc && createInterfaces(name2, settings.vpc, role, args, parent);
  const lambda5 = new aws3.lambda.Function(
    name2,
    {
      ...functionName(name2, parent),
      description: args.description,
      runtime: RUNTIME,
      architectures: [settings.architecture ?? FunctionArchitecture.Arm64],
      handler: "index.handler",
      code: bundleArchive(args.bundle),
      role: role.arn,
      timeout: args.timeoutInSeconds,
      memorySize: args.memoryInMb,
      environment: { variables: args.environment },
      // The role needs no permission on the key: Lambda gives it a grant.
      kmsKeyArn: common.kmsKeyArn,
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      codeSigningConfigArn: settings.codeSigningConfigArn,
      reservedConcurrentExecutions: settings.reservedConcurrency,
      vpcConfig: interfaces?.vpcConfig,
      tags: common.tags
    },
    { ...options, dependsOn: [policy, ...interfaces === void 0 ? [] : [interfaces.policy]] }
  );
  return { function: lambda5, role, logGroup };
}
function createInterfaces(name2, { subnetIds, securityGroupIds }, role, { vpcId: vpcId2, common }, parent) {
  const policy = new aws3.iam.RolePolicy(
    `${name2}-interfaces-policy`,
    { role: role.name, policy: JSON.stringify(policyDocument(manageNetworkInterfaces)) },
    { parent }
  );
  const subnets = pulumi15.output(subnetIds);
  const groups = pulumi15.output(securityGroupIds);
  const group = createInterfaceGroup(
    name2,
    {
      description: "Network interfaces of a Lambda function, until Lambda has deleted them",
      vpcId: vpcId2 ?? vpcOf(subnets, parent),
      dependsOn: resourcesBehind([policy], subnets, groups),
      tags: common.tags
    },
    parent
  );
  const vpcConfig = {
    subnetIds: subnets,
    securityGroupIds: pulumi15.all([groups, group.id]).apply(guarded(([ids2, own]) => [...ids2, own]))
  };
  return { vpcConfig, policy };
}
var vpcOf = (subnetIds, parent) => lookUp(LOOKUPS.subnet, { id: subnetIds.apply(guarded(([id3]) => id3)) }, parent, ["vpcId"]).vpcId;
function writeLogs(logGroupArn) {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`
  };
}
var manageNetworkInterfaces = {
  Sid: "ManageNetworkInterfaces",
  Effect: "Allow",
  Action: [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses"
  ],
  Resource: "*",
  Condition: { Null: { "lambda:SourceFunctionArn": "true" } }
};
function bundleArchive(bundle) {
  const file = (0, import_node_path3.join)(packageRoot(), "dist", "lambda", bundle, "index.js");
  if (!(0, import_node_fs3.existsSync)(file)) throw new Error(`${file} is missing: run \`npm run build\` in ${packageRoot()}`);
  return new pulumi15.asset.AssetArchive({ "index.js": new pulumi15.asset.FileAsset(file) });
}

// components/common/private-bucket.ts
var aws4 = __toESM(require("@pulumi/aws"));
var pulumi16 = __toESM(require("@pulumi/pulumi"));
function createPrivateBucket(name2, { bucketName: bucketName4, forceDestroy, lifecycleRules, common }, options) {
  const { tags: tags2, kmsKeyArn: kmsKeyArn2 } = common;
  const bucket = new aws4.s3.Bucket(
    name2,
    { ...bucketName4 === void 0 ? bucketName(name2) : { bucket: bucketName4 }, forceDestroy, tags: tags2 },
    options
  );
  const of = { bucket: bucket.id };
  const ownership = new aws4.s3.BucketOwnershipControls(
    `${name2}-ownership`,
    { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options
  );
  const publicAccess = new aws4.s3.BucketPublicAccessBlock(
    `${name2}-public-access`,
    {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true
    },
    options
  );
  const policy = new aws4.s3.BucketPolicy(
    `${name2}-policy`,
    { ...of, policy: bucket.arn.apply(guarded((arn2) => JSON.stringify(denyWithoutTls(arn2)))) },
    // S3 refuses two of these at once.
    { ...options, dependsOn: [publicAccess] }
  );
  const encryption = new aws4.s3.BucketServerSideEncryptionConfiguration(
    `${name2}-encryption`,
    {
      ...of,
      rules: [
        {
          applyServerSideEncryptionByDefault: kmsKeyArn2 === void 0 ? { sseAlgorithm: "AES256" } : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn2 },
          bucketKeyEnabled: kmsKeyArn2 !== void 0
        }
      ]
    },
    options
  );
  const versioning = new aws4.s3.BucketVersioning(
    `${name2}-versioning`,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    options
  );
  new aws4.s3.BucketLifecycleConfiguration(
    `${name2}-lifecycle`,
    { ...of, rules: lifecycleRules },
    { ...options, dependsOn: [versioning] }
  );
  const ready = [ownership, publicAccess, policy, encryption, versioning].map(({ urn }) => urn);
  return { bucket, name: pulumi16.all([bucket.id, pulumi16.all(ready)]).apply(guarded(([id3]) => id3)) };
}
function expireLeftovers(days) {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: days.incompleteUploads }
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: days.noncurrentVersions },
      expiration: { expiredObjectDeleteMarker: true }
    }
  ];
}
function denyWithoutTls(bucketArn) {
  return policyDocument({
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } }
  });
}

// components/common/managed-policy.ts
var pulumi17 = __toESM(require("@pulumi/pulumi"));
var import_node_crypto3 = require("node:crypto");
var PAGE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerFullAccess.html";
var OPENING_WORDS = {
  "aws:lambda/function:Function": /sagemaker|LabelingFunction/i,
  "aws:s3/bucket:Bucket": /sagemaker|aws-glue/i,
  "aws:secretsmanager/secret:Secret": /sagemaker/i,
  "aws:ecr/repository:Repository": /sagemaker/i
};
var opens = (what) => `The AWS managed policy AmazonSageMakerFullAccess opens ${what} to every role that has it`;
var BY_NAME = opens("functions, buckets, secrets and ECR repositories with such a name");
var BY_TAG = opens("secrets and S3 objects with this tag");
var wordIn = (type, text2) => OPENING_WORDS[type].exec(text2)?.[0];
function openedNameProblem(component, made) {
  for (const [type, logicalName] of made) {
    const word = wordIn(type, sampleName(type, logicalName)?.text ?? "");
    if (word === void 0) continue;
    const text2 = JSON.stringify(word);
    if (wordIn(type, component) !== void 0) {
      return `contains ${text2}, as would the physical names that Pulumi makes of it. ${BY_NAME}: give the component a name without ${text2} (${PAGE})`;
    }
    return `becomes part of physical names which contain ${text2}, as pulumi:autonaming has them with ${String(customPattern(type))}. ${BY_NAME}: set a pattern there without it, such as ${DEFAULT_NAME_PATTERN}, or rename the project or the stack that brings it in (${PAGE})`;
  }
  return void 0;
}
function notOpened(type) {
  return (name2) => {
    const word = wordIn(type, name2);
    return word === void 0 ? void 0 : `is ${JSON.stringify(name2)}, which contains ${JSON.stringify(word)}. ${BY_NAME}: choose another name (${PAGE})`;
  };
}
function openedRepositoryProblem(repository2) {
  const word = wordIn("aws:s3/bucket:Bucket", repository2);
  return word === void 0 ? void 0 : `names the repository ${JSON.stringify(repository2)}, which contains ${JSON.stringify(word)}. The new registry keeps its images in S3, with the repository's name in the objects' keys. ${opens("S3 objects with such a key")}: choose another name (${PAGE})`;
}
function warnOfOpenedArn(propertyPath, arn2, component) {
  arn2?.apply(
    guarded((known) => {
      const advice = openedArnAdvice(propertyPath, known);
      if (advice !== void 0) void pulumi17.log.warn(advice, component);
    })
  );
}
function openedArnAdvice(propertyPath, arn2) {
  const [, service, name2 = ""] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:[^:]*:([^:]*)/.exec(arn2) ?? [];
  const opened3 = service === "secretsmanager" ? name2.startsWith("AmazonSageMaker-") : /SageMaker|Sagemaker|sagemaker|LabelingFunction/.test(name2);
  return opened3 ? `${propertyPath} is ${arn2}. ${BY_NAME}, and with it the registry's password: choose another name (${PAGE})` : void 0;
}
function closedKeyPart(text2) {
  return wordIn("aws:s3/bucket:Bucket", text2) === void 0 ? text2 : (0, import_node_crypto3.createHash)("sha256").update(text2).digest("hex").slice(0, 16);
}
var closedTags = (tags2) => tags(tags2) ?? openedTagProblem(tags2);
function openedTagProblem(tags2) {
  const found = openingTag(tags2);
  return found === void 0 ? void 0 : `has the tag ${found}. ${BY_TAG}: leave it out (${PAGE})`;
}
function closedCommon(validation, args) {
  validation.problem("tags", openedDefaultTagProblem(args.tags));
  return validation.common(args, closedTags);
}
function openedDefaultTagProblem(tags2) {
  const { tags: defaults = {} } = new pulumi17.Config("aws").getObject("defaultTags") ?? {};
  const own = tags2 !== null && typeof tags2 === "object" ? tags2 : {};
  const inherited = Object.entries(defaults).filter(([key2]) => own[key2] === void 0);
  const found = openingTag(Object.fromEntries(inherited));
  return found === void 0 ? void 0 : `get the tag ${found} from aws:defaultTags in the stack's configuration. ${BY_TAG}: leave it out there (${PAGE})`;
}
function refuseOpenedTags(tagsAll, failure) {
  tagsAll.apply(
    guarded((tags2) => {
      const found = openingTag(tags2 ?? {});
      if (found === void 0) return;
      throw failure(
        "tags",
        `do not have the tag ${found}, but the provider's default tags do. ${BY_TAG}: leave it out there (${PAGE})`
      );
    })
  );
}
function openingTag(tags2) {
  return Object.entries(tags2).map(([key2, value]) => `${key2}=${String(value)}`).find((tag2) => /^sagemaker=true$/i.test(tag2));
}

// components/common/read-secret.ts
function readSecret({ secretArn: secretArn2, kmsKeyArns }, dnsSuffix) {
  const read2 = {
    Sid: "ReadSecret",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: secretArn2
  };
  const keys = [...new Set(kmsKeyArns.filter((key2) => key2 !== void 0))];
  if (keys.length === 0) return [read2];
  const region = secretArn2.split(":")[3] ?? "";
  const decrypt = {
    Sid: "DecryptSecret",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keys,
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.${dnsSuffix}`,
        "kms:EncryptionContext:SecretARN": secretArn2
      }
    }
  };
  return [read2, decrypt];
}

// components/common/private-dns.ts
var DNS_ATTRIBUTES = ["enableDnsSupport", "enableDnsHostnames"];
function verifyPrivateDns(vpcId2, failure, parent) {
  return lookUp(LOOKUPS.vpc, { id: vpcId2 }, parent, DNS_ATTRIBUTES).apply(
    guarded((vpc4) => {
      const missing2 = DNS_ATTRIBUTES.filter((attribute) => !vpc4[attribute]);
      if (missing2.length === 0) return vpc4.id;
      throw failure(
        "vpcId",
        `is ${vpc4.id}, in which private DNS does not work: switch ${missing2.join(" and ")} on for the VPC`
      );
    })
  );
}

// components/common/hooks.ts
var pulumi18 = __toESM(require("@pulumi/pulumi"));
var import_node_async_hooks = require("node:async_hooks");
var taken = /* @__PURE__ */ new Map();
function beforeHook(name2, run) {
  const monitor = pulumi18.runtime.getMonitor();
  if (typeof monitor?.registerResourceHook !== "function") return [];
  const times = (taken.get(name2) ?? 0) + 1;
  taken.set(name2, times);
  const inContext = import_node_async_hooks.AsyncResource.bind(async (args) => {
    await run(args);
  });
  return [new pulumi18.ResourceHook(times === 1 ? name2 : `${name2} (${times})`, inContext, { onDryRun: true })];
}

// components/common/known-outputs.ts
async function valueIfKnown(output38) {
  return await isKnownOutput(output38) ? valueOf(output38) : void 0;
}
async function itemIfPresent(output38, item) {
  if (output38 === void 0) return [];
  const isAbsent = await isKnownOutput(output38) && isNothing(await valueOf(output38));
  return isAbsent ? [] : [item(output38)];
}
async function isKnownOutput(output38) {
  const { isKnown: isKnown2 } = output38;
  return await isKnown2?.catch(() => false) ?? false;
}
function valueOf(output38) {
  return new Promise((resolve2) => {
    output38.apply(guarded(resolve2));
  });
}

// components/common/platform.ts
function platformOf(instanceType3) {
  return /^ml\.[a-z]+[0-9]+g[a-z]*\./.test(instanceType3) ? "linux/arm64" : "linux/amd64";
}

// components/common/invoke-actions.ts
var INVOKE_ACTIONS = [
  "sagemaker:InvokeEndpoint",
  "sagemaker:InvokeEndpointAsync",
  "sagemaker:InvokeEndpointWithBidirectionalStream",
  "sagemaker:InvokeEndpointWithResponseStream"
];

// components/private-inference/private-inference.ts
var pulumi74 = __toESM(require("@pulumi/pulumi"));

// components/execution-role/execution-role.ts
var aws5 = __toESM(require("@pulumi/aws"));
var pulumi19 = __toESM(require("@pulumi/pulumi"));

// components/execution-role/inline-policies.ts
var QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
var INLINE_POLICIES_LIMIT = 10240;
function inlinePoliciesProblem(policies) {
  const characters = policies.join("").replace(/\s/g, "").length;
  return characters <= INLINE_POLICIES_LIMIT ? void 0 : `makes the role's policies ${characters} characters long, but IAM takes at most ${INLINE_POLICIES_LIMIT}: name a prefix in place of many objects, or grant some of it in a policy of your own by managedPolicyArns (${QUOTAS})`;
}
function policyJsonProblem(text2) {
  const problem = 'must be an IAM policy as JSON, {"Version": "2012-10-17", "Statement": [\u2026]}';
  let policy;
  try {
    policy = JSON.parse(text2);
  } catch (error) {
    return `${problem}: ${error.message}`;
  }
  const isPolicy = typeof policy === "object" && policy !== null && "Statement" in policy;
  return isPolicy ? void 0 : problem;
}

// components/execution-role/s3-access.ts
var BUCKET_NAMES = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html";
var readableObjects = checks_exports.sourced(
  BUCKET_NAMES,
  checks_exports.pattern(
    new RegExp(`^s3://${checks_exports.S3_BUCKET}/.{0,1024}$`, "su"),
    "the S3 URI of an object, as s3://bucket/fraud/model.tar.gz, or of a prefix, as s3://bucket/fraud/"
  )
);
var writablePrefix = checks_exports.sourced(
  BUCKET_NAMES,
  checks_exports.pattern(
    new RegExp(`^s3://${checks_exports.S3_BUCKET}(/.{0,1024})?$`, "su"),
    "the S3 URI of a bucket or of a prefix in it, as s3://bucket/captured"
  )
);
function readObjects(sid, uris, partition) {
  const locations = [...new Set(uris)].map((uri) => locate(uri, partition));
  if (locations.length === 0) return [];
  const read2 = {
    Sid: sid,
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: locations.map(({ bucketArn, key: key2 }) => `${bucketArn}/${readPattern(key2)}`)
  };
  return [read2, ...listBuckets(locations)];
}
function writeObjects(sid, uris, partition) {
  if (uris.length === 0) return [];
  const resources = uris.map((uri) => locate(uri, partition)).map(({ bucketArn, key: key2 }) => `${bucketArn}/${key2 === "" ? "" : `${literal(key2.replace(/\/$/, ""))}/`}*`);
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: [...new Set(resources)]
    }
  ];
}
function locate(uri, partition) {
  const [, bucket = "", key2 = ""] = /^s3:\/\/([^/]+)\/?(.*)$/su.exec(uri) ?? [];
  return { bucketArn: `arn:${partition}:s3:::${bucket}`, key: key2 };
}
var readPattern = (key2) => literal(key2) + (key2 === "" || key2.endsWith("/") ? "*" : "");
function listBuckets(locations) {
  const buckets = [...new Set(locations.map(({ bucketArn }) => bucketArn))];
  return buckets.map((bucketArn) => {
    const patterns = locations.filter((each3) => each3.bucketArn === bucketArn).map(({ key: key2 }) => readPattern(key2));
    const list2 = { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn };
    return patterns.includes("*") ? list2 : { ...list2, Condition: { StringLike: { "s3:prefix": patterns } } };
  });
}
function literal(name2) {
  return name2.replace(/[*?$]/g, (character) => `\${${character}}`);
}

// components/execution-role/required-policy.ts
function requiredPolicy(access, placement) {
  return policyDocument(
    ...manageNetworkInterfaces2(access.subnetIds, placement),
    writeLogs2(access.endpointNames, placement),
    publishMetrics,
    ...invokeCredentialsProviders(access.credentialsProviderArns),
    ...readObjects("ReadModelData", access.modelData, placement.partition),
    ...readObjects("ReadInferenceInputs", access.inferenceInputs, placement.partition),
    ...decryptModelData(access.modelDataKmsKeyArns, placement),
    ...writeObjects("WriteInferenceOutputs", access.inferenceOutputs, placement.partition),
    ...encryptOutputs(access.inferenceOutputKmsKeyArns),
    ...useVolumeKeys(access.volumeKmsKeyArns, placement),
    ...publishNotifications(access.notificationTopicArns),
    ...describeAlarms(access.rollbackAlarmNames, placement),
    ...openSessions(access.ssmAccess)
  );
}
function manageNetworkInterfaces2(subnetIds, { partition, region }) {
  const change = [
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission"
  ];
  const describe2 = [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs"
  ];
  if (subnetIds.length === 0) {
    return [
      {
        Sid: "ManageNetworkInterfaces",
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterface", ...change, ...describe2],
        Resource: "*"
      }
    ];
  }
  const arn2 = (resource) => `arn:${partition}:ec2:${region}:*:${resource}`;
  const subnets = [...new Set(subnetIds)].map((id3) => arn2(`subnet/${id3}`));
  const interfaces = arn2("network-interface/*");
  return [
    {
      Sid: "CreateNetworkInterfaces",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: [...subnets, interfaces, arn2("security-group/*")]
    },
    {
      Sid: "ManageNetworkInterfaces",
      Effect: "Allow",
      Action: change,
      Resource: interfaces,
      Condition: { ArnLike: { "ec2:Subnet": subnets } }
    },
    { Sid: "DescribeNetwork", Effect: "Allow", Action: describe2, Resource: "*" }
  ];
}
function writeLogs2(endpointNames, { partition, region, accountId }) {
  const group = (name2) => `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/Endpoints/${name2}`;
  const names = [...new Set(endpointNames)];
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: names.length === 0 ? group("*") : names.flatMap((name2) => [group(name2), `${group(name2)}:*`])
  };
}
var publishMetrics = {
  Sid: "PublishMetrics",
  Effect: "Allow",
  Action: "cloudwatch:PutMetricData",
  Resource: "*",
  Condition: {
    StringLike: { "cloudwatch:namespace": ["/aws/sagemaker/*", "AWS/SageMaker", "AWS/SageMaker/*"] }
  }
};
function invokeCredentialsProviders(functionArns) {
  if (functionArns.length === 0) return [];
  return [
    {
      Sid: "InvokeCredentialsProviders",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: [...new Set(functionArns)]
    }
  ];
}
function decryptModelData(keyArns, { region, dnsSuffix }) {
  if (keyArns.length === 0) return [];
  return [
    {
      Sid: "DecryptModelData",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: [...new Set(keyArns)],
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` } }
    }
  ];
}
function encryptOutputs(keyArns) {
  if (keyArns.length === 0) return [];
  return [
    {
      Sid: "EncryptInferenceOutputs",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: [...new Set(keyArns)]
    }
  ];
}
function useVolumeKeys(keyArns, { region, dnsSuffix }) {
  if (keyArns.length === 0) return [];
  const Resource = [...new Set(keyArns)];
  return [
    {
      Sid: "GrantVolumeKey",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } }
    },
    { Sid: "DescribeVolumeKey", Effect: "Allow", Action: "kms:DescribeKey", Resource },
    {
      Sid: "UseVolumeKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"],
      Resource,
      Condition: {
        StringEquals: {
          "kms:ViaService": ["ec2", "sagemaker"].map((service) => `${service}.${region}.${dnsSuffix}`)
        }
      }
    }
  ];
}
function publishNotifications(topicArns) {
  if (topicArns.length === 0) return [];
  return [
    {
      Sid: "PublishNotifications",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: [...new Set(topicArns)]
    }
  ];
}
function describeAlarms(names, { partition, region, accountId }) {
  if (names.length === 0) return [];
  const prefix = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:`;
  return [
    {
      Sid: "DescribeRollbackAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: [...new Set(names)].map((name2) => `${prefix}${literal(name2)}`)
    }
  ];
}
function openSessions(allowed) {
  if (!allowed) return [];
  return [
    {
      Sid: "OpenSessions",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel"
      ],
      Resource: "*"
    }
  ];
}

// components/execution-role/execution-role.ts
var ExecutionRole = class extends pulumi19.ComponentResource {
  /** ARN of the role; for one made here it resolves only when every policy is attached. */
  roleArn;
  /** Name of the role, without its path. */
  roleName;
  /** The IAM policy, as JSON, of all that SageMaker does with the role: what a role that exists must allow. */
  requiredPolicyJson;
  constructor(name2, args, opts) {
    const checked = checkedArguments(validate, name2, args);
    super("sagemaker-private-registry:index:ExecutionRole", name2, {}, opts);
    const placement = lookUpPlacement(this);
    const requiredPolicyJson = pulumi19.all([placement, checked.access]).apply(guarded(([where, access]) => JSON.stringify(requiredPolicy(access, where))));
    const role = adoptRole(checked, this) ?? makeRole(name2, checked, placement, requiredPolicyJson, this);
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.requiredPolicyJson = requiredPolicyJson;
    this.registerOutputs({
      roleArn: this.roleArn,
      roleName: this.roleName,
      requiredPolicyJson: this.requiredPolicyJson
    });
  }
};
function validate(name2, given3, part2, required2 = {}) {
  const validation = new Validation(`ExecutionRole "${name2}"`, part2);
  const args = validation.form("ExecutionRole", given3);
  for (const property2 of ["additionalPolicyJson", "managedPolicyArns"]) {
    if (args.roleArn === void 0 || args[property2] === void 0) continue;
    validation.problem(
      property2,
      "is for a role made here, but roleArn names one that is not changed: leave one out"
    );
  }
  const listOf = (item) => (_, propertyPath, value) => {
    const own = validation.list(propertyPath, value, { item }) ?? [];
    const others = validation.list(propertyPath, required2[propertyPath], { item });
    return others === void 0 ? own : pulumi19.all([others, own]).apply(guarded(([first, second]) => [...first, ...second]));
  };
  const common = validation.common(args);
  const kmsKeyArns = listOf(checks_exports.arn("kms", "key/\u2026"));
  const { roleArn: roleArn2, additionalPolicyJson, managedPolicyArns, ...access } = checkArguments(validation, args, {
    roleArn: input_checks_exports.optional(checks_exports.roleArn),
    credentialsProviderArns: (_, propertyPath, arns) => checkOptionalItems(validation, propertyPath, arns, { item: checks_exports.functionArn }) ?? [],
    modelData: listOf(readableObjects),
    modelDataKmsKeyArns: kmsKeyArns,
    inferenceInputs: listOf(readableObjects),
    inferenceOutputs: listOf(writablePrefix),
    inferenceOutputKmsKeyArns: kmsKeyArns,
    volumeKmsKeyArns: kmsKeyArns,
    notificationTopicArns: listOf(checks_exports.topicArn),
    rollbackAlarmNames: listOf(alarmName),
    ssmAccess: input_checks_exports.withDefault(false),
    subnetIds: listOf(checks_exports.subnetId),
    endpointNames: listOf(endpointName),
    additionalPolicyJson: input_checks_exports.optional(policyJsonProblem),
    managedPolicyArns: input_checks_exports.each(input_checks_exports.required(checks_exports.arn("iam", "policy/\u2026")))
  });
  const checked = {
    common,
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure,
    roleArn: roleArn2,
    access: pulumi19.output(access),
    additionalPolicyJson,
    managedPolicyArns: Object.entries(managedPolicyArns ?? {})
  };
  validation.record("managedPolicyArns", args.managedPolicyArns, {
    max: 20,
    key: checks_exports.key(checks_exports.pattern(/^[\w.-]+$/, "one of letters, digits, hyphens, dots and underscores"))
  });
  validation.throwIfInvalid();
  return checked;
}
var endpointName = checks_exports.sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
  checks_exports.pattern(
    /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    "an endpoint's name of at most 63 letters, digits and hyphens"
  )
);
var alarmName = checks_exports.sourced(
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  checks_exports.pattern(/^(?!arn:)(?=.*\S).{1,255}$/su, "an alarm's name of 1 to 255 characters, and no ARN")
);
function adoptRole({ roleArn: roleArn2 }, component) {
  if (roleArn2 === void 0) return void 0;
  void pulumi19.log.info(
    "The role of roleArn is used as it is. It must trust sagemaker.amazonaws.com and allow what the output requiredPolicyJson says. The policy AmazonSageMakerFullAccess alone lets a role invoke only functions whose names contain SageMaker, Sagemaker, sagemaker or LabelingFunction. Do not give the credentials function such a name: every role with that policy could read the registry's password.",
    component
  );
  return { arn: roleArn2, name: roleArn2.apply(guarded((arn2) => arn2.slice(arn2.lastIndexOf("/") + 1))) };
}
function makeRole(name2, { common, additionalPolicyJson, managedPolicyArns, failure }, placement, requiredPolicyJson, parent) {
  const options = { parent };
  const role = new aws5.iam.Role(
    `${name2}-role`,
    {
      ...roleName(`${name2}-role`),
      description: "SageMaker assumes it for models whose images are in a private Docker registry",
      assumeRolePolicy: placement.apply(guarded((where) => JSON.stringify(trustPolicy(where)))),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags
    },
    options
  );
  const policy = pulumi19.all([requiredPolicyJson, additionalPolicyJson]).apply(
    guarded(([required2, additional]) => {
      const reason = inlinePoliciesProblem([required2, additional ?? ""]);
      if (reason === void 0) return required2;
      const property2 = (additional?.length ?? 0) > required2.length ? "additionalPolicyJson" : "modelData";
      throw failure(property2, reason);
    })
  );
  const attached = [
    new aws5.iam.RolePolicy(`${name2}-policy`, { role: role.name, policy }, options),
    ...managedPolicyArns.map(
      ([key2, policyArn]) => new aws5.iam.RolePolicyAttachment(`${name2}-managed-${key2}`, { role: role.name, policyArn }, options)
    )
  ];
  if (additionalPolicyJson !== void 0) {
    const additional = { role: role.name, policy: additionalPolicyJson };
    attached.push(new aws5.iam.RolePolicy(`${name2}-additional-policy`, additional, options));
  }
  return {
    // A URN waits for its policy but, unlike an id, stays known when another policy replaces it: models would be replaced.
    arn: pulumi19.all([role.arn, pulumi19.all(attached.map(({ urn }) => urn))]).apply(guarded(([arn2]) => arn2)),
    name: role.name
  };
}
function trustPolicy({ partition, region, accountId }) {
  return serviceTrustPolicy("sagemaker.amazonaws.com", {
    ArnLike: { "aws:SourceArn": `arn:${partition}:sagemaker:${region}:${accountId}:*` }
  });
}

// components/image-publisher/image-publisher.ts
var pulumi23 = __toESM(require("@pulumi/pulumi"));

// components/image-publisher/archive-bucket.ts
var aws6 = __toESM(require("@pulumi/aws"));
var pulumi20 = __toESM(require("@pulumi/pulumi"));

// components/image-publisher/staged-images.ts
var STAGED_PREFIX = "staged";
var ARCHIVE_PREFIX = "archives";
var STAGED_DAYS = 30;
var RENEW_AFTER_DAYS = STAGED_DAYS - 7;

// components/image-publisher/archive-bucket.ts
var archiveBucketName = (name2) => `${name2}-archives`;
function createArchiveBucket(name2, { common, bucketLogsBucketName }, parent) {
  const { bucket, name: readyName } = createPrivateBucket(
    archiveBucketName(name2),
    {
      forceDestroy: true,
      lifecycleRules: [
        ...expireLeftovers({ incompleteUploads: 1, noncurrentVersions: 1 }),
        {
          id: "expire-staged-images",
          status: "Enabled",
          filter: { prefix: `${STAGED_PREFIX}/` },
          expiration: { days: STAGED_DAYS }
        }
      ],
      common
    },
    { parent }
  );
  if (bucketLogsBucketName !== void 0) {
    new aws6.s3.BucketLogging(
      `${archiveBucketName(name2)}-logging`,
      {
        bucket: bucket.bucket,
        targetBucket: bucketLogsBucketName,
        targetPrefix: pulumi20.interpolate`${bucket.bucket}/`
      },
      { parent }
    );
  }
  return { arn: bucket.arn, name: readyName };
}

// components/image-publisher/policies.ts
function publisherStatements(access, { region, dnsSuffix }) {
  return [
    {
      Sid: "ReadArchives",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: `${access.bucketArn}/*`
    },
    ...useBucketKey("DecryptArchives", access.bucketKmsKeyArn, "kms:Decrypt", { region, dnsSuffix }),
    ...readSecret({ secretArn: access.secretArn, kmsKeyArns: [access.secretKmsKeyArn] }, dnsSuffix)
  ];
}
function stagingStatements({ bucketArn, bucketKmsKeyArn, secrets }, placement) {
  const keysOf = /* @__PURE__ */ new Map();
  for (const { secretArn: secretArn2, secretKmsKeyArn } of secrets) {
    if (secretArn2 !== void 0) keysOf.set(secretArn2, [...keysOf.get(secretArn2) ?? [], secretKmsKeyArn]);
  }
  return [
    {
      Sid: "StageImages",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"],
      Resource: `${bucketArn}/${STAGED_PREFIX}/*`
    },
    ...useBucketKey(
      "EncryptStagedImages",
      bucketKmsKeyArn,
      ["kms:GenerateDataKey", "kms:Decrypt"],
      placement
    ),
    // A policy takes no two statements of one name.
    ...[...keysOf].flatMap(
      ([secretArn2, kmsKeyArns], index) => readSecret({ secretArn: secretArn2, kmsKeyArns }, placement.dnsSuffix).map((statement) => ({
        ...statement,
        Sid: `${statement.Sid ?? ""}${index + 1}`
      }))
    )
  ];
}
function useBucketKey(sid, kmsKeyArn2, action, { region, dnsSuffix }) {
  if (kmsKeyArn2 === void 0) return [];
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: kmsKeyArn2,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` } }
    }
  ];
}

// components/image-publisher/security-group.ts
var aws7 = __toESM(require("@pulumi/aws"));
var HTTPS = 443;
function createPublisherSecurityGroup(name2, plan, parent) {
  const group = new aws7.ec2.SecurityGroup(
    `${name2}-function`,
    {
      description: "Function that publishes images into a private registry",
      vpcId: plan.vpcId,
      ingress: [],
      egress: egressRules(plan),
      tags: plan.common.tags
    },
    { parent, customTimeouts: INTERFACE_GROUP_TIMEOUTS }
  );
  if (plan.endpointSecurityGroupId === void 0) return { id: group.id, admissions: [] };
  const rule = new aws7.vpc.SecurityGroupIngressRule(
    `${name2}-endpoints-admit-function`,
    {
      description: "Function that publishes images into a private registry",
      securityGroupId: plan.endpointSecurityGroupId,
      referencedSecurityGroupId: group.id,
      ipProtocol: "tcp",
      fromPort: HTTPS,
      toPort: HTTPS,
      tags: plan.common.tags
    },
    { parent }
  );
  return { id: group.id, admissions: [rule.urn] };
}
async function egressRules(plan) {
  const toS3 = await itemIfPresent(plan.s3PrefixListId, (prefixListId2) => ({
    ...tcp(HTTPS, "S3, for the archives"),
    prefixListIds: [prefixListId2]
  }));
  return [...toRegistry(plan), ...toEndpoints(plan), ...toS3, ...toInternet(plan)];
}
function toRegistry({ registryCidrBlocks, address }) {
  if (registryCidrBlocks === void 0) return [];
  const port = address.apply(guarded((known) => known.port));
  const isIpv6 = (block) => block.includes(":");
  return [
    {
      ...tcp(port, "Registry, for pushes"),
      cidrBlocks: registryCidrBlocks.apply(guarded((blocks) => blocks.filter((block) => !isIpv6(block)))),
      ipv6CidrBlocks: registryCidrBlocks.apply(guarded((blocks) => blocks.filter(isIpv6)))
    }
  ];
}
function toEndpoints({ endpointSecurityGroupId }) {
  if (endpointSecurityGroupId === void 0) return [];
  return [
    { ...tcp(HTTPS, "Secrets Manager, for the credentials"), securityGroups: [endpointSecurityGroupId] }
  ];
}
function toInternet({ internetEgress }) {
  if (!internetEgress) return [];
  const rule = tcp(HTTPS, "Services of AWS, and a registry, on the internet");
  return [{ ...rule, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }];
}
function tcp(port, description) {
  return { description, protocol: "tcp", fromPort: port, toPort: port };
}

// components/image-publisher/staging-function.ts
var pulumi22 = __toESM(require("@pulumi/pulumi"));

// components/image-publisher/source-registry.ts
var pulumi21 = __toESM(require("@pulumi/pulumi"));

// registry-client/images/reference.ts
var InvalidReferenceError = class extends Error {
  constructor(part2, reason, text2) {
    super(`Invalid image reference ${printable(text2)}: the ${part2} ${reason}`);
    this.part = part2;
    this.reason = reason;
  }
  part;
  reason;
  name = "InvalidReferenceError";
};
var DOCKER_HUB = "docker.io";
var DOCKER_HUB_LEGACY = "index.docker.io";
var DOMAIN_COMPONENT = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
var DOMAIN = new RegExp(
  `^(?:${DOMAIN_COMPONENT}(?:\\.${DOMAIN_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::([0-9]+))?$`
);
var SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//;
var PATH_COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
var TAG = /^\w[\w.-]{0,127}$/;
var DIGEST_ALGORITHM = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*$/;
var IMAGE_ID = /^[a-f0-9]{64}$/;
var HEX_LENGTHS = /* @__PURE__ */ new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128]
]);
var REPOSITORY_MAX = 255;
var PORT_MAX = 65535;
function parseReference(text2) {
  if (text2 === "") throw new InvalidReferenceError("reference", "is empty", text2);
  const invisible = /[\s\u0000-\u001f\u007f]/.exec(text2);
  if (invisible) {
    throw new InvalidReferenceError(
      "reference",
      `contains white space or a control character at position ${invisible.index}`,
      text2
    );
  }
  const scheme = SCHEME.exec(text2);
  if (scheme) {
    throw new InvalidReferenceError(
      "reference",
      `starts with "${scheme[0]}": write it without a scheme, as host/repository:tag`,
      text2
    );
  }
  const [named2, digest] = cut(text2, text2.indexOf("@"));
  if (digest?.includes("/") === true) {
    throw new InvalidReferenceError(
      "reference",
      'contains a user or a password before "@": remove the credentials, and configure them where the image is pulled',
      text2
    );
  }
  const [name2, tag2] = cut(named2, named2.indexOf(":", named2.lastIndexOf("/") + 1));
  const { registry, repository: repository2 } = splitName(name2);
  checkRegistry(registry, text2);
  checkRepository(name2, repository2, text2);
  if (tag2 !== void 0) checkTag(tag2, text2);
  if (digest !== void 0) checkDigest(digest, text2);
  const resolvedTag = tag2 ?? (digest === void 0 ? "latest" : void 0);
  return {
    registry,
    repository: repository2,
    ...resolvedTag === void 0 ? {} : { tag: resolvedTag },
    ...digest === void 0 ? {} : { digest }
  };
}
function formatReference(reference) {
  const tag2 = reference.tag === void 0 ? "" : `:${reference.tag}`;
  const digest = reference.digest === void 0 ? "" : `@${reference.digest}`;
  return `${reference.registry}/${reference.repository}${tag2}${digest}`;
}
function cut(text2, index) {
  return index < 0 ? [text2, void 0] : [text2.slice(0, index), text2.slice(index + 1)];
}
function splitName(name2) {
  const [first, rest] = cut(name2, name2.indexOf("/"));
  const isRegistry = rest !== void 0 && (first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase());
  const registry = isRegistry && first !== DOCKER_HUB_LEGACY ? first : DOCKER_HUB;
  const repository2 = isRegistry ? rest : name2;
  return registry === DOCKER_HUB && !repository2.includes("/") ? { registry, repository: `library/${repository2}` } : { registry, repository: repository2 };
}
function checkRegistry(registry, text2) {
  const match = DOMAIN.exec(registry);
  if (!match) {
    throw new InvalidReferenceError(
      "registry",
      `${printable(registry)} is not a host name or [IPv6 address] with an optional :port`,
      text2
    );
  }
  const port = match[1];
  if (port !== void 0 && (Number(port) < 1 || Number(port) > PORT_MAX)) {
    throw new InvalidReferenceError("registry", `has port ${port}, allowed are 1 to ${PORT_MAX}`, text2);
  }
}
function checkRepository(name2, repository2, text2) {
  if (name2 === "") throw new InvalidReferenceError("repository", "is missing", text2);
  if (IMAGE_ID.test(name2)) {
    throw new InvalidReferenceError(
      "repository",
      "is an image id (64 hexadecimal digits), which names no repository",
      text2
    );
  }
  if (repository2.length > REPOSITORY_MAX) {
    throw new InvalidReferenceError(
      "repository",
      `has ${repository2.length} characters, allowed are ${REPOSITORY_MAX}`,
      text2
    );
  }
  const wrong = repository2.split("/").find((component) => !PATH_COMPONENT.test(component));
  if (wrong === void 0) return;
  const reason = /[A-Z]/.test(wrong) ? "has upper-case letters, allowed are only lower-case ones" : 'is not lower-case letters and digits, separated by single ".", by "_", "__" or by "-"';
  throw new InvalidReferenceError(
    "repository",
    wrong === "" ? 'has an empty component (two "/" in a row, or one at an end)' : `component ${printable(wrong)} ${reason}`,
    text2
  );
}
function checkTag(tag2, text2) {
  if (TAG.test(tag2)) return;
  throw new InvalidReferenceError(
    "tag",
    tag2 === "" ? 'is empty after ":"' : `${printable(tag2)} is not 1 to 128 letters, digits, "_", "." or "-", beginning with a letter, a digit or "_"`,
    text2
  );
}
function checkDigest(digest, text2) {
  const [algorithm, encoded] = cut(digest, digest.indexOf(":"));
  if (encoded === void 0 || !DIGEST_ALGORITHM.test(algorithm)) {
    throw new InvalidReferenceError("digest", "does not have the form algorithm:hexadecimal", text2);
  }
  const length = HEX_LENGTHS.get(algorithm);
  if (length === void 0) {
    throw new InvalidReferenceError(
      "digest",
      `has algorithm ${printable(algorithm)}, allowed are ${[...HEX_LENGTHS.keys()].join(", ")}`,
      text2
    );
  }
  if (encoded.length === length && /^[a-fA-F0-9]*[A-F][a-fA-F0-9]*$/.test(encoded)) {
    throw new InvalidReferenceError(
      "digest",
      "has upper-case hexadecimal digits, allowed are only lower-case ones",
      text2
    );
  }
  if (encoded.length !== length || !/^[a-f0-9]*$/.test(encoded)) {
    throw new InvalidReferenceError(
      "digest",
      `does not have exactly ${length} lower-case hexadecimal digits after "${algorithm}:" (it has ${encoded.length} characters)`,
      text2
    );
  }
}
var DIGEST_AT_END = /@(?:sha|md)[0-9]+(?::[^/@]*)?$/i;
function printable(text2) {
  const scheme = SCHEME.exec(text2)?.[0] ?? "";
  const rest = text2.slice(scheme.length);
  const digestAt = DIGEST_AT_END.exec(rest)?.index ?? rest.length;
  const isUrlOfImage = /^(?:.*@)?[^/:@]+(?::[0-9]+)?\//s.test(rest.slice(0, digestAt));
  const end = scheme === "" || isUrlOfImage ? digestAt : rest.length;
  const at = rest.slice(0, end).lastIndexOf("@");
  const shown2 = at < 0 ? text2 : `${scheme}***${rest.slice(at)}`;
  return JSON.stringify(shown2.length > 400 ? `${shown2.slice(0, 400)}\u2026` : shown2);
}

// components/image-publisher/image-checks.ts
var registryHostname2 = (value) => {
  if (value.includes("@"))
    return "must hold no user and no password, but be a host name with an optional port";
  const allowed = "a host name with an optional port, as registry.example.com";
  return partProblem("registry", value, `${value}/repository:tag`, allowed);
};
var sourceRegistry = (value) => (
  // Also where no dot or port tells a host from a namespace of Docker Hub.
  value === "index.docker.io" ? void 0 : registryHostname2(value)
);
var imageByDigest = (value) => {
  const allowed = "an image reference by digest, as host/repository@sha256:\u2026";
  if (/@.*\//s.test(value)) return `must hold no user and no password, but be ${allowed}`;
  try {
    const { digest } = parseReference(value);
    if (digest?.startsWith("sha256:") === true) return void 0;
    if (digest !== void 0) return checks_exports.mismatch(value, allowed, "registries agree on SHA-256 only");
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return `is refused, but must be ${allowed}: ${error.message}`;
  }
  return checks_exports.mismatch(
    value,
    allowed,
    "a tag can move, and the same program would publish something else; `crane digest` or `docker buildx imagetools inspect` prints the digest"
  );
};
var repository = (value) => partProblem("repository", value, `registry.invalid/${value}`, "a repository's path alone, as ml/fraud");
var tag = (value) => partProblem("tag", value, `registry.invalid/repository:${value}`, "a tag alone, as 1.0");
var platform = checks_exports.pattern(
  /^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/,
  "os/architecture or os/architecture/variant, as linux/amd64 or linux/arm64/v8"
);
function partProblem(part2, value, reference, allowed) {
  try {
    return parseReference(reference)[part2] === value ? void 0 : checks_exports.mismatch(value, allowed);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return checks_exports.mismatch(value, allowed, `the ${error.part} ${error.reason}`);
  }
}

// components/image-publisher/source-registry.ts
var PROPERTY = "sourceRegistries";
function checkSourceRegistries(validation, registries) {
  const names = Object.keys(registries);
  if (names.length === 0) {
    validation.problem(PROPERTY, "is empty: name the registries that images are taken from, or leave it out");
  }
  return names.map((name2, index) => {
    const path = propertyPathOf(PROPERTY, name2);
    const problem = sourceRegistry(name2);
    validation.problem(path, problem);
    const registry = problem === void 0 ? fullName(name2) : name2;
    const same = names.slice(0, index).find((other) => sourceRegistry(other) === void 0 && fullName(other) === registry);
    if (same !== void 0) {
      validation.problem(path, `is the same registry as ${JSON.stringify(same)}: leave one of the two out`);
    }
    return { registry, ...checkCredentials(validation, path, registries[name2] ?? {}) };
  });
}
function checkCredentials(validation, path, registry) {
  const { credentialsSecretArn, usernameKey, passwordKey, credentialsKmsKeyArn } = registry;
  if (credentialsSecretArn === void 0) {
    for (const [key2, value] of Object.entries({ usernameKey, passwordKey, credentialsKmsKeyArn })) {
      if (value === void 0) continue;
      validation.problem(
        `${path}.${key2}`,
        "is given without credentialsSecretArn: name the secret, or leave it out"
      );
    }
  }
  const checked = checkInputs(validation, path, registry, {
    credentialsSecretArn: input_checks_exports.optionalOutput(checks_exports.secretArn),
    usernameKey: input_checks_exports.withDefault("username", checks_exports.secretKey),
    passwordKey: input_checks_exports.withDefault("password", checks_exports.secretKey),
    credentialsKmsKeyArn: input_checks_exports.optionalOutput(checks_exports.arn("kms", "key/\u2026"))
  });
  const { credentialsSecretArn: secretArn2, credentialsKmsKeyArn: secretKmsKeyArn, ...keys } = checked;
  return { ...keys, secretArn: secretArn2, secretKmsKeyArn };
}
function fullName(name2) {
  return parseReference(`${name2}/namespace/repository`).registry;
}
var MAX_ENVIRONMENT_BYTES = 3800;
function environmentOf(registries, failure) {
  return pulumi21.output(registries.map((registry) => pulumi21.output(registry))).apply(
    guarded((known) => {
      const entries = known.map(({ registry, secretArn: secretArn2, usernameKey, passwordKey }) => [
        registry,
        secretArn2 === void 0 ? {} : { secretArn: secretArn2, keys: { username: usernameKey, password: passwordKey } }
      ]);
      const text2 = JSON.stringify(Object.fromEntries(entries));
      const bytes = Buffer.byteLength(text2);
      if (bytes <= MAX_ENVIRONMENT_BYTES) return text2;
      throw failure(
        PROPERTY,
        `takes ${bytes} bytes of the function's environment, but Lambda leaves room for ${MAX_ENVIRONMENT_BYTES}: make another ImagePublisher for some of the registries`
      );
    })
  );
}

// components/image-publisher/push-url.ts
var pushUrl = (value) => {
  const allowed = "a registry's URL without a path, as https://registry.example.com:8443";
  if (value.includes("@")) return "must hold no user and no password: they belong into the secret";
  if (!URL.canParse(value)) return checks_exports.mismatch(value, allowed);
  const { protocol, pathname, search, hash: hash2, host } = new URL(value);
  if (protocol !== "https:") return checks_exports.mismatch(value, allowed, "SageMaker pulls by https only");
  const isBare = pathname === "/" && search === "" && hash2 === "";
  return isBare && registryHostname2(host) === void 0 ? void 0 : checks_exports.mismatch(value, allowed);
};
function parsePushUrl(url) {
  const { host, hostname, port } = new URL(url);
  return { host, hostname, port: port === "" ? 443 : Number(port) };
}

// components/image-publisher/checks.ts
var functionName2 = (name2) => `${name2}-function`;
var stagingFunctionName = (name2) => `${name2}-staging`;
var opened = (name2) => [
  ["aws:lambda/function:Function", functionName2(name2)],
  ["aws:lambda/function:Function", stagingFunctionName(name2)],
  ["aws:s3/bucket:Bucket", archiveBucketName(name2)]
];
var MAX_TIMEOUT_IN_SECONDS = 900;
var MAX_MEMORY_IN_MB = 10240;
var MIN_TIMEOUT_IN_SECONDS = 60;
var MIN_MEMORY_IN_MB = 512;
var DEFAULT_MEMORY_IN_MB = 2048;
function validatePublisher(name2, given3, part2) {
  const validation = new Validation(`ImagePublisher "${name2}"`, part2);
  const args = validation.form("ImagePublisher", given3);
  validation.problem(
    "name",
    functionNameProblem(functionName2(name2)) ?? openedNameProblem(name2, opened(name2))
  );
  validateRoutes(validation, args);
  const isEmpty = Array.isArray(args.pushClientSecurityGroupIds) && args.pushClientSecurityGroupIds.length === 0;
  const plan = {
    common: closedCommon(validation, args),
    ...checkArguments(validation, args, {
      pushUrl: input_checks_exports.required(pushUrl),
      registryHostname: input_checks_exports.optional(registryHostname2),
      pushCredentialsSecretArn: input_checks_exports.required(checks_exports.secretArn),
      pushCredentialsKmsKeyArn: input_checks_exports.optionalOutput(checks_exports.arn("kms", "key/\u2026")),
      usernameKey: input_checks_exports.withDefault("username", checks_exports.secretKey),
      passwordKey: input_checks_exports.withDefault("password", checks_exports.secretKey),
      vpcId: input_checks_exports.required(checks_exports.vpcId),
      subnetIds: input_checks_exports.requiredList({ min: 1, max: 16, item: checks_exports.subnetId }),
      pushClientSecurityGroupIds: (_, path, groupIds) => checkOptionalItems(validation, path, groupIds, {
        // An empty list is reported with the alternatives.
        min: args.internetEgress === true || args.registryCidrBlocks !== void 0 || isEmpty ? 0 : 1,
        max: MAX_FUNCTION_SECURITY_GROUPS - 1,
        item: checks_exports.securityGroupId,
        unique: true,
        remedy: `Lambda allows ${MAX_FUNCTION_SECURITY_GROUPS + 1} groups: of them one is the function's own, and one that of its network interfaces`
      }),
      // A rule to nowhere would be made of an empty list.
      registryCidrBlocks: input_checks_exports.list({ min: 1, item: checks_exports.cidrBlock }),
      endpointSecurityGroupId: input_checks_exports.optional(checks_exports.securityGroupId),
      s3PrefixListId: (_, path, id3, { internetEgress }) => internetEgress === true ? validation.optional(path, id3, checks_exports.prefixListId) : validation.value(path, id3, checks_exports.prefixListId),
      internetEgress: (_, __, internetEgress = false) => internetEgress,
      timeoutInSeconds: timeout,
      memoryInMb: memory,
      functionArchitecture: FUNCTION_CHECKS.architecture,
      codeSigningConfigArn: FUNCTION_CHECKS.codeSigningConfigArn,
      reservedConcurrency: FUNCTION_CHECKS.reservedConcurrency,
      bucketLogsBucketName: input_checks_exports.optional(
        checks_exports.sourced(
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
          checks_exports.pattern(new RegExp(`^${checks_exports.S3_BUCKET}$`, "u"), "the name of a bucket")
        )
      ),
      sourceRegistries: input_checks_exports.usedBy(checkStaging),
      stagingFunction: input_checks_exports.usedBy(checkStaging),
      stagingTimeoutInSeconds: input_checks_exports.usedBy(checkStaging),
      stagingMemoryInMb: input_checks_exports.usedBy(checkStaging)
    }),
    staging: checkStaging(validation, name2, args),
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure
  };
  validation.throwIfInvalid();
  const address = plan.pushUrl.apply(guarded(parsePushUrl));
  const { registryHostname: named2 = address.apply(guarded(({ hostname }) => hostname)) } = plan;
  return { ...plan, address, registryHostname: named2 };
}
function checkStaging(validation, name2, args) {
  const { sourceRegistries, stagingFunction, stagingTimeoutInSeconds, stagingMemoryInMb } = args;
  if (sourceRegistries === void 0) {
    for (const [key2, value] of Object.entries({
      stagingFunction,
      stagingTimeoutInSeconds,
      stagingMemoryInMb
    })) {
      if (value === void 0) continue;
      validation.problem(
        key2,
        "is given without sourceRegistries, without which no such function is made: name them"
      );
    }
    return void 0;
  }
  validation.problem("name", functionNameProblem(stagingFunctionName(name2)));
  return {
    registries: checkSourceRegistries(validation, sourceRegistries),
    function: checkFunctionSettings(validation, "stagingFunction", stagingFunction),
    timeoutInSeconds: timeout(validation, "stagingTimeoutInSeconds", stagingTimeoutInSeconds, args),
    memoryInMb: memory(validation, "stagingMemoryInMb", stagingMemoryInMb, args)
  };
}
var timeout = input_checks_exports.withDefault(
  MAX_TIMEOUT_IN_SECONDS,
  checks_exports.integer(MIN_TIMEOUT_IN_SECONDS, MAX_TIMEOUT_IN_SECONDS, "seconds")
);
var memory = input_checks_exports.withDefault(
  DEFAULT_MEMORY_IN_MB,
  checks_exports.integer(MIN_MEMORY_IN_MB, MAX_MEMORY_IN_MB, "MB")
);
function validateRoutes(validation, args) {
  if (args.internetEgress === true) return;
  const { pushClientSecurityGroupIds: groupIds, registryCidrBlocks } = args;
  const isEmpty = Array.isArray(groupIds) && groupIds.length === 0;
  if ((groupIds === void 0 || isEmpty) && registryCidrBlocks === void 0) {
    validation.problem(
      "pushClientSecurityGroupIds",
      `is ${isEmpty ? "empty" : "missing"}: name the groups whose carriers the registry admits, or its addresses with registryCidrBlocks, or set internetEgress`
    );
  }
  if (args.endpointSecurityGroupId === void 0) {
    validation.problem(
      "endpointSecurityGroupId",
      "is missing: name the group of the VPC's interface endpoint for Secrets Manager, or set internetEgress"
    );
  }
  if (args.s3PrefixListId === void 0) {
    validation.problem(
      "s3PrefixListId",
      "is missing: name the prefix list of S3, which the VPC's gateway endpoint leads to, or set internetEgress"
    );
  }
}

// components/image-publisher/staging-function.ts
function createStagingFunction(name2, { staging, common, failure }, bucket, parent) {
  if (staging === void 0) return void 0;
  const secrets = pulumi22.output(
    staging.registries.map(({ secretArn: secretArn2, secretKmsKeyArn }) => pulumi22.output({ secretArn: secretArn2, secretKmsKeyArn }))
  );
  return createLambdaFunction(
    stagingFunctionName(name2),
    {
      bundle: COPY_IMAGE_BUNDLE,
      description: "Stages images of other registries in S3, to be published",
      environment: {
        SOURCE_REGISTRIES: environmentOf(staging.registries, failure),
        DESTINATION: "layout",
        BUCKET: bucket.name,
        PREFIX: STAGED_PREFIX,
        RENEW_AFTER_DAYS: String(RENEW_AFTER_DAYS)
      },
      statements: (placement) => pulumi22.all([bucket.arn, common.kmsKeyArn, secrets]).apply(
        guarded(
          ([bucketArn, bucketKmsKeyArn, known]) => stagingStatements({ bucketArn, bucketKmsKeyArn, secrets: known }, placement)
        )
      ),
      timeoutInSeconds: staging.timeoutInSeconds,
      memoryInMb: staging.memoryInMb,
      settings: staging.function,
      common
    },
    parent
  );
}

// components/image-publisher/image-publisher.ts
var ImagePublisher = class extends pulumi23.ComponentResource {
  /** Name of the function; resolves when the function can do its work. */
  functionName;
  /** ARN of the function; resolves when the function can do its work. */
  functionArn;
  /** ARN of the function's role. */
  functionRoleArn;
  /** Name of the function's log group. */
  logGroupName;
  /** Name of the function that brings images of other registries, which resolves when it can do its work; absent where no such registry is named. */
  stagingFunctionName;
  /** ARN of that function, which resolves when it can do its work; absent where no such registry is named. */
  stagingFunctionArn;
  /** ARN of that function's role, for the policy of a secret or key of another account; absent where no such registry is named. */
  stagingFunctionRoleArn;
  /** Name of that function's log group; absent where no such registry is named. */
  stagingLogGroupName;
  /** Name of the bucket through which images are delivered; resolves when the bucket is protected, encrypted and keeps versions. */
  bucketName;
  /** Id of the function's own security group, for rules elsewhere that admit it. */
  securityGroupId;
  /** The registry's name as image references begin with it: the name that images are pulled by. */
  registryHostname;
  constructor(name2, args, opts) {
    const plan = checkedArguments(validatePublisher, name2, args);
    super("sagemaker-private-registry:index:ImagePublisher", name2, {}, opts);
    const bucket = createArchiveBucket(name2, plan, this);
    const group = createPublisherSecurityGroup(name2, plan, this);
    const lambda5 = createFunction(name2, plan, bucket, group.id, this);
    const staging = createStagingFunction(name2, plan, bucket, this);
    const whenAdmitted = (output38) => pulumi23.all([output38, pulumi23.all(group.admissions)]).apply(guarded(([value]) => value));
    this.functionName = whenAdmitted(lambda5.function.name);
    this.functionArn = whenAdmitted(lambda5.function.arn);
    this.functionRoleArn = lambda5.role.arn;
    this.logGroupName = lambda5.logGroup.name;
    this.stagingFunctionName = pulumi23.output(staging?.function.name);
    this.stagingFunctionArn = pulumi23.output(staging?.function.arn);
    this.stagingFunctionRoleArn = pulumi23.output(staging?.role.arn);
    this.stagingLogGroupName = pulumi23.output(staging?.logGroup.name);
    this.bucketName = bucket.name;
    this.securityGroupId = group.id;
    this.registryHostname = plan.registryHostname;
    this.registerOutputs({
      functionName: this.functionName,
      functionArn: this.functionArn,
      functionRoleArn: this.functionRoleArn,
      logGroupName: this.logGroupName,
      stagingFunctionName: this.stagingFunctionName,
      stagingFunctionArn: this.stagingFunctionArn,
      stagingFunctionRoleArn: this.stagingFunctionRoleArn,
      stagingLogGroupName: this.stagingLogGroupName,
      bucketName: this.bucketName,
      securityGroupId: this.securityGroupId,
      registryHostname: this.registryHostname
    });
  }
};
function createFunction(name2, plan, bucket, securityGroupId3, parent) {
  const access = pulumi23.all([bucket.arn, plan.common.kmsKeyArn, plan.pushCredentialsSecretArn, plan.pushCredentialsKmsKeyArn]).apply(
    guarded(([bucketArn, bucketKmsKeyArn, secretArn2, secretKmsKeyArn]) => ({
      bucketArn,
      bucketKmsKeyArn,
      secretArn: secretArn2,
      secretKmsKeyArn
    }))
  );
  return createLambdaFunction(
    functionName2(name2),
    {
      bundle: COPY_IMAGE_BUNDLE,
      description: "Publishes images out of S3 into a private registry",
      environment: {
        DESTINATION: "registry",
        REGISTRY: plan.address.apply(guarded(({ host }) => host)),
        SECRET_ARN: plan.pushCredentialsSecretArn,
        USERNAME_KEY: plan.usernameKey,
        PASSWORD_KEY: plan.passwordKey
      },
      statements: (placement) => access.apply(guarded((known) => publisherStatements(known, placement))),
      timeoutInSeconds: plan.timeoutInSeconds,
      memoryInMb: plan.memoryInMb,
      settings: {
        vpc: {
          subnetIds: plan.subnetIds,
          securityGroupIds: pulumi23.all([securityGroupId3, plan.pushClientSecurityGroupIds ?? []]).apply(guarded(([own, others]) => [own, ...others]))
        },
        architecture: plan.functionArchitecture,
        codeSigningConfigArn: plan.codeSigningConfigArn,
        reservedConcurrency: plan.reservedConcurrency
      },
      vpcId: plan.vpcId,
      common: plan.common
    },
    parent
  );
}

// components/image-publisher/manifest-media-types.ts
var ManifestMediaTypes = {
  /**
   * Docker's schema 2, which SageMaker is known to take, for one platform. A manifest that had other types gets
   * another digest; annotations and signatures over it are lost.
   */
  DockerSchema2: "DockerSchema2",
  /** Those of the archive: manifests are stored byte for byte, so that digests and signatures stay what they are. */
  Preserve: "Preserve"
};

// components/image-publisher/published-image.ts
var pulumi27 = __toESM(require("@pulumi/pulumi"));

// components/image-publisher/archive-file.ts
var pulumi24 = __toESM(require("@pulumi/pulumi"));
var import_node_fs4 = require("node:fs");
var import_node_path4 = require("node:path");
function checkArchiveFile(validation, propertyPath, archive) {
  const path = archive === void 0 ? void 0 : pulumi24.output(archive).apply(guarded(pathOf));
  return validation.optional(propertyPath, path, archiveFile(workingFolder()));
}
function checkedArchive(archive, checked) {
  if (archive === void 0) return void 0;
  return pulumi24.all([archive, checked]).apply(guarded(([asset5]) => asset5));
}
function onceChecked(archive, checked, dependsOn) {
  if (checked === void 0 || !pulumi24.asset.Asset.isInstance(archive)) return dependsOn;
  const found = new Promise((resolved) => void checked.apply(guarded(() => resolved())));
  return found.then(() => dependsOn ?? []);
}
function archiveFile(folder) {
  return (path) => {
    if (folder === void 0 && !(0, import_node_path4.isAbsolute)(path)) return void 0;
    const file = (0, import_node_path4.resolve)(folder ?? "", path);
    if ((0, import_node_fs4.existsSync)(file)) return void 0;
    const where = file === path ? "which does not exist" : `but ${file} does not exist`;
    return `is the file ${JSON.stringify(path)}, ${where}: write the image there with \`docker save --output ${path} <image>\`, or correct the path`;
  };
}
function workingFolder() {
  return (0, import_node_path4.isAbsolute)(pulumi24.getRootDirectory()) ? process.cwd() : void 0;
}
async function pathOf(asset5) {
  return pulumi24.asset.Asset.isInstance(asset5) && "path" in asset5 ? asset5.path : void 0;
}

// components/image-publisher/image-locations.ts
var aws8 = __toESM(require("@pulumi/aws"));
var pulumi25 = __toESM(require("@pulumi/pulumi"));
function archiveLocation(name2, { archive, bucketName: bucketName4, tags: tags2, image: image2, platform: platform2 }, parent) {
  const { bucket, key: key2, versionId } = new aws8.s3.BucketObjectv2(
    `${name2}-archive`,
    {
      bucket: bucketName4,
      key: archiveKey(name2),
      source: archive,
      contentType: "application/x-tar",
      tags: tags2
    },
    { parent }
  );
  return { source: pulumi25.output({ archive: { bucket, key: key2, versionId, image: image2 } }), platform: platform2 };
}
function archiveKey(name2) {
  return [ARCHIVE_PREFIX, ...[pulumi25.getProject(), pulumi25.getStack(), name2].map(closedKeyPart)].join("/") + ".tar";
}
var DEFAULT_PLATFORM = "linux/amd64";
function stagedLocation(name2, source, plan, parent) {
  const { bucketName: bucketName4, registryHostname: registryHostname3, repository: repository2, tag: tag2, mediaTypes, recompressZstd } = plan;
  const functionName4 = plan.stagingFunctionName;
  const platform2 = pulumi25.all([plan.platform, mediaTypes]).apply(
    guarded(
      ([given3, types2]) => given3 ?? (types2 === ManifestMediaTypes.DockerSchema2 ? DEFAULT_PLATFORM : void 0)
    )
  );
  const staging = new aws8.lambda.Invocation(
    `${name2}-stage`,
    {
      functionName: functionName4,
      input: copyImageInput(
        pulumi25.output({
          source: { registry: { image: source.apply(guarded(byDigestAlone)) } },
          destination: { layout: { bucket: bucketName4 } },
          platform: platform2
        })
      ),
      triggers: {
        publication: pulumi25.jsonStringify({ registryHostname: registryHostname3, repository: repository2, tag: tag2, mediaTypes, recompressZstd })
      }
    },
    // Another image replaces it, also in a component that is protected.
    { parent, protect: false }
  );
  const staged = pulumi25.all([functionName4, staging.result]).apply(
    guarded(
      ([called, result]) => parseCopyResult(
        called,
        result,
        ["layout"],
        "check that stagingFunctionName is that of an ImagePublisher"
      )
    )
  );
  return { source: pulumi25.output({ layout: staged.layout }) };
}
function byDigestAlone(reference) {
  const { registry, repository: repository2, digest } = parseReference(reference);
  return formatReference({ registry, repository: repository2, ...digest === void 0 ? {} : { digest } });
}
function publishImage(name2, { source, platform: platform2 }, { functionName: functionName4, repository: repository2, tag: tag2, mediaTypes, recompressZstd, registryHostname: registryHostname3 }, parent) {
  const invocation = new aws8.lambda.Invocation(
    `${name2}-publish`,
    {
      functionName: functionName4,
      input: copyImageInput(
        pulumi25.output({
          source,
          destination: { registry: { repository: repository2, tag: tag2 } },
          platform: platform2,
          mediaTypes,
          recompressZstd
        })
      ),
      // Not part of the event: the function knows its registry. Another registry does not have the image.
      triggers: { registryHostname: registryHostname3 }
    },
    // Another image replaces it, also in a component that is protected.
    { parent, protect: false }
  );
  const content = pulumi25.all([functionName4, invocation.result]).apply(
    guarded(
      ([called, result]) => parseCopyResult(
        called,
        result,
        ["mediaType", "size"],
        "check that functionName is that of an ImagePublisher"
      )
    )
  );
  return { content, published: invocation.urn };
}
function publishedDigest({ source, platform: platform2, mediaTypes }, content, published) {
  const result = content.apply(guarded(({ digest }) => digest));
  if (source === void 0) return result;
  const preserved = pulumi25.all([source, platform2, mediaTypes]).apply(
    guarded(
      ([reference, chosen, types2]) => types2 === ManifestMediaTypes.Preserve && chosen === void 0 ? parseReference(reference).digest : void 0
    )
  );
  const done = pulumi25.runtime.isDryRun() ? published : result;
  return pulumi25.all([preserved, done]).apply(guarded(([digest]) => digest === void 0 ? result : pulumi25.output(digest)));
}

// components/image-publisher/published-image-checks.ts
var pulumi26 = __toESM(require("@pulumi/pulumi"));
var MAX_OBJECT_TAGS = 10;
var objectTags = (value) => Object.keys(value).length > MAX_OBJECT_TAGS ? `has ${Object.keys(value).length} tags, but S3 takes at most ${MAX_OBJECT_TAGS} for an object: leave some out` : closedTags(value);
var notEmpty = (value) => value === "" ? "must not be empty" : void 0;
var NO_STAGING_FUNCTION = "is missing, but required with source: it is that of an ImagePublisher whose sourceRegistries name the registry";
function validate2(name2, given3, part2) {
  const validation = new Validation(`PublishedImage "${name2}"`, part2);
  const args = validation.form("PublishedImage", given3);
  checkOrigin(validation, args);
  if (args.source === void 0) validation.problem("tags", openedDefaultTagProblem(args.tags));
  const archiveFile2 = checkArchiveFile(validation, "archive", args.archive);
  const byDefault = args.source === void 0 ? ManifestMediaTypes.DockerSchema2 : ManifestMediaTypes.Preserve;
  const plan = {
    archiveFile: archiveFile2,
    givenArchive: args.archive,
    ...checkInputs(validation, "", args, {
      functionName: input_checks_exports.required(notEmpty),
      stagingFunctionName: (_, path, functionName4) => validation.optional(path, functionName4, notEmpty)?.apply(
        guarded((known) => {
          if (known === void 0 && args.source !== void 0) {
            throw validation.failure("stagingFunctionName", NO_STAGING_FUNCTION);
          }
          return known;
        })
      ),
      bucketName: input_checks_exports.required(notEmpty),
      registryHostname: input_checks_exports.required(registryHostname2),
      archive: (_, __, archive) => checkedArchive(archive, archiveFile2),
      source: input_checks_exports.optional(imageByDigest),
      image: input_checks_exports.optional(notEmpty),
      repository: input_checks_exports.required(repository),
      tag: input_checks_exports.optional(tag),
      platform: input_checks_exports.optional(platform),
      mediaTypes: input_checks_exports.withDefault(
        byDefault,
        checks_exports.oneOf(Object.values(ManifestMediaTypes))
      ),
      recompressZstd: (_, __, recompressZstd) => recompressZstd,
      tags: (_, path, tags2) => validation.value(path, tags2, objectTags)
    })
  };
  if (args.recompressZstd === true && (args.mediaTypes ?? byDefault) === ManifestMediaTypes.Preserve) {
    validation.problem(
      "recompressZstd",
      "is true, but with mediaTypes Preserve layers stay as they are: set mediaTypes to DockerSchema2, or leave it out"
    );
  }
  validation.throwIfInvalid();
  return plan;
}
function checkOrigin(validation, args) {
  const { archive, source, image: image2, tags: tags2, stagingFunctionName: stagingFunctionName2 } = args;
  if (pulumi26.asset.Archive.isInstance(archive)) {
    validation.problem(
      "archive",
      "is a Pulumi archive, which would be packed anew, but must be an asset: write new pulumi.asset.FileAsset(path)"
    );
  }
  if (source === void 0) {
    if (archive === void 0) {
      validation.problem(
        "archive",
        "is missing: give the image as a file, or name one of another registry with source"
      );
    }
    return;
  }
  for (const [key2, value] of Object.entries({ archive, image: image2, tags: tags2 })) {
    if (value === void 0) continue;
    const reason = key2 === "archive" ? "names the image as well" : "is about an archive";
    validation.problem(key2, `cannot be combined with source, but ${reason}: remove one of them`);
  }
  if (stagingFunctionName2 === void 0) {
    validation.problem("stagingFunctionName", NO_STAGING_FUNCTION);
  }
}

// components/image-publisher/published-image.ts
var PublishedImage = class extends pulumi27.ComponentResource {
  /** Digest of the image's manifest in the registry, `sha256:<64 hexadecimal digits>`. */
  digest;
  /** The image by its digest, `host/repository@sha256:<64 hexadecimal digits>`, as models name it. */
  reference;
  /** Media type of the manifest. */
  mediaType;
  /** Bytes of the image's configuration and layers as the registry stores them. */
  size;
  constructor(name2, args, opts) {
    const plan = checkedArguments(validate2, name2, args);
    const dependsOn = onceChecked(plan.givenArchive, plan.archiveFile, opts?.dependsOn);
    super("sagemaker-private-registry:index:PublishedImage", name2, {}, { ...opts, dependsOn });
    const location = plan.source === void 0 ? archiveLocation(name2, plan, this) : stagedLocation(name2, plan.source, plan, this);
    const { content, published } = publishImage(name2, location, plan, this);
    this.digest = publishedDigest(plan, content, published);
    this.reference = pulumi27.interpolate`${plan.registryHostname}/${plan.repository}@${this.digest}`;
    this.mediaType = content.mediaType;
    this.size = content.size;
    this.registerOutputs({
      digest: this.digest,
      reference: this.reference,
      mediaType: this.mediaType,
      size: this.size
    });
  }
};

// components/model-endpoint/model-endpoint.ts
var pulumi47 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/auto-names.ts
var MODEL = "aws:sagemaker/model:Model";
var CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
var ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
var MAX_NAME = 63;
var logicalNames = {
  model: (component, model) => `${component}-${model}`,
  configuration: (component) => `${component}-config`,
  endpoint: (component) => `${component}-endpoint`
};
function checkNames(component, models, endpointNameGiven, validation) {
  const names = [
    ...endpointNameGiven ? [] : [["name", ENDPOINT, logicalNames.endpoint(component)]],
    ["name", CONFIGURATION, logicalNames.configuration(component)],
    ...Object.entries(models).map(([model, { path }]) => [
      path === "" ? "name" : path,
      MODEL,
      logicalNames.model(component, model)
    ])
  ];
  for (const [path, type, logicalName] of names) {
    const sample = type === ENDPOINT ? { text: sampleName(type, logicalName)?.text ?? derivedName(type, logicalName, ""), random: true } : sampleName(type, logicalName);
    if (sample === void 0) continue;
    const kind = type.split(":").pop() ?? type;
    const problem = checks_exports.sageMakerName(sample.text);
    if (problem !== void 0) {
      const excess = sample.text.length - MAX_NAME;
      const remedy = excess <= 0 ? "give a name of these characters" : path === "name" ? `give the component a name of at most ${component.length - excess} characters` : `give the model a name that is ${excess} characters shorter`;
      validation.problem(path, `makes the name of the ${kind}, which ${problem}: ${remedy}`);
      if (path === "name") return;
    } else if (!sample.random) {
      const reason = `makes the name of the ${kind}, ${JSON.stringify(sample.text)}, without a random part, as pulumi:autonaming has it, so that a change could neither be made beside what is in use nor reach the endpoint: set pulumi:autonaming.providers.aws.resources["${type}"].pattern to one such as ${DEFAULT_NAME_PATTERN}`;
      validation.problem(path, reason);
    }
  }
}

// components/model-endpoint/deployment/addresses.ts
var pulumi28 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/variants/routing-strategy.ts
var RoutingStrategy = {
  /** To the instances that have most capacity left. */
  LeastOutstandingRequests: "LEAST_OUTSTANDING_REQUESTS",
  /** To any of them by chance. */
  Random: "RANDOM"
};

// components/model-endpoint/value-checks.ts
var MIN_SUBNETS = 2;
var MAX_SUBNETS = 16;
var MAX_SECURITY_GROUPS = 5;
var MAX_CONTAINERS = 15;
var MAX_VARIANTS = 10;
var MAX_ENVIRONMENT_VARIABLES = 100;
var MAX_ADDITIONAL_MODEL_DATA_SOURCES = 5;
var MAX_CONTENT_TYPES = 10;
var MAX_NOTIFICATION_TOPICS = 2;
var MAX_ID_LENGTH = 32;
var MAX_ARN_LENGTH = 2048;
var MAX_URL_LENGTH = 1024;
var MAX_DESTINATION_LENGTH = 512;
var MAX_CONTENT_TYPE_LENGTH = 256;
var MAX_RESERVATION_ARN_LENGTH = 258;
var MAX_ENVIRONMENT_LENGTH = 1024;
var MAX_ENVIRONMENTS_BYTES = 32 * 1024;
var SERVERLESS_REASON = "asks for serverless inference, which AWS offers neither for images of a private registry nor in a VPC: give an instanceType, as ml.m5.large (https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html)";
var from = (page, check) => checks_exports.sourced(sageMakerApi(page), check);
var sageMakerApi = (page) => `https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_${page}.html`;
var sageMakerGuide = (page) => `https://docs.aws.amazon.com/sagemaker/latest/dg/${page}.html`;
var text = (check) => (value) => typeof value === "string" ? check(value) : checks_exports.mismatch(value, "text");
var atMost = (length) => text(
  (value) => value.length > length ? `has ${value.length} characters, but must have at most ${length}: ${JSON.stringify(value)}` : void 0
);
var all10 = (...each3) => (value) => {
  for (const check of each3) {
    const reason = check(value);
    if (reason !== void 0) return reason;
  }
  return void 0;
};
var subnetId2 = all10(from("VpcConfig", atMost(MAX_ID_LENGTH)), checks_exports.subnetId);
var securityGroupId2 = all10(
  from("VpcConfig", atMost(MAX_ID_LENGTH)),
  checks_exports.securityGroupId
);
var executionRoleArn = all10(
  from("CreateModel", atMost(MAX_ARN_LENGTH)),
  checks_exports.roleArn
);
var credentialsProviderArn = all10(
  from("RepositoryAuthConfig", atMost(MAX_ARN_LENGTH)),
  checks_exports.functionArn
);
var environmentName = from("ContainerDefinition", (value) => {
  if (value.length > MAX_ENVIRONMENT_LENGTH) {
    return `has a name of ${value.length} characters, but must have at most ${MAX_ENVIRONMENT_LENGTH}`;
  }
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(value)) return void 0;
  return `has the name ${JSON.stringify(value)}, but must have one of letters, digits and underscores that does not begin with a digit`;
});
var environmentValue = from("ContainerDefinition", (value) => {
  if (typeof value !== "string") {
    return `has ${typeof value === "object" ? "an object" : `a ${typeof value}`} as its value, but must have text: quote it`;
  }
  const bytes = Buffer.byteLength(value);
  return bytes > MAX_ENVIRONMENT_LENGTH ? `has a value of ${bytes} bytes, but must have at most ${MAX_ENVIRONMENT_LENGTH}: put it into the image, the model data, or a parameter that the container reads` : void 0;
});
var environments = from(
  "ContainerDefinition",
  (value) => {
    const bytes = value.flatMap((environment) => Object.entries(environment).flat()).reduce((sum, each3) => sum + Buffer.byteLength(String(each3)), 0);
    if (bytes <= MAX_ENVIRONMENTS_BYTES) return void 0;
    return `has environments of ${bytes} bytes, but names and values of all containers must have at most ${MAX_ENVIRONMENTS_BYTES} together: put larger settings into the image or the model data`;
  }
);
var containerHostname = text(checks_exports.sageMakerName);
var BUCKET = checks_exports.S3_BUCKET;
var modelDataUrl = from(
  "ContainerDefinition",
  all10(
    // Before the rest, which shows the value.
    (value) => typeof value === "string" && /^[a-z]+:\/\/.*@/is.test(value) && !value.startsWith("s3://") ? "must hold no user and no password: SageMaker reads model data with the endpoint's role" : void 0,
    atMost(MAX_URL_LENGTH),
    checks_exports.pattern(
      new RegExp(`^(https://[^/\\s]+|s3://${BUCKET})/.*\\.tar\\.gz$`),
      "the https or s3 URL of one gzip-compressed tar archive, as s3://bucket/model.tar.gz"
    )
  )
);
var modelDataPrefix = from(
  "ContainerDefinition",
  all10(
    atMost(MAX_URL_LENGTH),
    checks_exports.pattern(
      new RegExp(`^s3://${BUCKET}/(.*/)?$`),
      "the S3 URI of the prefix below which the models lie, as s3://bucket/models/",
      "with MultiModel it ends in a slash, and requests name what follows"
    )
  )
);
var modelDataUri = from(
  "S3ModelDataSource",
  all10(
    atMost(MAX_URL_LENGTH),
    checks_exports.pattern(
      new RegExp(`^s3://${BUCKET}/.*$`),
      "the S3 URI of an object, as s3://bucket/fraud/model.tar.gz, or of a prefix, as s3://bucket/fraud/"
    )
  )
);
var channelName = from(
  "AdditionalModelDataSource",
  checks_exports.key(
    checks_exports.pattern(/^[A-Za-z0-9._-]{1,64}$/, "1 to 64 letters, digits, dots, hyphens and underscores")
  )
);
var s3Destination = (page) => from(
  page,
  all10(
    atMost(MAX_DESTINATION_LENGTH),
    checks_exports.pattern(
      new RegExp(`^s3://${BUCKET}(/.*)?$`),
      "the S3 URI of a bucket or of a prefix in it, as s3://bucket/prefix"
    )
  )
);
var kmsKeyArn = text(checks_exports.arn("kms", "key/\u2026"));
var topicArn2 = all10(
  from("AsyncInferenceNotificationConfig", atMost(MAX_ARN_LENGTH)),
  checks_exports.topicArn
);
var instanceType2 = text(
  (value) => /serverless/i.test(value) ? SERVERLESS_REASON : checks_exports.instanceType(value)
);
var shadowTestInstanceType = (value) => instanceType2(value) ?? (value.startsWith("ml.inf1.") ? checks_exports.mismatch(
  value,
  "of another family than inf1, which AWS excludes from shadow tests",
  "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"
) : void 0);
var routingStrategy = from(
  "ProductionVariantRoutingConfig",
  (value) => {
    const known = Object.values(RoutingStrategy);
    if (known.includes(value)) return void 0;
    const allowed = `one of ${known.map((each3) => JSON.stringify(each3)).join(", ")}`;
    return /^(PREFIX|KV)_AWARE$/.test(value) ? checks_exports.mismatch(value, allowed, "the AWS provider of Pulumi takes no other yet") : checks_exports.mismatch(value, allowed);
  }
);
var initialInstanceCount = from(
  "ProductionVariant",
  (value) => Number.isSafeInteger(value) && value >= 1 ? void 0 : checks_exports.mismatch(value, "a whole number of at least 1")
);
var volumeSizeInGb = from("ProductionVariant", checks_exports.integer(1, 512, "GB"));
var timeoutInSeconds = from("ProductionVariant", checks_exports.integer(60, 3600, "seconds"));
var initialVariantWeight = from(
  "ProductionVariant",
  (value) => Number.isFinite(value) && value >= 0 ? void 0 : checks_exports.mismatch(value, "a number of at least 0", "0 takes no requests")
);
var inferenceAmiVersion = from(
  "ProductionVariant",
  text(
    checks_exports.pattern(
      /^al[0-9]+-ami-sagemaker-inference-[a-z0-9]+(-[0-9]+)+$/,
      "the name of a SageMaker inference AMI, as al2-ami-sagemaker-inference-gpu-3-1"
    )
  )
);
var mlReservationArn = from(
  "ProductionVariantCapacityReservationConfig",
  all10(
    atMost(MAX_RESERVATION_ARN_LENGTH),
    checks_exports.pattern(
      /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z0-9-]{1,14}\/.*$/,
      "the ARN of an ML capacity reservation, arn:<partition>:sagemaker:<region>:<account>:<kind>/<id>"
    )
  )
);
var samplingPercentage = from("DataCaptureConfig", checks_exports.integer(0, 100, "percent"));
var contentType = from(
  "CaptureContentTypeHeader",
  all10(
    atMost(MAX_CONTENT_TYPE_LENGTH),
    checks_exports.pattern(
      /^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/,
      "a content type without parameters, as application/json"
    )
  )
);
var maxConcurrentInvocations = from(
  "AsyncInferenceClientConfig",
  checks_exports.integer(1, 1e3, "requests")
);

// components/model-endpoint/deployment/deployment-config.ts
var TrafficRoutingType = {
  /** All traffic at once, as soon as the new instances are in service. */
  AllAtOnce: "ALL_AT_ONCE",
  /** A part of the new instances first, and all others after one wait. */
  Canary: "CANARY",
  /** Step by step, with a wait after each. */
  Linear: "LINEAR"
};
var CapacitySizeType = {
  /** Instances. */
  InstanceCount: "INSTANCE_COUNT",
  /** Percent of the variant's instances. */
  CapacityPercent: "CAPACITY_PERCENT"
};

// components/model-endpoint/deployment/addresses.ts
var PER_INSTANCE = 2;
var PAGE2 = sageMakerGuide("host-vpc");
function countInstances({ variants, shadowVariants, operations }) {
  const counts = [variants, shadowVariants].flatMap(Object.entries).map(
    ([name2, { initialInstanceCount: initialInstanceCount2 }]) => pulumi28.all([initialInstanceCount2, operations.scaling[name2]?.known]).apply(
      guarded(([initial, scaling2]) => ({ initial, most: Math.max(initial, scaling2?.maxCapacity ?? 0) }))
    )
  );
  return pulumi28.all([pulumi28.all(counts), operations.deployment?.policies]).apply(
    guarded(([each3, policies]) => {
      const sum = (of) => each3.reduce((total, count2) => total + of(count2), 0);
      const atStart = sum(({ initial }) => initial);
      const batch = policies?.rollingUpdatePolicy?.maximumBatchSize;
      return {
        atStart,
        atATime: batch === void 0 ? atStart : sizeOf(batch, atStart),
        atMost: sum(({ most }) => most)
      };
    })
  );
}
function sizeOf({ type, value }, of) {
  return type === CapacitySizeType.InstanceCount ? value : Math.ceil(of * value / 100);
}
function addressFindings(subnets, { atStart, atATime, atMost: atMost2 }, isNew) {
  const free = subnets.reduce((total, { availableIpAddressCount: count2 }) => total + count2, 0);
  const starting = isNew ? atStart : atATime;
  const has = `the models' subnets ${subnets.map(({ id: id3 }) => id3).join(", ")} have ${plural(free, "free IP address", "es")}`;
  const starts = isNew ? `the endpoint starts ${plural(starting, "instance")}` : `the update starts ${plural(starting, "instance")} while the old ones run`;
  const asked = `AWS's guide asks for ${PER_INSTANCE} for each instance`;
  const remedy = `free some, or give subnets that have them (${PAGE2})`;
  if (free < starting)
    return { problem: `${has}, but ${starts}, each of which takes at least one: ${remedy}` };
  if (free < PER_INSTANCE * starting) return { warning: `${has}, but ${asked}, and ${starts}: ${remedy}` };
  if (!isNew || free >= PER_INSTANCE * atMost2) return {};
  return { warning: `${has}, but ${asked}, and scaling may start up to ${atMost2}: ${remedy}` };
}
var plural = (count2, noun, ending = "s") => `${count2} ${noun}${count2 === 1 ? "" : ending}`;

// components/model-endpoint/deployment/used-models.ts
var pulumi29 = __toESM(require("@pulumi/pulumi"));
function verifyUsedModels(configuration, models, { shadowVariants }, parent) {
  const names = pulumi29.all(Object.values(models).map(({ name: name3 }) => name3));
  const { id: id3, name: name2, productionVariants, shadowProductionVariants } = configuration;
  const shadows = Object.keys(shadowVariants).length === 0 ? [] : shadowProductionVariants;
  const verified = pulumi29.all([name2, productionVariants, shadows, names]).apply(
    guarded(async ([configurationName, production, shadow, made]) => {
      const used = [...production, ...shadow ?? []].flatMap(({ modelName }) => modelName ?? []);
      const problem = usedModelsProblem(configurationName, used, made);
      if (problem === void 0) return;
      if (!pulumi29.runtime.isDryRun()) throw deploymentError(problem);
      await pulumi29.log.warn(
        `${problem}. The deployment ends with an error before it deletes anything`,
        parent
      );
    })
  );
  return pulumi29.all([name2, id3, verified]).apply(guarded(([known]) => known));
}
function usedModelsProblem(configurationName, used, made) {
  const stale = [...new Set(used)].filter((each3) => !made.includes(each3));
  if (stale.length === 0) return void 0;
  return `the endpoint configuration ${configurationName} names ${stale.join(", ")}, which this deployment replaces: --target names the model, and leaves out the configuration and the endpoint, which need it. Run \`pulumi up\` without --target, or with --target '**ModelEndpoint**'`;
}

// components/model-endpoint/deployment/watch.ts
var pulumi31 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/deployment/creation.ts
var pulumi30 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/deployment/live-endpoint.ts
var aws9 = __toESM(require("@pulumi/aws"));
var ENDPOINT_TYPE = "AWS::SageMaker::Endpoint";
var READ_PERMISSIONS = "allow cloudformation:GetResource, sagemaker:DescribeEndpoint and sagemaker:ListTags";
var KINDS = [
  [/ResourceNotFoundException|couldn't find resource|Could not find endpoint/i, "missing"],
  [/UnsupportedActionException|TypeNotFoundException/, "unsupported"]
];
function endpointArn(name2, { partition, region, accountId }) {
  return `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${name2.toLowerCase()}`;
}
async function readEndpoint(arn2, parent) {
  try {
    const { properties } = await whileEngineRuns(
      aws9.cloudcontrol.getResource({ typeName: ENDPOINT_TYPE, identifier: arn2 }, { parent })
    );
    return parseEndpoint(properties) ?? { failure: "the answer names no configuration", kind: "refused" };
  } catch (error) {
    const failure = reasonOf(error);
    const [, kind] = KINDS.find(([pattern2]) => pattern2.test(failure)) ?? [];
    return { failure, kind: kind ?? "refused" };
  }
}
function parseEndpoint(properties) {
  const { EndpointConfigName: configuration, DeploymentConfig: deployment } = objectOf2(
    JSON.parse(properties)
  );
  if (typeof configuration !== "string") return void 0;
  return {
    // Some versions of the type tell the configuration by its ARN.
    endpointConfigName: configuration.slice(configuration.lastIndexOf("/") + 1),
    alarmNames: deployment === void 0 ? void 0 : alarmNamesOf(objectOf2(deployment))
  };
}
function alarmNamesOf(deployment) {
  const { Alarms: alarms } = objectOf2(deployment.AutoRollbackConfiguration);
  return Array.isArray(alarms) ? alarms.map((alarm) => String(objectOf2(alarm).AlarmName)) : [];
}
function objectOf2(value) {
  return typeof value === "object" && value !== null ? value : {};
}

// components/model-endpoint/deployment/creation.ts
function wantedOf(inputs) {
  const { name: name2, deploymentConfig } = inputs ?? {};
  if (typeof name2 !== "string") return void 0;
  const rollback = inside(deploymentConfig, "autoRollbackConfiguration");
  const alarms = inside(rollback, "alarms") ?? [];
  const names = Array.isArray(alarms) ? alarms.map((alarm) => inside(alarm, "alarmName")) : [alarms];
  const areKnown = names.every((each3) => typeof each3 === "string");
  return { endpointName: name2, alarmNames: areKnown ? names : void 0 };
}
function inside(value, property2) {
  if (pulumi30.isUnknown(value)) return value;
  return typeof value === "object" && value !== null ? value[property2] : void 0;
}
function judgeCreation({ endpointName: endpointName2, alarmNames }, live, { region, logicalName }) {
  if (!("failure" in live)) {
    const alarms = alarmNames && alarmsProblem(endpointName2, alarmNames, live.alarmNames, logicalName);
    return {
      problem: exists(endpointName2, region) + (alarms === void 0 ? "" : `. If it is this component's own: ${alarms}`)
    };
  }
  if (live.kind !== "refused") return {};
  return {
    warning: `whether an endpoint named ${endpointName2} exists already is unknown (${live.failure}). SageMaker refuses a second one; to have it found before, ${READ_PERMISSIONS}`
  };
}
var command = (operation, endpointName2, region) => `\`aws sagemaker ${operation}-endpoint --endpoint-name ${endpointName2} --region ${region}\``;
var exists = (endpointName2, region) => `an endpoint named ${endpointName2} exists already, and SageMaker refuses a second one. Its status is unknown here: ${command("describe", endpointName2, region)} tells it. If a deployment that failed or was interrupted has left it, delete it by ${command("delete", endpointName2, region)}; if its status is Deleting, wait; then run \`pulumi up\` again. If it is in use, import it (docs/updates.md, "Taking over an endpoint that exists"), or give another endpointName`;
var ifItFails = (endpointName2, region) => `the endpoint ${endpointName2} is being created, which takes minutes. If that fails or is interrupted, SageMaker keeps it, and this stack does not know it: delete it by ${command("delete", endpointName2, region)} before the next \`pulumi up\``;
function alarmsProblem(endpointName2, wanted, live, logicalName) {
  if (live === void 0) return void 0;
  const [before, after] = [[...live].sort(), [...wanted].sort()];
  if (JSON.stringify(before) === JSON.stringify(after)) return void 0;
  return `deploymentConfig.autoRollbackConfiguration names the alarms ${after.join(", ") || "(none)"}, but the endpoint ${endpointName2} has ${before.join(", ") || "(none)"}: the AWS provider would replace the endpoint for that, which SageMaker refuses while one of this name exists. Change them by \`aws sagemaker update-endpoint\` to a copy of the endpoint's configuration with the new --deployment-config, and then run \`pulumi refresh --target '**::${logicalName}'\` and \`pulumi up\`; or give another endpointName, which makes a new endpoint`;
}

// components/model-endpoint/deployment/watch.ts
function watchEndpoint(logicalName, surroundings, parent) {
  let created = false;
  let updated = false;
  const tell = async ({ problem, warning }) => {
    if (warning !== void 0) await pulumi31.log.warn(warning, parent);
    if (problem === void 0) return;
    if (!pulumi31.runtime.isDryRun()) throw new Error(problem);
    await pulumi31.log.warn(`${problem}. The deployment looks again, and fails if that is still so`, parent);
  };
  const addresses = async (isNew) => {
    const subnets = await valueIfKnown(surroundings.subnets);
    const instances = await valueIfKnown(surroundings.instances);
    if (subnets !== void 0 && instances !== void 0)
      await tell(addressFindings(subnets, instances, isNew));
  };
  const beforeCreate = beforeHook(`${logicalName} can be created`, async ({ newInputs }) => {
    created = true;
    await addresses(true);
    const wanted = wantedOf(newInputs);
    const where = await valueIfKnown(surroundings.placement);
    if (wanted === void 0 || where === void 0) return;
    const live = await readEndpoint(endpointArn(wanted.endpointName, where), parent);
    await tell(judgeCreation(wanted, live, { region: where.region, logicalName }));
    if (!pulumi31.runtime.isDryRun())
      await pulumi31.log.info(ifItFails(wanted.endpointName, where.region), parent);
  });
  const beforeUpdate = beforeHook(`${logicalName} can be updated`, async (args) => {
    if (!isDeployment(args)) return;
    updated = true;
    await addresses(false);
  });
  return { hooks: { beforeCreate, beforeUpdate }, isCreated: () => created, isUpdated: () => updated };
}
var isDeployment = ({ oldOutputs, newInputs }) => oldOutputs?.endpointConfigName !== newInputs?.endpointConfigName;

// components/model-endpoint/endpoint-name.ts
var pulumi32 = __toESM(require("@pulumi/pulumi"));
function withName(name2, hosting, placement, component) {
  const endpointName2 = hosting.endpointName ?? derivedEndpointName(name2, component);
  return {
    ...hosting,
    endpointName: claimedName(endpointName2, placement, component, hosting.failure),
    isNameGiven: hosting.endpointName !== void 0
  };
}
function derivedEndpointName(name2, component) {
  return urnOf2(component).apply(
    guarded((urn) => derivedName(ENDPOINT, logicalNames.endpoint(name2), `${organization()}/${urn}`))
  );
}
function organization() {
  try {
    return pulumi32.getOrganization();
  } catch {
    return "";
  }
}
function claimedName(endpointName2, placement, component, failure) {
  const claims = claimsOfDeployment();
  return pulumi32.all([endpointName2, placement, urnOf2(component)]).apply(
    guarded(([name2, where, urn]) => {
      const arn2 = endpointArn(name2, where);
      const owner = claims.get(arn2) ?? urn;
      claims.set(arn2, owner);
      if (owner === urn) return name2;
      throw failure(
        "endpointName",
        `is ${JSON.stringify(name2)}, but so is the name of the endpoint that ${JSON.stringify(owner.split("::").pop())} makes in the same account and region: give each endpoint a name of its own, in which SageMaker does not tell upper from lower case (${sageMakerApi("CreateEndpoint")})`
      );
    })
  );
}
var claimsByAddress = /* @__PURE__ */ new Map();
var claimsByMonitor = /* @__PURE__ */ new WeakMap();
function claimsOfDeployment() {
  const monitor = pulumi32.runtime.getMonitor();
  const address = monitor?.getChannel?.().getTarget();
  const found = address === void 0 ? claimsByMonitor.get(monitor ?? {}) : claimsByAddress.get(address);
  const claims = found ?? /* @__PURE__ */ new Map();
  if (address !== void 0) claimsByAddress.set(address, claims);
  else if (monitor !== void 0) claimsByMonitor.set(monitor, claims);
  return claims;
}
function urnOf2(component) {
  return pulumi32.output(
    new Promise((resolve2) => {
      component.urn.apply(guarded(resolve2));
    })
  );
}

// components/model-endpoint/checks.ts
var pulumi36 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/models/check-models.ts
var pulumi33 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/property-path.ts
function property(path, name2) {
  return path === "" ? name2 : `${path}.${name2}`;
}

// components/model-endpoint/models/container-mode.ts
var ContainerMode = {
  /** One model, which is there when the container starts. */
  SingleModel: "SingleModel",
  /** Any number of models below one prefix in S3, each loaded when a request first names it. */
  MultiModel: "MultiModel"
};
var ModelCacheSetting = {
  /** Models stay in memory between requests. */
  Enabled: "Enabled",
  /** Models are loaded for each request: for many models that are each called rarely. */
  Disabled: "Disabled"
};

// components/model-endpoint/models/check-model-data.ts
var CONTAINER_DEFINITION = sageMakerApi("ContainerDefinition");
function checkMode(validation, { path, value: container }) {
  const at = (name2) => property(path, name2);
  const { mode, modelCacheSetting, modelDataUrl: modelDataUrl2, modelDataSource } = container;
  const multiModel = mode === ContainerMode.MultiModel;
  if (multiModel && modelDataUrl2 === void 0) {
    const reason = `is missing: with MultiModel it is the prefix below which the models lie, as s3://bucket/models/ (${sageMakerGuide("create-multi-model-endpoint")})`;
    validation.problem(at("modelDataUrl"), reason);
  }
  if (multiModel && modelDataSource !== void 0) {
    const reason = `does not go together with MultiModel: give the models' prefix by modelDataUrl (${CONTAINER_DEFINITION})`;
    validation.problem(at("modelDataSource"), reason);
  }
  if (!multiModel && modelCacheSetting !== void 0) {
    const reason = `applies to containers of the mode MultiModel only: set mode, or leave it out (${sageMakerApi("MultiModelConfig")})`;
    validation.problem(at("modelCacheSetting"), reason);
  }
  if (modelDataUrl2 !== void 0 && modelDataSource !== void 0 && !multiModel) {
    const reason = "cannot be combined with modelDataUrl: remove one of them";
    validation.problem(at("modelDataSource"), reason);
  }
}

// components/model-endpoint/models/inference-execution-mode.ts
var InferenceExecutionMode = {
  /** An inference pipeline: the request goes to the first container, and each answer to the next container. */
  Serial: "Serial",
  /** Each request names one container by its host name, and only that one is called. */
  Direct: "Direct"
};

// components/model-endpoint/image-reference.ts
var MAX_IMAGE_LENGTH = 255;
var DIGEST_LENGTH = "@sha256:".length + 64;
var image = (value) => imageProblem(value, true);
var imageToPin = (value) => imageProblem(value, false);
function imageProblem(value, byDigest) {
  if (typeof value !== "string") return checks_exports.mismatch(value, "text");
  let reference;
  try {
    reference = parseReference(value);
  } catch (error) {
    if (error instanceof InvalidReferenceError) return `is refused: ${error.message}`;
    throw error;
  }
  const { registry, repository: repository2, tag: tag2 = "latest", digest } = reference;
  const name2 = `${registry}/${repository2}`;
  if (digest === void 0 && byDigest) {
    return `${quoted(value)} has no digest, so that what runs could change under its tag: give the digest, as ${name2}@sha256:\u2026, or have a preflight find it: a ModelEndpoint's is named by preflightFunctionArn, and a PrivateInference makes one unless preflight.enabled is false (${sageMakerGuide("your-algorithms-containers-inference-private")})`;
  }
  if (digest !== void 0 && !digest.startsWith("sha256:")) {
    return `${quoted(value)} must be given by a sha256 digest`;
  }
  const length = digest === void 0 ? name2.length + DIGEST_LENGTH : value.length;
  if (length > MAX_IMAGE_LENGTH) {
    return `has ${length} characters with its digest, but must have at most ${MAX_IMAGE_LENGTH}: ${JSON.stringify(value)} (${sageMakerApi("ContainerDefinition")})`;
  }
  if (!namesRegistry(value, reference)) {
    return `${quoted(value)} names no registry: write ${name2}${digest === void 0 ? `:${tag2}` : `@${digest}`} if Docker Hub is meant`;
  }
  const hostname = checks_exports.registryHostname(registry);
  return hostname && `is in a registry whose name ${hostname}`;
}
function namesRegistry(value, { registry }) {
  return value.startsWith(`${registry}/`) || value.startsWith("index.docker.io/");
}
var quoted = (value) => `is ${JSON.stringify(value)}, which`;

// components/model-endpoint/models/model-data.ts
var ModelCompressionType = {
  /** As it is: one file, or all files below a prefix. */
  None: "None",
  /** One gzip-compressed tar archive, which SageMaker unpacks. */
  Gzip: "Gzip"
};
function checkModelDataSource(validation, path, source) {
  if (source === void 0) return void 0;
  const { s3Uri, compressionType, acceptEula } = checkInputs(validation, path, source, {
    compressionType: (_, at, compressionType2, { s3Uri: s3Uri2 }) => validation.value(
      at,
      { s3Uri: s3Uri2, compressionType: compressionType2 },
      checks_exports.sourced(sageMakerApi("S3ModelDataSource"), packingProblem)
    ),
    s3Uri: input_checks_exports.required(modelDataUri),
    acceptEula: input_checks_exports.optional()
  });
  return {
    s3DataSources: [
      {
        s3Uri,
        s3DataType: s3Uri.apply(guarded(dataTypeOf)),
        compressionType: compressionType.apply(guarded(compressionOf)),
        modelAccessConfig: acceptEula === void 0 ? void 0 : { acceptEula }
      }
    ]
  };
}
function checkAdditionalModelDataSources(validation, path, sources) {
  if (sources === void 0) return void 0;
  validation.record(path, sources, {
    max: MAX_ADDITIONAL_MODEL_DATA_SOURCES,
    key: channelName
  });
  return Object.entries(sources).sort(([one], [other]) => one < other ? -1 : 1).flatMap(([channelName2, source]) => {
    const checked = checkModelDataSource(validation, propertyPathOf(path, channelName2), source);
    return checked === void 0 ? [] : [{ channelName: channelName2, s3DataSources: checked.s3DataSources }];
  });
}
var isPrefix = (s3Uri) => String(s3Uri).endsWith("/");
var dataTypeOf = (s3Uri) => isPrefix(s3Uri) ? "S3Prefix" : "S3Object";
var compressionOf = ({ s3Uri, compressionType }) => compressionType ?? (String(s3Uri).endsWith(".tar.gz") ? ModelCompressionType.Gzip : ModelCompressionType.None);
function packingProblem({ s3Uri, compressionType }) {
  if (compressionType === void 0) return void 0;
  const unknown3 = checks_exports.oneOf(Object.values(ModelCompressionType))(compressionType);
  if (unknown3 !== void 0) return unknown3;
  if (compressionType === ModelCompressionType.None || !isPrefix(s3Uri)) return void 0;
  return `is "Gzip", but s3Uri ends in a slash and so names a prefix, and only one object can be an archive: leave it out, or give the archive's URI`;
}

// components/model-endpoint/models/check-models.ts
var CONTAINER_DEFINITION2 = sageMakerApi("ContainerDefinition");
function checkModel(validation, { path, value, containers }, functions) {
  checkMultiModelContainers(validation, containers);
  const environments2 = checkEnvironments(validation, path, containers);
  const hostnames = checkHostnames(validation, path, containers);
  return {
    ...checkInputs(validation, path, value, {
      inferenceExecutionMode: (_, __, mode) => checkPipeline(validation, path, mode, containers),
      enableNetworkIsolation: input_checks_exports.optional()
    }),
    containers: containers.map((container, index) => ({
      ...checkContainer(validation, container, functions),
      environment: environments2[index],
      containerHostname: hostnames[index]
    }))
  };
}
function checkContainer(validation, { path, value: container }, functions) {
  checkMode(validation, { path, value: container });
  const preflightFunctionArn = container.preflightFunctionArn ?? (container.credentialsProviderArn === void 0 ? functions.preflightFunctionArn : void 0);
  const checked = checkInputs(validation, path, container, {
    image: input_checks_exports.required(preflightFunctionArn === void 0 ? image : imageToPin),
    environment: input_checks_exports.usedBy(checkEnvironments),
    modelDataUrl: input_checks_exports.optional(
      container.mode === ContainerMode.MultiModel ? modelDataPrefix : modelDataUrl
    ),
    modelDataSource: checkModelDataSource,
    additionalModelDataSources: checkAdditionalModelDataSources,
    mode: input_checks_exports.plain(checks_exports.sourced(CONTAINER_DEFINITION2, checks_exports.oneOf(Object.values(ContainerMode)))),
    modelCacheSetting: input_checks_exports.optional(
      checks_exports.sourced(
        sageMakerApi("MultiModelConfig"),
        checks_exports.oneOf(Object.values(ModelCacheSetting))
      )
    ),
    containerHostname: input_checks_exports.usedBy(checkHostnames),
    credentialsProviderArn: input_checks_exports.optionalOutput(credentialsProviderArn),
    preflightFunctionArn: input_checks_exports.optional(checks_exports.functionArn)
  });
  return {
    ...checked,
    credentialsProviderArn: checked.credentialsProviderArn ?? functions.credentialsProviderArn,
    /** The function that pulls the image beforehand; none where the image is taken as it is. */
    preflightFunctionArn: checked.preflightFunctionArn ?? preflightFunctionArn
  };
}
function checkPipeline(validation, path, mode, containers) {
  if (path === "") return mode;
  const count2 = containers.length;
  if (mode !== void 0) {
    const only2 = `is ${JSON.stringify(mode)}, but applies to two or more containers, and the model has ${count2}: leave it out`;
    const check = checks_exports.sourced(
      sageMakerApi("InferenceExecutionConfig"),
      (value) => checks_exports.oneOf(Object.values(InferenceExecutionMode))(value) ?? (count2 < 2 ? only2 : void 0)
    );
    validation.problem(`${path}.inferenceExecutionMode`, check(mode));
  }
  const named2 = containers.filter(({ value }) => value.containerHostname !== void 0);
  if (count2 === 1 && named2.length === 1) {
    const reason = `is ignored by SageMaker where a model has one container: leave it out (${CONTAINER_DEFINITION2})`;
    validation.problem(`${path}.containers[0].containerHostname`, reason);
  }
  if (count2 < 2) return mode;
  const why = mode === InferenceExecutionMode.Direct ? `is missing: with Direct every container is called by its host name (${sageMakerGuide("multi-container-create")})` : named2.length > 0 ? `is missing: either all containers of a model have a host name, or none (${CONTAINER_DEFINITION2})` : void 0;
  for (const container of containers) {
    if (container.value.containerHostname === void 0) {
      validation.problem(`${container.path}.containerHostname`, why);
    }
  }
  return mode;
}
function checkHostnames(validation, path, containers) {
  const checked = containers.map(
    ({ path: at, value }) => validation.value(property(at, "containerHostname"), value.containerHostname, containerHostname)
  );
  const given3 = containers.map(({ value }) => value.containerHostname);
  given3.forEach((hostname, index) => {
    const first = isKnown(hostname) ? given3.indexOf(hostname) : index;
    if (hostname === void 0 || first === index) return;
    const reason = `is the same as ${containers[first]?.path ?? ""}.containerHostname, but tells the container from the others: give another (${CONTAINER_DEFINITION2})`;
    validation.problem(property(containers[index]?.path ?? "", "containerHostname"), reason);
  });
  if (isKnown(given3)) return checked;
  const gated = validation.value(
    `${path}.containers`,
    pulumi33.all(checked.map((hostname) => pulumi33.output(hostname))),
    (known) => {
      const twice = known.find((each3, index) => each3 !== void 0 && known.indexOf(each3) < index);
      if (twice === void 0) return void 0;
      return `has the containerHostname ${JSON.stringify(twice)} twice, but it tells a container from the others: give another (${CONTAINER_DEFINITION2})`;
    }
  );
  return checked.map((hostname, index) => hostname && gated.apply(guarded((all44) => all44[index])));
}
function checkMultiModelContainers(validation, containers) {
  const [first, ...more] = containers.filter(({ value }) => value.mode === ContainerMode.MultiModel);
  for (const { path } of more) {
    const reason = `is "MultiModel", as that of ${first?.path ?? ""} is, but at most one container of a model may be: make it "SingleModel", or give it a model of its own (${sageMakerGuide("multi-model-endpoints")})`;
    validation.problem(`${path}.mode`, reason);
  }
}
function checkEnvironments(validation, path, containers) {
  const checked = containers.map(
    ({ path: at, value }) => validation.record(property(at, "environment"), value.environment, {
      max: MAX_ENVIRONMENT_VARIABLES,
      key: environmentName,
      item: environmentValue
    })
  );
  const together = path === "" ? "environment" : `${path}.containers`;
  const given3 = containers.map(({ value }) => value.environment ?? {});
  if (isKnown(given3)) {
    validation.problem(together, environments(given3));
    return checked;
  }
  const gated = validation.value(
    together,
    pulumi33.all(checked.map((environment) => environment ?? {})),
    environments
  );
  return checked.map((environment, index) => environment && gated.apply(guarded((all44) => all44[index] ?? {})));
}

// components/model-endpoint/variants/check-variants.ts
var pulumi35 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/short-form.ts
var ONLY_MODEL = "model";
var ONLY_VARIANT = "AllTraffic";
function givenModels(args, validation) {
  const { image: image2, environment, modelDataUrl: modelDataUrl2, modelDataSource, enableNetworkIsolation, models } = args;
  if (models === void 0) {
    if (image2 === void 0) {
      validation.problem("image", "is missing: give `image`, or `models` for several models or containers");
      return {};
    }
    const container = { path: "", value: { image: image2, environment, modelDataUrl: modelDataUrl2, modelDataSource } };
    return { [ONLY_MODEL]: { path: "", value: { enableNetworkIsolation }, containers: [container] } };
  }
  const ofContainer = { image: image2, environment, modelDataUrl: modelDataUrl2, modelDataSource };
  refuseBeside(validation, "models", "models.<name>.containers", ofContainer);
  refuseBeside(validation, "models", "models.<name>", { enableNetworkIsolation });
  if (Object.keys(models).length === 0) validation.problem("models", "is empty, but must have a model");
  const given3 = Object.entries(models).map(([name2, model]) => {
    const path = propertyPathOf("models", name2);
    return [name2, { path, value: model, containers: givenContainers(validation, path, model.containers) }];
  });
  return Object.fromEntries(given3);
}
function givenContainers(validation, modelPath, containers) {
  const path = `${modelPath}.containers`;
  if (containers.length < 1 || containers.length > MAX_CONTAINERS) {
    const reason = `has ${containers.length} containers, but must have 1 to ${MAX_CONTAINERS} (${sageMakerApi("CreateModel")})`;
    validation.problem(path, reason);
  }
  return containers.map((value, index) => ({ path: `${path}[${index}]`, value }));
}
function givenVariants(args, models, validation) {
  const production = variantsOf(args, validation);
  const shadows = namedVariants("shadowVariants", args.shadowVariants ?? {});
  const modelOf = (variant, { path, value }) => {
    const model = value.model ?? (models.length === 1 ? models[0] : models.find((name2) => name2 === variant));
    const known = models.map((name2) => JSON.stringify(name2)).join(", ");
    const property2 = path === "" ? "variants" : `${path}.model`;
    if (model === void 0) {
      const reason = path === "" ? `is missing, but must say which of several models a variant serves: ${known}` : `is missing, and no model is named ${JSON.stringify(variant)} as the variant is: give one of the models: ${known}`;
      validation.problem(property2, reason);
    } else if (!models.includes(model)) {
      validation.problem(property2, `is ${JSON.stringify(model)}, but must be one of the models: ${known}`);
    }
    return model ?? "";
  };
  if (models.length === 0) return { variants: {}, shadowVariants: {} };
  const withModels = (each3) => Object.fromEntries(each3.map(([name2, variant]) => [name2, { ...variant, model: modelOf(name2, variant) }]));
  const given3 = { variants: withModels(production), shadowVariants: withModels(shadows) };
  const served = new Set(
    [...Object.values(given3.variants), ...Object.values(given3.shadowVariants)].map(({ model }) => model)
  );
  if (production.length > 0 && !served.has("")) {
    for (const model of models.filter((name2) => !served.has(name2))) {
      validation.problem(
        propertyPathOf("models", model),
        "is served by no variant: name it in one, or leave it out"
      );
    }
  }
  return given3;
}
function variantsOf(args, validation) {
  const { instanceType: instanceType3, initialInstanceCount: initialInstanceCount2, scaling: scaling2, variants } = args;
  if (variants === void 0) {
    if (instanceType3 === void 0) {
      validation.problem(
        "instanceType",
        "is missing: give `instanceType`, or `variants` for several variants"
      );
      return [];
    }
    return [[ONLY_VARIANT, { path: "", value: { instanceType: instanceType3, initialInstanceCount: initialInstanceCount2, scaling: scaling2 } }]];
  }
  refuseBeside(validation, "variants", "variants.<name>", { instanceType: instanceType3, initialInstanceCount: initialInstanceCount2, scaling: scaling2 });
  const count2 = Object.keys(variants).length;
  if (count2 < 1 || count2 > MAX_VARIANTS) {
    const reason = `has ${count2} variants, but must have 1 to ${MAX_VARIANTS} (${sageMakerApi("CreateEndpointConfig")})`;
    validation.problem("variants", reason);
  }
  return namedVariants("variants", variants);
}
function namedVariants(property2, variants) {
  const entries = Object.entries(variants).sort(([one], [other]) => one < other ? -1 : 1);
  return entries.map(([name2, value]) => [name2, { path: propertyPathOf(property2, name2), value }]);
}
function refuseBeside(validation, longForm, place, shortForm) {
  for (const [name2, value] of Object.entries(shortForm)) {
    if (value === void 0) continue;
    validation.problem(
      name2,
      `cannot be combined with \`${longForm}\`, which replaces it: move it to ${place}`
    );
  }
}

// components/model-endpoint/deployment/deployment.ts
var pulumi34 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/deployment/deployment-advice.ts
function deploymentAdvice(policies, fleet, slowestAlarmInSeconds) {
  const advice = [];
  for (const [name2, { initialInstanceCount: initialInstanceCount2 }] of Object.entries(fleet)) {
    if (initialInstanceCount2 !== 1 || !isStepwise(policies)) continue;
    advice.push(
      `deploymentConfig asks for steps of at most 50 % of a variant's instances, but ${JSON.stringify(name2)} starts with 1, which has no such part, and AWS does not say what SageMaker makes of that: set its initialInstanceCount to 2 or more, or shift all traffic at once`
    );
  }
  const watched = longestWatch(policies);
  if (watched < slowestAlarmInSeconds) {
    advice.push(
      `deploymentConfig watches the alarms for ${watched} seconds at a time, but one of those made here takes ${slowestAlarmInSeconds} to fire (period times datapoints): a fault may show only when nothing can be rolled back any more. Wait longer (waitIntervalInSeconds, terminationWaitInSeconds), or shorten the alarm`
    );
  }
  return advice;
}
var isStepwise = ({
  blueGreenUpdatePolicy: blueGreen,
  rollingUpdatePolicy: rolling
}) => {
  const type = blueGreen?.trafficRoutingConfiguration?.type;
  return rolling !== void 0 || type === TrafficRoutingType.Canary || type === TrafficRoutingType.Linear;
};
function longestWatch({
  blueGreenUpdatePolicy: blueGreen,
  rollingUpdatePolicy: rolling
}) {
  return Math.max(
    rolling?.waitIntervalInSeconds ?? 0,
    blueGreen?.terminationWaitInSeconds ?? 0,
    blueGreen?.trafficRoutingConfiguration?.waitIntervalInSeconds ?? 0
  );
}

// components/model-endpoint/monitoring/monitoring-alarm.ts
var EndpointMetric = {
  /** Requests that the model answered with 4xx; the average is their share, 0 to 1. */
  Invocation4XXErrors: "Invocation4XXErrors",
  /** Requests that the model answered with 5xx; the average is their share, 0 to 1. */
  Invocation5XXErrors: "Invocation5XXErrors",
  /** Requests that no 2xx came of; the average is their share, 0 to 1. */
  InvocationModelErrors: "InvocationModelErrors",
  /** Answers in a stream that broke off after they had begun; the sum is their number in a period. */
  MidStreamErrors: "MidStreamErrors",
  /** Requests to the variant; the sum is their number in a period. */
  Invocations: "Invocations",
  /** Requests to each instance of the variant; the sum is their number in a period. */
  InvocationsPerInstance: "InvocationsPerInstance",
  /** Requests that each instance has at a time, by default the most of them; measured every 10 seconds. */
  ConcurrentRequestsPerModel: "ConcurrentRequestsPerModel",
  /** Microseconds that the model takes to answer. Default: those of the slowest 1 %. */
  ModelLatency: "ModelLatency",
  /** Microseconds that SageMaker adds to the model's. Default: those of the slowest 1 %. */
  OverheadLatency: "OverheadLatency",
  /** Microseconds to the first part of an answer in a stream of both directions. Default: those of the slowest 1 %. */
  FirstChunkLatency: "FirstChunkLatency",
  /** Percent of a CPU, up to 100 for each that the instance has. */
  CPUUtilization: "CPUUtilization",
  /** Percent of the instance's memory. */
  MemoryUtilization: "MemoryUtilization",
  /** Percent of the instance's storage volume. */
  DiskUtilization: "DiskUtilization",
  /** Percent of a GPU, up to 100 for each that the instance has. */
  GPUUtilization: "GPUUtilization",
  /** Percent of a GPU's memory, up to 100 for each that the instance has. */
  GPUMemoryUtilization: "GPUMemoryUtilization",
  /** Requests that wait or are being answered, of an asynchronous endpoint. */
  ApproximateBacklogSize: "ApproximateBacklogSize",
  /** Requests that wait or are being answered for each instance, of an asynchronous endpoint. */
  ApproximateBacklogSizePerInstance: "ApproximateBacklogSizePerInstance",
  /** Seconds that the oldest request has waited. Default: the most of them, of an asynchronous endpoint. */
  ApproximateAgeOfOldestRequest: "ApproximateAgeOfOldestRequest",
  /** 1 while requests wait and there is no instance, else 0, of an asynchronous endpoint. */
  HasBacklogWithoutCapacity: "HasBacklogWithoutCapacity",
  /** Requests that an asynchronous endpoint has processed; the sum is their number in a period. */
  InvocationsProcessed: "InvocationsProcessed",
  /** Requests to an asynchronous endpoint that failed for any reason; the sum is their number in a period. */
  InvocationFailures: "InvocationFailures",
  /** Requests that an asynchronous endpoint gave up, as they had waited too long; the sum is their number in a period. */
  ExpiredRequests: "ExpiredRequests",
  /** Requests whose input an asynchronous endpoint could not get from S3; the sum is their number in a period. */
  RequestDownloadFailures: "RequestDownloadFailures",
  /** Answers that an asynchronous endpoint could not put into S3; the sum is their number in a period. */
  ResponseUploadFailures: "ResponseUploadFailures",
  /** Topics that an asynchronous endpoint could not tell; the sum is their number in a period. */
  NotificationFailures: "NotificationFailures",
  /** Milliseconds that a request waits at an asynchronous endpoint. Default: those of the slowest 1 %. */
  TimeInBacklog: "TimeInBacklog",
  /** Milliseconds from a request to an asynchronous endpoint to its end. Default: those of the slowest 1 %. */
  TotalProcessingTime: "TotalProcessingTime"
};
var ComparisonOperator = {
  /** Above it. */
  GreaterThanThreshold: "GreaterThanThreshold",
  /** At it or above. */
  GreaterThanOrEqualToThreshold: "GreaterThanOrEqualToThreshold",
  /** Below it. */
  LessThanThreshold: "LessThanThreshold",
  /** At it or below. */
  LessThanOrEqualToThreshold: "LessThanOrEqualToThreshold"
};
var MissingData = {
  /** As periods in which all is well. */
  NotBreaching: "notBreaching",
  /** As periods beyond the threshold. */
  Breaching: "breaching",
  /** As nothing: the alarm stays as it is. */
  Ignore: "ignore",
  /** As a want of data, of which the alarm tells by a state of its own. */
  Missing: "missing"
};

// components/model-endpoint/monitoring/monitoring-metrics.ts
var REQUESTS_NAMESPACE = "AWS/SageMaker";
var INSTANCES_NAMESPACE = "/aws/sagemaker/Endpoints";
var REAL_TIME_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html";
var ASYNCHRONOUS_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html";
var between0And = (most, noun, example) => ({
  noun,
  example,
  least: 0,
  most
});
var count = {
  namespace: REQUESTS_NAMESPACE,
  statistic: "Sum",
  ofVariant: true,
  publishedBy: "real-time",
  ofGpu: false,
  resolution: 60,
  silentAtZero: true,
  thresholds: between0And(Infinity, "a number")
};
var share = {
  ...count,
  statistic: "Average",
  silentAtZero: false,
  thresholds: between0And(1, "a share of the requests", "as 0.05 for 5 %")
};
var latency = {
  ...share,
  statistic: "p99",
  // Nothing answers within a millisecond: who writes 500 means milliseconds.
  thresholds: {
    noun: "a number of microseconds",
    example: "as 500000 for half a second",
    least: 1e3,
    most: Infinity
  }
};
var utilization = (most) => ({
  ...share,
  namespace: INSTANCES_NAMESPACE,
  publishedBy: "all",
  thresholds: between0And(most, "a percentage")
});
var percent = utilization(100);
var percentEach = utilization(Infinity);
var percentOfGpus = { ...percentEach, ofGpu: true };
var asynchronousCount = { ...count, publishedBy: "asynchronous" };
var milliseconds = {
  ...asynchronousCount,
  statistic: "p99",
  silentAtZero: false,
  thresholds: between0And(Infinity, "a number of milliseconds")
};
var backlog = {
  ...asynchronousCount,
  statistic: "Average",
  ofVariant: false,
  silentAtZero: false
};
var METRICS = {
  Invocation4XXErrors: { ...share, publishedBy: "all" },
  Invocation5XXErrors: { ...share, publishedBy: "all" },
  InvocationModelErrors: share,
  MidStreamErrors: { ...count, silentAtZero: false },
  Invocations: count,
  InvocationsPerInstance: count,
  ConcurrentRequestsPerModel: { ...count, statistic: "Maximum", resolution: 10 },
  ModelLatency: { ...latency, publishedBy: "all" },
  OverheadLatency: { ...latency, thresholds: between0And(Infinity, "a number of microseconds") },
  FirstChunkLatency: latency,
  CPUUtilization: percentEach,
  MemoryUtilization: percent,
  DiskUtilization: percent,
  GPUUtilization: percentOfGpus,
  GPUMemoryUtilization: percentOfGpus,
  ApproximateBacklogSize: backlog,
  ApproximateBacklogSizePerInstance: backlog,
  ApproximateAgeOfOldestRequest: {
    ...backlog,
    statistic: "Maximum",
    thresholds: between0And(Infinity, "a number of seconds")
  },
  HasBacklogWithoutCapacity: { ...backlog, thresholds: between0And(1, "a part of the period") },
  InvocationsProcessed: asynchronousCount,
  InvocationFailures: { ...asynchronousCount, silentAtZero: false },
  ExpiredRequests: { ...asynchronousCount, silentAtZero: false },
  RequestDownloadFailures: { ...asynchronousCount, silentAtZero: false },
  ResponseUploadFailures: { ...asynchronousCount, silentAtZero: false },
  NotificationFailures: { ...asynchronousCount, silentAtZero: false },
  TimeInBacklog: milliseconds,
  TotalProcessingTime: milliseconds
};
function absence(metric, { asynchronous, instanceType: instanceType3 }) {
  const { publishedBy, ofGpu } = METRICS[metric];
  if (publishedBy === "asynchronous" && !asynchronous) {
    return `is ${JSON.stringify(metric)}, which only asynchronous endpoints publish (${ASYNCHRONOUS_PAGE})`;
  }
  if (publishedBy === "real-time" && asynchronous) {
    return `is ${JSON.stringify(metric)}, which asynchronous endpoints do not publish: choose one that they do, as ${EndpointMetric.InvocationsProcessed} or ${EndpointMetric.ApproximateBacklogSizePerInstance} (${ASYNCHRONOUS_PAGE})`;
  }
  return ofGpu && instanceType3 !== void 0 && WITHOUT_GPU.test(instanceType3) ? `is ${JSON.stringify(metric)}, which ${instanceType3} does not publish, as it has no GPU: choose another metric, or instances with a GPU (${REAL_TIME_PAGE})` : void 0;
}
var WITHOUT_GPU = /^ml\.(c|dl|inf|m|r|t|trn)[0-9]/;
function dimensionsOf(metric, endpointName2, variantName) {
  return {
    EndpointName: endpointName2,
    ...METRICS[metric].ofVariant ? { VariantName: variantName } : {}
  };
}
function metricIdentities(endpointName2, variantNames, asynchronous) {
  const metrics = Object.values(EndpointMetric).filter(
    (metric) => absence(metric, { asynchronous }) === void 0
  );
  return metrics.flatMap((metricName) => {
    const { namespace, ofVariant } = METRICS[metricName];
    return (ofVariant ? variantNames : variantNames.slice(0, 1)).map((variant) => ({
      namespace,
      metricName,
      dimensions: dimensionsOf(metricName, endpointName2, variant)
    }));
  });
}

// components/model-endpoint/monitoring/monitoring-checks.ts
var DEFAULT_PERIOD = 60;
var DEFAULT_EVALUATION_PERIODS = 3;
var ALARM_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
var STATISTICS_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html";
var SECONDS_PER_MINUTE = 60;
var SECONDS_PER_DAY = 86400;
var LONG_PERIOD = 3600;
var DAYS_OF_LONG_PERIODS = 7;
var SHORT_PERIODS = [10, 20, 30];
var STATISTICS = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"];
var EXTENDED = /^((p|tm|wm|tc|ts)([0-9]{1,2}(\.[0-9]{1,2})?|100)|IQM|(TM|WM|PR|TC|TS)\((?!:\))([0-9]+(\.[0-9]+)?%?)?:([0-9]+(\.[0-9]+)?%?)?\))$/;
function withDefaults(rule) {
  const { metric, comparisonOperator = ComparisonOperator.GreaterThanOrEqualToThreshold } = rule;
  const none = METRICS[metric].silentAtZero && looksDown(comparisonOperator);
  return {
    metric,
    statistic: rule.statistic ?? METRICS[metric].statistic,
    threshold: rule.threshold,
    comparisonOperator,
    period: rule.period ?? DEFAULT_PERIOD,
    evaluationPeriods: rule.evaluationPeriods ?? DEFAULT_EVALUATION_PERIODS,
    datapointsToAlarm: rule.datapointsToAlarm,
    treatMissingData: rule.treatMissingData ?? (none ? MissingData.Breaching : MissingData.NotBreaching)
  };
}
var looksDown = (operator) => operator.startsWith("LessThan");
var isExtended = (statistic3) => EXTENDED.test(statistic3);
var secondsToAlarm = (rule) => rule.period * (rule.datapointsToAlarm ?? rule.evaluationPeriods);
function alarmProblems(path, alarm, { asynchronous, production, shadow }) {
  const problems = new Problems();
  const variants = { ...shadow, ...production };
  const known = Object.hasOwn(METRICS, alarm.metric) && METRICS[alarm.metric].ofVariant;
  const names = Object.keys({ ...production, ...shadow }).map((name2) => JSON.stringify(name2)).join(", ");
  const [only2 = "", ...others] = Object.keys(production);
  if (alarm.variant === void 0) {
    if (known && others.length > 0)
      problems.note(`${path}.variant`, `is missing, but must be one of the variants: ${names}`);
  } else if (!Object.hasOwn(variants, alarm.variant)) {
    problems.note(
      `${path}.variant`,
      `is ${JSON.stringify(alarm.variant)}, but must be one of the variants: ${names}`
    );
  } else if (!known && Object.hasOwn(METRICS, alarm.metric)) {
    problems.note(`${path}.variant`, `is given, but ${alarm.metric} is the whole endpoint's: leave it out`);
  }
  const instanceType3 = known ? variants[alarm.variant ?? only2] : void 0;
  return [...problems.all, ...ruleProblems(path, alarm, { asynchronous, instanceType: instanceType3 })];
}
function ruleProblems(path, rule, where) {
  const problems = new Problems();
  const metric = checks_exports.oneOf(Object.values(EndpointMetric))(rule.metric);
  problems.note(`${path}.metric`, metric ?? absence(rule.metric, where));
  if (metric === void 0) {
    problems.note(`${path}.threshold`, thresholdProblem(rule));
    problems.note(`${path}.statistic`, optional2(rule.statistic, statistic));
  }
  problems.note(
    `${path}.comparisonOperator`,
    optional2(rule.comparisonOperator, checks_exports.oneOf(Object.values(ComparisonOperator)))
  );
  problems.note(
    `${path}.treatMissingData`,
    optional2(rule.treatMissingData, checks_exports.oneOf(Object.values(MissingData)))
  );
  return [...problems.all, ...periodProblems(path, rule)];
}
function thresholdProblem(rule) {
  const { metric, statistic: statistic3, threshold } = rule;
  const { comparisonOperator: operator = ComparisonOperator.GreaterThanOrEqualToThreshold } = rule;
  const facts = METRICS[metric];
  const usual = statistic3 === void 0 || statistic3 === facts.statistic;
  const { noun, example, least, most } = usual ? facts.thresholds : { noun: "a number", least: 0, most: Infinity };
  const leastCounts = least > 0 || operator === "GreaterThanThreshold" || operator === "LessThanOrEqualToThreshold";
  const mostCounts = least > 0 || !leastCounts;
  const holds = Number.isFinite(threshold) && (leastCounts ? threshold >= least : threshold > least) && (mostCounts ? threshold <= most : threshold < most);
  if (holds) return void 0;
  const low = leastCounts ? `of at least ${least}` : `above ${least}`;
  const high = most === Infinity ? "" : ` and ${mostCounts ? "at most" : "below"} ${most}`;
  return checks_exports.mismatch(
    threshold,
    `${noun} ${low}${high}${example === void 0 ? "" : `, ${example}`}`,
    `by ${operator} the alarm would otherwise be on for ever, or never (${ALARM_PAGE})`
  );
}
var statistic = checks_exports.sourced(
  STATISTICS_PAGE,
  (given3) => STATISTICS.includes(given3) || isExtended(given3) ? void 0 : checks_exports.mismatch(given3, `one of ${STATISTICS.join(", ")}, or an extended one, as p99 or tm90`)
);
function periodProblems(path, rule) {
  const problems = new Problems();
  const {
    period = DEFAULT_PERIOD,
    evaluationPeriods = DEFAULT_EVALUATION_PERIODS,
    datapointsToAlarm = 1
  } = rule;
  const problem = periodProblem(period, rule.metric);
  problems.note(`${path}.period`, problem);
  if (problem !== void 0) return problems.all;
  const days = period >= LONG_PERIOD ? DAYS_OF_LONG_PERIODS : 1;
  const most = Math.floor(days * SECONDS_PER_DAY / period);
  const unit2 = `periods of ${period} seconds, which is ${days === 1 ? "a day" : `${days} days`}`;
  const periods = checks_exports.sourced(ALARM_PAGE, checks_exports.integer(1, most, unit2))(evaluationPeriods);
  problems.note(`${path}.evaluationPeriods`, periods);
  if (periods === void 0) {
    const some = checks_exports.integer(1, evaluationPeriods, "of the evaluationPeriods");
    problems.note(`${path}.datapointsToAlarm`, checks_exports.sourced(ALARM_PAGE, some)(datapointsToAlarm));
  }
  return problems.all;
}
function periodProblem(period, metric) {
  const minutes = period / SECONDS_PER_MINUTE;
  const most = DAYS_OF_LONG_PERIODS * SECONDS_PER_DAY;
  if (Number.isInteger(minutes) && minutes >= 1 && period <= most) return void 0;
  const seldom = Object.hasOwn(METRICS, metric) && METRICS[metric].resolution >= SECONDS_PER_MINUTE;
  if (!seldom && SHORT_PERIODS.includes(period)) return void 0;
  return checks_exports.mismatch(
    period,
    `${seldom ? "" : "10, 20, 30 or "}a multiple of 60 seconds, at most ${most}`,
    seldom && SHORT_PERIODS.includes(period) ? `${metric} has data once a minute, and an alarm that looks for it more often finds too little to fire (${ALARM_PAGE})` : ALARM_PAGE
  );
}
function keyProblems(path, key2) {
  const problems = new Problems();
  problems.note(propertyPathOf(path, key2), checks_exports.key(checks_exports.sageMakerName)(key2));
  return problems.all;
}
function optional2(value, check) {
  return value === void 0 ? void 0 : check(value);
}

// components/model-endpoint/deployment/deployment-checks.ts
var EXCLUSIONS = sageMakerGuide("deployment-guardrails-exclusions");
var BLUE_GREEN_PAGE = sageMakerApi("BlueGreenUpdatePolicy");
var ROLLBACK_PAGE = sageMakerApi("AutoRollbackConfig");
var MAX_WAIT_IN_SECONDS = 3600;
var MIN_TIMEOUT_IN_SECONDS2 = 600;
var MAX_TIMEOUT_IN_SECONDS2 = 14400;
var MAX_ALARMS = 10;
var MAX_ALARM_NAME_LENGTH = 255;
function policyProblems(policies, fleet) {
  const { blueGreenUpdatePolicy: blueGreen, rollingUpdatePolicy: rolling } = policies;
  const problems = new Problems();
  if (blueGreen !== void 0 && rolling !== void 0) {
    problems.note("rollingUpdatePolicy", "cannot be combined with blueGreenUpdatePolicy: remove one of them");
  }
  if (rolling !== void 0 && Object.keys(fleet).length > 1) {
    problems.note(
      "rollingUpdatePolicy",
      `is for endpoints with one variant, and there are ${Object.keys(fleet).length}: give blueGreenUpdatePolicy (${EXCLUSIONS})`
    );
  }
  for (const [name2, { instanceType: instanceType3 }] of Object.entries(fleet)) {
    if (!String(instanceType3).startsWith("ml.inf1.")) continue;
    problems.note(
      "",
      `cannot be used with ${instanceType3}, the instance type of the variant ${JSON.stringify(name2)}: SageMaker would shift all traffic at once, and watch no alarm (${EXCLUSIONS})`
    );
  }
  return [
    ...problems.all,
    ...blueGreen === void 0 ? [] : blueGreenProblems("blueGreenUpdatePolicy", blueGreen, fleet),
    ...rolling === void 0 ? [] : sourcedProblems(
      sageMakerApi("RollingUpdatePolicy"),
      rollingProblems("rollingUpdatePolicy", rolling, fleet)
    )
  ];
}
function blueGreenProblems(path, policy, fleet) {
  const problems = new Problems();
  problems.note(
    `${path}.terminationWaitInSeconds`,
    optional2(policy.terminationWaitInSeconds, checks_exports.integer(0, MAX_WAIT_IN_SECONDS, "seconds"))
  );
  const routing = policy.trafficRoutingConfiguration;
  const timeout2 = policy.maximumExecutionTimeoutInSeconds;
  return [
    ...sourcedProblems(BLUE_GREEN_PAGE, problems.all),
    ...routing === void 0 ? [] : sourcedProblems(
      sageMakerApi("TrafficRoutingConfig"),
      routingProblems(`${path}.trafficRoutingConfiguration`, routing, fleet)
    ),
    ...sourcedProblems(BLUE_GREEN_PAGE, timeoutProblems(path, timeout2, blueGreenWait(policy, fleet)))
  ];
}
function routingProblems(path, routing, fleet) {
  const problems = new Problems();
  const { type, waitIntervalInSeconds } = routing;
  problems.note(`${path}.type`, checks_exports.oneOf(Object.values(TrafficRoutingType))(type));
  problems.note(
    `${path}.waitIntervalInSeconds`,
    optional2(waitIntervalInSeconds, checks_exports.integer(0, MAX_WAIT_IN_SECONDS, "seconds"))
  );
  const sizes = [
    ["canarySize", TrafficRoutingType.Canary, 1, 50],
    ["linearStepSize", TrafficRoutingType.Linear, 10, 50]
  ];
  const all44 = [];
  for (const [property2, of, min, max] of sizes) {
    const size = routing[property2];
    if (type === of && size === void 0)
      problems.note(`${path}.${property2}`, `is missing, but is required for ${of}`);
    else if (type !== of && size !== void 0) {
      problems.note(
        `${path}.${property2}`,
        `is for ${of}, but the type is ${JSON.stringify(type)}: leave it out`
      );
    } else if (size !== void 0) all44.push(...sizeProblems(`${path}.${property2}`, size, min, max, fleet));
  }
  return [...problems.all, ...all44];
}
function rollingProblems(path, policy, fleet) {
  const problems = new Problems();
  const { maximumBatchSize, rollbackMaximumBatchSize, waitIntervalInSeconds } = policy;
  problems.note(
    `${path}.waitIntervalInSeconds`,
    optional2(waitIntervalInSeconds, checks_exports.integer(0, MAX_WAIT_IN_SECONDS, "seconds"))
  );
  if (maximumBatchSize === void 0) {
    problems.note(`${path}.maximumBatchSize`, "is missing, but is required");
    return problems.all;
  }
  const rollback = `${path}.rollbackMaximumBatchSize`;
  return [
    ...problems.all,
    ...sizeProblems(`${path}.maximumBatchSize`, maximumBatchSize, 5, 50, fleet),
    ...rollbackMaximumBatchSize === void 0 ? [] : sizeProblems(rollback, rollbackMaximumBatchSize, 1, 100, fleet),
    ...timeoutProblems(path, policy.maximumExecutionTimeoutInSeconds, rollingWait(policy, fleet))
  ];
}
function sizeProblems(path, { type, value }, min, max, fleet) {
  const problems = new Problems();
  problems.note(`${path}.type`, checks_exports.oneOf(Object.values(CapacitySizeType))(type));
  if (type === CapacitySizeType.CapacityPercent) {
    problems.note(`${path}.value`, checks_exports.integer(min, max, "percent")(value));
    return problems.all;
  }
  if (!Number.isSafeInteger(value) || value < 1) {
    problems.note(`${path}.value`, checks_exports.mismatch(value, "a whole number of at least 1"));
    return problems.all;
  }
  for (const [name2, { initialInstanceCount: initialInstanceCount2 }] of Object.entries(fleet)) {
    if (!(initialInstanceCount2 >= 1)) continue;
    const share2 = 100 * value / initialInstanceCount2;
    if ((share2 >= min || min === 1) && share2 <= max) continue;
    problems.note(
      `${path}.value`,
      `is ${value}, but must be ${min} to ${max} % of the variant's instances, and ${JSON.stringify(name2)} starts with ${initialInstanceCount2}: give CAPACITY_PERCENT, or more instances`
    );
  }
  return problems.all;
}
function timeoutProblems(path, timeout2, wait) {
  if (timeout2 === void 0) return [];
  const problems = new Problems();
  const remedy = timeout2 > MAX_TIMEOUT_IN_SECONDS2 ? "the AWS provider of Pulumi takes no more yet" : void 0;
  const range = checks_exports.integer(MIN_TIMEOUT_IN_SECONDS2, MAX_TIMEOUT_IN_SECONDS2, "seconds", remedy)(timeout2);
  const isTooShort = Number.isFinite(wait) && timeout2 <= wait;
  problems.note(
    `${path}.maximumExecutionTimeoutInSeconds`,
    range ?? (isTooShort ? checks_exports.mismatch(timeout2, `more than the ${wait} seconds of all waits together`) : void 0)
  );
  return problems.all;
}
function totalWait(policies, fleet) {
  const { blueGreenUpdatePolicy: blueGreen, rollingUpdatePolicy: rolling } = policies;
  if (rolling !== void 0) return rollingWait(rolling, fleet);
  return blueGreen === void 0 ? 0 : blueGreenWait(blueGreen, fleet);
}
function blueGreenWait(policy, fleet) {
  const { trafficRoutingConfiguration: routing, terminationWaitInSeconds = 0 } = policy;
  if (routing === void 0) return terminationWaitInSeconds;
  const { type, linearStepSize, waitIntervalInSeconds = 0 } = routing;
  const waits = type === TrafficRoutingType.Linear && linearStepSize !== void 0 ? steps(linearStepSize, fleet) - 1 : 1;
  return waits * waitIntervalInSeconds + terminationWaitInSeconds;
}
function rollingWait(policy, fleet) {
  return steps(policy.maximumBatchSize, fleet) * (policy.waitIntervalInSeconds ?? 0);
}
function steps({ type, value }, fleet) {
  const most = Math.max(1, ...Object.values(fleet).map(({ initialInstanceCount: initialInstanceCount2 }) => initialInstanceCount2));
  const all44 = type === CapacitySizeType.CapacityPercent ? 100 : most;
  return Math.ceil(all44 / value);
}
function rollbackProblems(alarmNames, made) {
  const problems = new Problems();
  const path = "autoRollbackConfiguration";
  const count2 = alarmNames.length + made.length;
  if (count2 < 1 || count2 > MAX_ALARMS) {
    problems.note(
      path,
      `has ${count2} alarms, given and made ones together, but must have 1 to ${MAX_ALARMS} (${ROLLBACK_PAGE})`
    );
  }
  alarmNames.forEach((name2, index) => {
    const twice = alarmNames.indexOf(name2) < index || made.includes(name2);
    problems.note(
      `${path}.alarmNames[${index}]`,
      twice ? `is ${JSON.stringify(name2)} once more` : alarmNameProblem(name2)
    );
  });
  for (const name2 of made) problems.note(`${path}.alarms`, alarmNameProblem(name2));
  return problems.all;
}
function alarmNameProblem(name2) {
  const [, fromArn] = /^arn:[a-z0-9-]+:cloudwatch:[a-z0-9-]*:[0-9]*:alarm:(.+)$/s.exec(name2) ?? [];
  if (fromArn !== void 0) {
    return checks_exports.mismatch(name2, "an alarm's name, and no ARN", `write ${JSON.stringify(fromArn)}`);
  }
  return typeof name2 === "string" && /\S/.test(name2) && name2.length <= MAX_ALARM_NAME_LENGTH ? void 0 : checks_exports.mismatch(
    name2,
    `an alarm's name of 1 to ${MAX_ALARM_NAME_LENGTH} characters, not all of them spaces`
  );
}

// components/model-endpoint/deployment/deployment.ts
var PATH = "deploymentConfig";
var rollbackAlarmName = (endpointName2, key2) => `${endpointName2}-rollback-${key2}`;
function checkDeployment(validation, config, fleet, endpointName2, alarms) {
  const { blueGreenUpdatePolicy, rollingUpdatePolicy, autoRollbackConfiguration } = config;
  const whole2 = {
    policies: { blueGreenUpdatePolicy, rollingUpdatePolicy },
    fleet
  };
  const checked = validation.object(
    PATH,
    whole2,
    (known) => policyProblems(known.policies, known.fleet).map(inDeploymentConfig)
  );
  return {
    policies: checked.policies,
    fleet: checked.fleet,
    alarmNames: autoRollbackConfiguration && checkAlarmNames(validation, autoRollbackConfiguration, endpointName2),
    alarms
  };
}
function checkAlarmNames(validation, { alarmNames = [], alarms = {} }, endpointName2) {
  if (endpointName2 === void 0) {
    validation.problem(
      "endpointName",
      `is missing, but is required with ${PATH}.autoRollbackConfiguration: the alarms are there before the endpoint and watch it by its name, and the AWS provider replaces an endpoint whose alarms change, which must never move callers to another name`
    );
  }
  const keys = Object.keys(alarms);
  const made = (name2) => keys.map((key2) => rollbackAlarmName(name2, key2));
  const whole2 = { alarmNames, endpointName: endpointName2 ?? "" };
  const given3 = (known) => known.alarmNames ?? [];
  return validation.object(
    `${PATH}.autoRollbackConfiguration`,
    whole2,
    (known) => rollbackProblems(given3(known), made(known.endpointName)).map(inDeploymentConfig)
  ).apply(guarded((known) => [...given3(known), ...made(known.endpointName)]));
}
var inDeploymentConfig = ({ propertyPath, reason }) => ({
  propertyPath: propertyPath === "" ? PATH : `${PATH}.${propertyPath}`,
  reason
});
function warnOfDeployment(deployment, parent) {
  const { policies, fleet, alarms } = deployment;
  pulumi34.all([policies, fleet, alarms?.known]).apply(
    guarded(([known, instances, made]) => {
      const seconds = Object.values(made ?? {}).map((alarm) => secondsToAlarm(withDefaults(alarm)));
      const slowest = Math.max(0, ...seconds);
      for (const advice of deploymentAdvice(known, instances, slowest)) void pulumi34.log.warn(advice, parent);
    })
  );
}
function deploymentInputs({
  policies,
  alarmNames
}) {
  const inputs = policies.apply(guarded(policyInputs));
  return {
    blueGreenUpdatePolicy: inputs.apply(guarded(({ blueGreenUpdatePolicy }) => blueGreenUpdatePolicy)),
    rollingUpdatePolicy: inputs.apply(guarded(({ rollingUpdatePolicy }) => rollingUpdatePolicy)),
    autoRollbackConfiguration: alarmNames && {
      alarms: alarmNames.apply(guarded((names) => names.map((alarmName2) => ({ alarmName: alarmName2 }))))
    }
  };
}
var configurationTrigger = (deployment) => deployment === void 0 ? pulumi34.output({ deploymentConfig: "none" }) : deployment.policies.apply(
  guarded((policies) => ({ deploymentConfig: policyInputs(policies) }))
);
function policyInputs({ blueGreenUpdatePolicy = {}, rollingUpdatePolicy }) {
  return rollingUpdatePolicy === void 0 ? { blueGreenUpdatePolicy: blueGreenInputs(blueGreenUpdatePolicy) } : { rollingUpdatePolicy: rollingInputs(rollingUpdatePolicy) };
}
function blueGreenInputs({
  trafficRoutingConfiguration: routing,
  terminationWaitInSeconds = 0,
  maximumExecutionTimeoutInSeconds
}) {
  return {
    trafficRoutingConfiguration: {
      ...routing ?? { type: TrafficRoutingType.AllAtOnce },
      waitIntervalInSeconds: routing?.waitIntervalInSeconds ?? 0
    },
    terminationWaitInSeconds,
    maximumExecutionTimeoutInSeconds
  };
}
function rollingInputs(policy) {
  return { ...policy, waitIntervalInSeconds: policy.waitIntervalInSeconds ?? 0 };
}

// components/model-endpoint/scaling/scaling-metric-checks.ts
var SPECIFICATION_PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_CustomizedMetricSpecification.html";
var QUERY_PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html";
var UNITS_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html";
var MAX_NAME_LENGTH = 255;
var MAX_EXPRESSION_LENGTH = 2048;
var STATISTICS2 = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"];
var SIZES = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"];
var BITS = ["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"];
var AMOUNTS = [...SIZES, ...BITS, "Count"];
var UNITS = [
  ...["Seconds", "Microseconds", "Milliseconds", "Percent", "None"],
  ...AMOUNTS,
  ...AMOUNTS.map((amount) => `${amount}/Second`)
];
var textOf = (most, page) => checks_exports.sourced(
  page,
  (value) => typeof value === "string" && value.length >= 1 && value.length <= most ? void 0 : checks_exports.mismatch(value, `text of 1 to ${most} characters`)
);
var name = textOf(MAX_NAME_LENGTH, SPECIFICATION_PAGE);
var unit = checks_exports.sourced(UNITS_PAGE, checks_exports.oneOf(UNITS));
var statistic2 = checks_exports.sourced(SPECIFICATION_PAGE, checks_exports.oneOf(STATISTICS2));
var queriedStatistic = checks_exports.sourced(
  QUERY_PAGE,
  (given3) => STATISTICS2.includes(given3) || isExtended(given3) ? void 0 : checks_exports.mismatch(given3, `one of ${STATISTICS2.join(", ")}, or an extended one, as p99`)
);
var id2 = checks_exports.sourced(
  QUERY_PAGE,
  checks_exports.pattern(
    /^[a-z][a-zA-Z0-9_]{0,254}$/,
    "a lower-case letter, and then letters, digits and underscores, 255 in all"
  )
);
var expression = textOf(MAX_EXPRESSION_LENGTH, QUERY_PAGE);
function customizedMetricProblems(path, metric) {
  const { queries, ...single } = metric;
  if (queries === void 0) {
    return metricProblems(path, single, "queries", statistic2);
  }
  const problems = new Problems();
  for (const [property2, value] of Object.entries(single)) {
    if (value === void 0) continue;
    problems.note(
      `${path}.${property2}`,
      "cannot be combined with queries: move it to one of them, or remove it"
    );
  }
  if (!Array.isArray(queries) || queries.length === 0) {
    problems.note(`${path}.queries`, `is empty, but must have a metric (${QUERY_PAGE})`);
    return problems.all;
  }
  const known = queries;
  const ids2 = known.map((query) => query.id);
  return [
    ...problems.all,
    ...known.flatMap((query, index) => {
      const first = ids2.indexOf(query.id);
      const same = first === index ? void 0 : `is the same as ${path}.queries[${first}].id`;
      return queryProblems(`${path}.queries[${index}]`, query, same);
    })
  ];
}
function queryProblems(path, query, same) {
  const problems = new Problems();
  const { id: given3, expression: formula, ...metric } = query;
  problems.note(`${path}.id`, same ?? id2(given3));
  if (formula === void 0) {
    return [...problems.all, ...metricProblems(path, metric, "expression", queriedStatistic)];
  }
  problems.note(`${path}.expression`, expression(formula));
  for (const [property2, value] of Object.entries(metric)) {
    if (value === void 0) continue;
    problems.note(`${path}.${property2}`, "cannot be combined with expression: remove one of them");
  }
  return problems.all;
}
function metricProblems(path, metric, instead, ofStatistic) {
  const problems = new Problems();
  const { metricName, namespace, dimensions = {} } = metric;
  problems.note(
    `${path}.metricName`,
    metricName === void 0 ? `is missing: give it, or ${instead}` : name(metricName)
  );
  if (metricName !== void 0 || namespace !== void 0) {
    problems.note(
      `${path}.namespace`,
      namespace === void 0 ? "is missing, but is required with metricName" : name(namespace)
    );
  }
  problems.note(`${path}.statistic`, optional2(metric.statistic, ofStatistic));
  problems.note(`${path}.unit`, optional2(metric.unit, unit));
  for (const [dimension, value] of Object.entries(dimensions)) {
    problems.note(propertyPathOf(`${path}.dimensions`, dimension), name(dimension) ?? name(value));
  }
  return problems.all;
}

// components/model-endpoint/scaling/scaling-settings.ts
var ScalingMetric = {
  /** Requests a minute to each instance. */
  InvocationsPerInstance: "SageMakerVariantInvocationsPerInstance",
  /** Requests that each instance has at a time, measured every 10 seconds. */
  ConcurrentRequestsPerModel: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
  /** Percent of a CPU, up to 100 for each that the instance has. */
  CPUUtilization: "CPUUtilization",
  /** Percent of the instance's memory. */
  MemoryUtilization: "MemoryUtilization",
  /** Percent of a GPU, up to 100 for each that the instance has. */
  GPUUtilization: "GPUUtilization",
  /** Percent of a GPU's memory, up to 100 for each that the instance has. */
  GPUMemoryUtilization: "GPUMemoryUtilization",
  /** Requests that wait for each instance, of an asynchronous endpoint. */
  ApproximateBacklogSizePerInstance: "ApproximateBacklogSizePerInstance"
};
var MEASURED_AS = {
  SageMakerVariantInvocationsPerInstance: EndpointMetric.InvocationsPerInstance,
  SageMakerVariantConcurrentRequestsPerModelHighResolution: EndpointMetric.ConcurrentRequestsPerModel,
  CPUUtilization: EndpointMetric.CPUUtilization,
  MemoryUtilization: EndpointMetric.MemoryUtilization,
  GPUUtilization: EndpointMetric.GPUUtilization,
  GPUMemoryUtilization: EndpointMetric.GPUMemoryUtilization,
  ApproximateBacklogSizePerInstance: EndpointMetric.ApproximateBacklogSizePerInstance
};
var AdjustmentType = {
  /** Adds or removes instances. */
  ChangeInCapacity: "ChangeInCapacity",
  /** Sets the number of instances. */
  ExactCapacity: "ExactCapacity",
  /** Adds or removes a percentage of the instances. */
  PercentChangeInCapacity: "PercentChangeInCapacity"
};
var MetricAggregationType = {
  /** Their average. */
  Average: "Average",
  /** The least of them. */
  Minimum: "Minimum",
  /** The most of them. */
  Maximum: "Maximum"
};

// components/model-endpoint/scaling/scaling-policy-checks.ts
var API = "https://docs.aws.amazon.com/autoscaling/application/APIReference";
var TRACKING_PAGE = `${API}/API_TargetTrackingScalingPolicyConfiguration.html`;
var STEPS_PAGE = `${API}/API_StepAdjustment.html`;
var POLICY_PAGE = `${API}/API_StepScalingPolicyConfiguration.html`;
var LOAD_TEST_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html";
var MAX_STEPS = 20;
var MAX_INTEGER = 2 ** 31 - 1;
var MAX_TARGET = 2 ** 360;
function trackingProblems(path, policy, where) {
  const problems = new Problems();
  const { metric, customizedMetric, targetValue, requestsPerSecond, safetyFactor } = policy;
  if (metric === void 0 === (customizedMetric === void 0)) {
    problems.note(
      `${path}.metric`,
      metric === void 0 ? "is missing: give it, or customizedMetric" : "cannot be combined with customizedMetric: remove one of them"
    );
  }
  if (metric !== void 0) {
    const unknown3 = checks_exports.oneOf(Object.values(ScalingMetric))(metric);
    problems.note(`${path}.metric`, unknown3 ?? absence(MEASURED_AS[metric], where));
  }
  if (targetValue === void 0 === (requestsPerSecond === void 0)) {
    problems.note(
      `${path}.targetValue`,
      targetValue === void 0 ? "is missing: give it, or requestsPerSecond" : "cannot be combined with requestsPerSecond: remove one of them"
    );
  }
  problems.note(`${path}.targetValue`, optional2(targetValue, positive));
  problems.note(`${path}.requestsPerSecond`, optional2(requestsPerSecond, positive));
  if (requestsPerSecond !== void 0 && metric !== ScalingMetric.InvocationsPerInstance) {
    problems.note(
      `${path}.requestsPerSecond`,
      `is for the metric ${ScalingMetric.InvocationsPerInstance} alone: give targetValue`
    );
  }
  if (safetyFactor !== void 0) {
    problems.note(
      `${path}.safetyFactor`,
      requestsPerSecond === void 0 ? "is about requestsPerSecond, which is not given: leave it out" : safety(safetyFactor)
    );
  }
  for (const property2 of ["scaleInCooldown", "scaleOutCooldown"]) {
    problems.note(`${path}.${property2}`, optional2(policy[property2], trackingCooldown));
  }
  const own = customizedMetric === void 0 ? [] : customizedMetricProblems(`${path}.customizedMetric`, customizedMetric);
  return [...problems.all, ...own];
}
var positive = checks_exports.sourced(
  TRACKING_PAGE,
  (value) => value > 0 && value <= MAX_TARGET ? void 0 : checks_exports.mismatch(value, "a number above 0 and at most 2 to the power of 360")
);
var safety = checks_exports.sourced(
  LOAD_TEST_PAGE,
  (value) => value > 0 && value <= 1 ? void 0 : checks_exports.mismatch(value, "a number above 0 and at most 1")
);
var cooldown = checks_exports.integer(0, MAX_INTEGER, "seconds");
var trackingCooldown = checks_exports.sourced(TRACKING_PAGE, cooldown);
var stepCooldown = checks_exports.sourced(POLICY_PAGE, cooldown);
var magnitude = checks_exports.sourced(POLICY_PAGE, checks_exports.integer(1, MAX_INTEGER, "instances"));
function stepProblems(path, policy, where) {
  const problems = new Problems();
  const { adjustmentType, minAdjustmentMagnitude } = policy;
  const alarm = policy.alarm;
  problems.note(
    `${path}.adjustmentType`,
    optional2(adjustmentType, checks_exports.oneOf(Object.values(AdjustmentType)))
  );
  problems.note(
    `${path}.metricAggregationType`,
    optional2(
      policy.metricAggregationType,
      checks_exports.oneOf(Object.values(MetricAggregationType))
    )
  );
  problems.note(`${path}.cooldown`, optional2(policy.cooldown, stepCooldown));
  if (minAdjustmentMagnitude !== void 0) {
    problems.note(
      `${path}.minAdjustmentMagnitude`,
      adjustmentType === AdjustmentType.PercentChangeInCapacity ? magnitude(minAdjustmentMagnitude) : `is for ${AdjustmentType.PercentChangeInCapacity} alone: leave it out (${POLICY_PAGE})`
    );
  }
  const wrongSteps = stepsProblem(policy.stepAdjustments, adjustmentType);
  problems.note(`${path}.stepAdjustments`, wrongSteps);
  if (alarm === void 0) {
    problems.note(`${path}.alarm`, "is missing, but is required: without it the policy does nothing");
    return problems.all;
  }
  const wrongRule = ruleProblems(`${path}.alarm`, alarm, where);
  if (wrongSteps === void 0 && wrongRule.length === 0) {
    const down = looksDown(withDefaults(alarm).comparisonOperator);
    problems.note(`${path}.stepAdjustments`, reachProblem(policy.stepAdjustments, down));
  }
  return [...problems.all, ...wrongRule];
}
var intervalsOf = (steps2) => steps2.map(({ metricIntervalLowerBound: from2 = -Infinity, metricIntervalUpperBound: to = Infinity }) => ({
  from: from2,
  to
})).sort((one, other) => one.to - other.to);
function stepsProblem(steps2, adjustmentType) {
  if (!Array.isArray(steps2) || steps2.length < 1 || steps2.length > MAX_STEPS) {
    return `must be a list of 1 to ${MAX_STEPS} steps (https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html)`;
  }
  const problem = intervalProblem(intervalsOf(steps2)) ?? adjustmentProblem(steps2, adjustmentType);
  return problem && `${problem} (${STEPS_PAGE})`;
}
function intervalProblem(intervals) {
  for (const [index, { from: from2, to }] of intervals.entries()) {
    if (from2 === -Infinity && to === Infinity) {
      return "has a step without bounds: give it metricIntervalLowerBound 0 where the alarm fires above its threshold, metricIntervalUpperBound 0 where it does below";
    }
    if (!(from2 < to)) return `has an interval from ${from2} to ${to}, but it must end above where it begins`;
    const next = intervals[index + 1];
    if (next !== void 0 && next.from !== to) {
      return `has an interval that ends at ${to}, and the next begins at ${next.from}: they must neither overlap nor leave a gap`;
    }
  }
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (first !== void 0 && first.from < 0 && first.from !== -Infinity) {
    return `begins at ${first.from}: with a lower bound below 0 there must be a step without one`;
  }
  if (last !== void 0 && last.to > 0 && last.to !== Infinity) {
    return `ends at ${last.to}: with an upper bound above 0 there must be a step without one`;
  }
  return void 0;
}
function adjustmentProblem(steps2, adjustmentType) {
  const exact = adjustmentType === AdjustmentType.ExactCapacity;
  for (const { scalingAdjustment } of steps2) {
    if (Number.isSafeInteger(scalingAdjustment) && (!exact || scalingAdjustment >= 0)) continue;
    return `has the scalingAdjustment ${JSON.stringify(scalingAdjustment)}, but it must be a whole number${exact ? " of at least 0" : ""}`;
  }
  return void 0;
}
function reachProblem(steps2, down) {
  const reached = intervalsOf(steps2).some(
    ({ from: from2, to }) => down ? from2 < 0 && to >= 0 : from2 <= 0 && to > 0
  );
  if (reached) return void 0;
  const [side, bound] = down ? ["below", "metricIntervalUpperBound"] : ["above", "metricIntervalLowerBound"];
  return `has no step for an alarm that fires ${side} its threshold: give one ${bound} 0 (${STEPS_PAGE})`;
}

// components/model-endpoint/scaling/scaling-checks.ts
var QUOTAS_PAGE = "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html";
var SCHEDULE_PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html";
var TARGET_PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html";
var BURSTABLE_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html";
var ZERO_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html";
var MAX_POLICIES = 50;
var MAX_SCHEDULED_ACTIONS = 200;
var SECONDS_PER_MINUTE2 = 60;
var DEFAULT_SAFETY_FACTOR = 0.5;
function scalingProblems(path, scaling2, variant) {
  const { targetTracking = {}, stepScaling = {}, scheduledActions = {} } = scaling2;
  return [
    ...variantProblems(path, scaling2, variant),
    ...countProblems(path, targetTracking, stepScaling, scheduledActions),
    ...sameMetricProblems(path, targetTracking),
    ...eachProblems(
      `${path}.targetTracking`,
      targetTracking,
      (at, policy) => trackingProblems(at, policy, variant)
    ),
    ...eachProblems(`${path}.stepScaling`, stepScaling, (at, policy) => stepProblems(at, policy, variant)),
    ...eachProblems(
      `${path}.scheduledActions`,
      scheduledActions,
      (at, action) => scheduledProblems(at, action, scaling2.minCapacity)
    )
  ];
}
function eachProblems(path, parts, problems) {
  return Object.entries(parts).flatMap(([name2, part2]) => [
    ...keyProblems(path, name2),
    ...problems(propertyPathOf(path, name2), part2)
  ]);
}
function defaultInstanceCount(minCapacity) {
  return Math.max(1, minCapacity ?? 1);
}
function targetValueOf(policy) {
  const { targetValue, requestsPerSecond = 0, safetyFactor = DEFAULT_SAFETY_FACTOR } = policy;
  return targetValue ?? requestsPerSecond * SECONDS_PER_MINUTE2 * safetyFactor;
}
function variantProblems(path, { minCapacity = 1, maxCapacity }, { instanceType: instanceType3, initialInstanceCount: initialInstanceCount2, asynchronous }) {
  const problems = new Problems();
  if (/^ml\.t[0-9]/.test(String(instanceType3))) {
    problems.note(
      path,
      `is given, but SageMaker scales no burstable instances, as ${instanceType3}: choose another type, as ml.m5.large (${BURSTABLE_PAGE})`
    );
  }
  const low = asynchronous ? 0 : 1;
  const why = asynchronous ? TARGET_PAGE : `only asynchronous inference scales to 0 (${ZERO_PAGE})`;
  const capacities = [
    ...capacityProblems(`${path}.minCapacity`, minCapacity, low, why),
    ...capacityProblems(`${path}.maxCapacity`, maxCapacity, 1, TARGET_PAGE)
  ];
  if (capacities.length > 0) return [...problems.all, ...capacities];
  if (minCapacity > maxCapacity) {
    const least = `at least minCapacity, which is ${minCapacity}`;
    problems.note(`${path}.maxCapacity`, checks_exports.mismatch(maxCapacity, least, TARGET_PAGE));
  } else if (initialInstanceCount2 < minCapacity || initialInstanceCount2 > maxCapacity) {
    problems.note(
      path,
      `is from ${minCapacity} to ${maxCapacity} instances, but initialInstanceCount is ${initialInstanceCount2}: give it within these limits`
    );
  }
  return problems.all;
}
function capacityProblems(path, capacity, low, why) {
  const problems = new Problems();
  problems.note(path, optional2(capacity, checks_exports.integer(low, MAX_INTEGER, "instances", why)));
  return problems.all;
}
function countProblems(path, targetTracking, stepScaling, scheduledActions) {
  const problems = new Problems();
  const policies = Object.keys(targetTracking).length + Object.keys(stepScaling).length;
  const actions = Object.keys(scheduledActions).length;
  if (policies + actions === 0) {
    problems.note(
      path,
      "has no policy, so that nothing is scaled: give targetTracking, stepScaling or scheduledActions"
    );
  }
  if (policies > MAX_POLICIES) {
    problems.note(path, `has ${policies} policies, but may have at most ${MAX_POLICIES} (${QUOTAS_PAGE})`);
  }
  if (actions > MAX_SCHEDULED_ACTIONS) {
    problems.note(
      `${path}.scheduledActions`,
      `has ${actions} entries, but may have at most ${MAX_SCHEDULED_ACTIONS} (${QUOTAS_PAGE})`
    );
  }
  return problems.all;
}
function sameMetricProblems(path, policies) {
  const problems = new Problems();
  const seen = /* @__PURE__ */ new Map();
  for (const [name2, { metric, customizedMetric }] of Object.entries(policies)) {
    const key2 = JSON.stringify(metric ?? customizedMetric);
    const first = seen.get(key2);
    if (first === void 0) seen.set(key2, name2);
    else if (key2 !== void 0) {
      problems.note(
        propertyPathOf(`${path}.targetTracking`, name2),
        `follows the same metric as ${JSON.stringify(first)}: leave one of the two out`
      );
    }
  }
  return problems.all;
}
function scheduledProblems(path, action, fewest) {
  const problems = new Problems();
  const { schedule: schedule2, timezone, startTime, endTime, minCapacity, maxCapacity } = action;
  problems.note(`${path}.schedule`, scheduleProblem(schedule2));
  problems.note(`${path}.timezone`, optional2(timezone, timezoneProblem));
  problems.note(`${path}.startTime`, optional2(startTime, timeProblem));
  problems.note(`${path}.endTime`, optional2(endTime, timeProblem));
  if (startTime !== void 0 && endTime !== void 0 && Date.parse(startTime) >= Date.parse(endTime)) {
    problems.note(`${path}.endTime`, checks_exports.mismatch(endTime, `after startTime, which is ${startTime}`));
  }
  if (minCapacity === void 0 && maxCapacity === void 0) {
    problems.note(path, "changes nothing: give minCapacity, maxCapacity, or both");
  }
  const low = fewest === 0 ? 0 : 1;
  const why = low === 0 ? SCHEDULE_PAGE : `0 takes the variant's own minCapacity to be 0 (${ZERO_PAGE})`;
  const capacities = [
    ...capacityProblems(`${path}.minCapacity`, minCapacity, low, why),
    ...capacityProblems(`${path}.maxCapacity`, maxCapacity, low, why)
  ];
  if (capacities.length === 0 && (minCapacity ?? 0) > (maxCapacity ?? Infinity)) {
    const least = `at least minCapacity, which is ${String(minCapacity)}`;
    problems.note(`${path}.maxCapacity`, checks_exports.mismatch(maxCapacity, least, SCHEDULE_PAGE));
  }
  return [...problems.all, ...capacities];
}
var TIME_OF_DAY = "\\d{2}:\\d{2}:\\d{2}";
var AT = new RegExp(`^at\\((\\d{4}-\\d{2}-\\d{2}T${TIME_OF_DAY})\\)$`);
var RATE = /^rate\([1-9]\d* (minute|hour|day)s?\)$/;
var CRON = /^cron\((\S+ ){5}\S+\)$/;
var TIME = new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${TIME_OF_DAY}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$`);
var scheduleProblem = checks_exports.sourced(SCHEDULE_PAGE, (schedule2) => {
  const [, at] = AT.exec(schedule2) ?? [];
  return isTime(`${at ?? ""}Z`) || RATE.test(schedule2) || CRON.test(schedule2) ? void 0 : checks_exports.mismatch(
    schedule2,
    "at(<date>T<time>), rate(<number> <unit>) or cron(<six fields>), as cron(0 7 ? * MON-FRI *)"
  );
});
var timeProblem = checks_exports.sourced(
  SCHEDULE_PAGE,
  (time) => isTime(time) ? void 0 : checks_exports.mismatch(time, "a time by RFC 3339, as 2026-12-01T00:00:00Z")
);
function isTime(text2) {
  if (!TIME.test(text2) || Number.isNaN(Date.parse(text2))) return false;
  const day = /* @__PURE__ */ new Date(`${text2.slice(0, 10)}T00:00:00Z`);
  return day.toISOString().startsWith(text2.slice(0, 10));
}
var timezoneProblem = checks_exports.sourced(SCHEDULE_PAGE, (timezone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    if (/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(timezone)) return void 0;
  } catch {
  }
  return checks_exports.mismatch(timezone, "the name of an IANA time zone, as Europe/Rome");
});

// components/model-endpoint/operations-checks.ts
function checkOperations(validation, args, variants, shadowVariants) {
  const { deploymentConfig: deployment, monitoring: watched, asyncInference } = args;
  const asynchronous = asyncInference !== void 0;
  for (const { path, value } of Object.values(shadowVariants)) {
    if (value.scaling === void 0) continue;
    validation.problem(`${path}.scaling`, "is for production variants: a shadow variant keeps its instances");
  }
  const watchedVariants = {
    asynchronous,
    production: instanceTypesOf(variants),
    shadow: instanceTypesOf(shadowVariants)
  };
  const alarmsAt = (path, alarms) => alarms && checkAlarms(validation, path, alarms, watchedVariants);
  const rollbackAlarms = deployment?.autoRollbackConfiguration?.alarms;
  return {
    deployment: deployment && checkDeployment(
      validation,
      deployment,
      fleetOf(variants),
      args.endpointName,
      alarmsAt("deploymentConfig.autoRollbackConfiguration.alarms", rollbackAlarms)
    ),
    scaling: Object.fromEntries(
      Object.entries(variants).flatMap(([name2, variant]) => {
        const path = variant.path === "" ? "scaling" : `${variant.path}.scaling`;
        const { scaling: scaling2 } = variant.value;
        return scaling2 === void 0 ? [] : [[name2, checkScaling(validation, path, scaling2, variant, asynchronous)]];
      })
    ),
    alarms: alarmsAt("monitoring.alarms", watched?.alarms),
    alarmTopicArns: validation.list("monitoring.alarmTopicArns", watched?.alarmTopicArns, {
      max: 5,
      item: checks_exports.topicArn,
      unique: true,
      remedy: "let one topic tell the others (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html)"
    }),
    dashboard: watched?.dashboard && checkDashboard(validation, watched.dashboard),
    asynchronous
  };
}
function instanceCountOf({ value }) {
  return value.initialInstanceCount ?? defaultInstanceCount(value.scaling?.minCapacity);
}
function instanceTypesOf(variants) {
  return Object.fromEntries(
    Object.entries(variants).map(([name2, { value }]) => [
      name2,
      typeof value.instanceType === "string" ? value.instanceType : ""
    ])
  );
}
function fleetOf(variants) {
  return Object.fromEntries(
    Object.entries(variants).map(([name2, variant]) => [
      name2,
      { instanceType: variant.value.instanceType, initialInstanceCount: instanceCountOf(variant) }
    ])
  );
}
function checkScaling(validation, path, scaling2, variant, asynchronous) {
  const whole2 = {
    scaling: scaling2,
    instanceType: variant.value.instanceType,
    initialInstanceCount: instanceCountOf(variant)
  };
  const known = validation.object(
    path,
    whole2,
    (all44) => scalingProblems(path, all44.scaling, {
      instanceType: all44.instanceType,
      initialInstanceCount: all44.initialInstanceCount,
      asynchronous
    })
  );
  return { given: scaling2, known: known.apply(guarded((all44) => all44.scaling)) };
}
function checkAlarms(validation, path, alarms, watched) {
  const known = validation.object(
    path,
    alarms,
    (all44) => Object.entries(all44).flatMap(([key2, alarm]) => [
      ...keyProblems(path, key2),
      ...alarmProblems(propertyPathOf(path, key2), alarm, watched)
    ])
  );
  return { given: alarms, known };
}
function checkDashboard(validation, { dashboardName, registry }) {
  const at = "monitoring.dashboard";
  return {
    dashboardName: validation.value(
      `${at}.dashboardName`,
      dashboardName,
      checks_exports.sourced(
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
        checks_exports.pattern(/^[a-zA-Z0-9_-]{1,255}$/, "1 to 255 letters, digits, hyphens and underscores")
      )
    ),
    registry: registry && {
      loadBalancerArn: validation.required(
        `${at}.registry.loadBalancerArn`,
        registry.loadBalancerArn,
        checks_exports.arn("elasticloadbalancing", "loadbalancer/\u2026")
      ),
      clusterArn: validation.required(
        `${at}.registry.clusterArn`,
        registry.clusterArn,
        checks_exports.arn("ecs", "cluster/\u2026")
      ),
      pullServiceName: validation.required(
        `${at}.registry.pullServiceName`,
        registry.pullServiceName,
        checks_exports.pattern(/^[a-zA-Z0-9_-]{1,255}$/, "the name of an ECS service")
      )
    }
  };
}

// components/model-endpoint/variants/core-dump.ts
function checkCoreDump(validation, path, dump, keyRequired) {
  if (dump === void 0) return void 0;
  if (keyRequired && dump.kmsKeyArn === void 0) {
    const reason = "is missing: give a key, which the AWS provider of Pulumi requires for the core dumps of a shadow variant";
    validation.problem(`${path}.kmsKeyArn`, reason);
  }
  const { destinationS3Uri, kmsKeyArn: kmsKeyArn2 } = checkInputs(validation, path, dump, {
    destinationS3Uri: input_checks_exports.required(s3Destination("ProductionVariantCoreDumpConfig")),
    kmsKeyArn: input_checks_exports.optional(kmsKeyArn)
  });
  return { destinationS3Uri, kmsKeyId: kmsKeyArn2 };
}

// components/model-endpoint/variants/instance-storage.ts
var WITHOUT_D = /^(dl1|g5|g6|g6e|gr6|g7|g7e|p5|p5e|p5en|p6|p6e|trn1|trn1n|trn2|i[0-9]\w*|x1e?|f[12])$/;
var WITHOUT_VOLUME = /d|^(g5|g6|g7e|p5|p6-b200|trn1|trn2)/;
var HOST_INSTANCE_STORAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/host-instance-storage.html";
var familyOf = (instanceType3) => instanceType3.split(".")[1] ?? "";
function hasLocalStorage(instanceType3) {
  const [family = ""] = familyOf(instanceType3).split("-");
  return /^[a-z]+[0-9]+[a-z]*d[a-z]*$/.test(family) || WITHOUT_D.test(family);
}
var volumeProblem = (instanceType3) => typeof instanceType3 === "string" && WITHOUT_VOLUME.test(familyOf(instanceType3)) ? `is given, but ${instanceType3} has local storage in place of a volume, whose size is the type's: leave it out (${HOST_INSTANCE_STORAGE})` : void 0;
function keyAdvice(instanceTypes) {
  const local = [...new Set(instanceTypes.filter(hasLocalStorage))];
  if (local.length === 0) return void 0;
  return `kmsKeyArn does not encrypt the local storage of ${local.join(", ")}, which the instance's hardware encrypts with a key of its own (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html)`;
}

// components/model-endpoint/variants/check-variants.ts
function checkVariant(validation, { path, value }, { shadowTest, shadow }) {
  return checkInputs(validation, path, value, {
    model: input_checks_exports.usedBy(givenVariants),
    instanceType: input_checks_exports.required(shadowTest ? shadowTestInstanceType : instanceType2),
    initialInstanceCount: (_, at) => validation.value(at, instanceCountOf({ value }), initialInstanceCount),
    scaling: input_checks_exports.usedBy(checkOperations),
    initialVariantWeight: input_checks_exports.optional(initialVariantWeight),
    volumeSizeInGb: checkVolume,
    modelDataDownloadTimeoutInSeconds: input_checks_exports.optional(timeoutInSeconds),
    containerStartupHealthCheckTimeoutInSeconds: input_checks_exports.optional(timeoutInSeconds),
    inferenceAmiVersion: input_checks_exports.optional(inferenceAmiVersion),
    mlReservationArn: input_checks_exports.optional(mlReservationArn),
    routingStrategy: input_checks_exports.optional(routingStrategy),
    coreDump: (_, at, dump) => checkCoreDump(validation, at, dump, shadow),
    enableSsmAccess: input_checks_exports.optional()
  });
}
function checkVolume(validation, path, volumeSizeInGb2, { instanceType: instanceType3 }) {
  if (volumeSizeInGb2 === void 0) return void 0;
  const size = validation.value(path, volumeSizeInGb2, volumeSizeInGb);
  const type = validation.value(path, instanceType3, volumeProblem);
  return pulumi35.all([size, type]).apply(guarded(([known]) => known));
}

// components/model-endpoint/async-inference.ts
var AsyncNotificationTopic = {
  /** The topic for successful requests (`successTopicArn`). */
  Success: "SUCCESS_NOTIFICATION_TOPIC",
  /** The topic for failed requests (`errorTopicArn`). */
  Error: "ERROR_NOTIFICATION_TOPIC"
};
function checkAsyncInference(validation, settings) {
  if (settings === void 0) return void 0;
  const { successTopicArn, errorTopicArn, includeInferenceResponseIn } = settings;
  const absent = [
    ...successTopicArn === void 0 ? [AsyncNotificationTopic.Success] : [],
    ...errorTopicArn === void 0 ? [AsyncNotificationTopic.Error] : []
  ];
  const checked = checkInputs(validation, "asyncInference", settings, {
    maxConcurrentInvocationsPerInstance: input_checks_exports.optional(maxConcurrentInvocations),
    s3OutputPath: input_checks_exports.required(s3Destination("AsyncInferenceOutputConfig")),
    s3FailurePath: input_checks_exports.optional(s3Destination("AsyncInferenceOutputConfig")),
    successTopicArn: input_checks_exports.optional(topicArn2),
    errorTopicArn: input_checks_exports.optional(topicArn2),
    includeInferenceResponseIn: input_checks_exports.list({
      max: MAX_NOTIFICATION_TOPICS,
      item: namedTopic(absent),
      unique: true
    }),
    kmsKeyArn: input_checks_exports.optional(kmsKeyArn)
  });
  const { maxConcurrentInvocationsPerInstance } = checked;
  const notifies = [successTopicArn, errorTopicArn, includeInferenceResponseIn].some(
    (each3) => each3 !== void 0
  );
  return {
    // The provider takes an empty one for 0 requests at a time.
    clientConfig: maxConcurrentInvocationsPerInstance === void 0 ? void 0 : { maxConcurrentInvocationsPerInstance },
    outputConfig: {
      s3OutputPath: checked.s3OutputPath,
      s3FailurePath: checked.s3FailurePath,
      notificationConfig: notifies ? {
        successTopic: checked.successTopicArn,
        errorTopic: checked.errorTopicArn,
        includeInferenceResponseIns: checked.includeInferenceResponseIn
      } : void 0,
      kmsKeyId: checked.kmsKeyArn
    }
  };
}
function namedTopic(absent) {
  const known = checks_exports.oneOf(Object.values(AsyncNotificationTopic));
  return (topic) => {
    const reason = known(topic);
    if (reason !== void 0 || !absent.includes(topic)) return reason;
    const property2 = topic === AsyncNotificationTopic.Success ? "successTopicArn" : "errorTopicArn";
    return `is ${JSON.stringify(topic)}, but asyncInference.${property2} names no such topic: give it, or leave this out`;
  };
}

// components/model-endpoint/custom-timeouts.ts
function refuseCustomTimeouts(validation, opts) {
  const given3 = Object.values(opts?.customTimeouts ?? {}).filter((each3) => each3 !== void 0 && each3 !== "");
  if (given3.length === 0) return;
  validation.problem(
    "opts.customTimeouts",
    "has no effect: Pulumi passes the timeouts of a component on to none of its resources, and the AWS provider waits 60 minutes for an endpoint, and takes no other limit. Leave it out"
  );
}

// components/model-endpoint/data-capture.ts
var CaptureMode = {
  /** What the caller sends. */
  InputOnly: "Input",
  /** What the model answers. */
  OutputOnly: "Output",
  /** Both, as one option. */
  InputAndOutput: "InputAndOutput"
};
function checkDataCapture(validation, capture) {
  if (capture === void 0) return void 0;
  const contentTypes = { min: 1, max: MAX_CONTENT_TYPES, item: contentType, unique: true };
  const checked = checkInputs(validation, "dataCapture", capture, {
    captureModes: (_, at, modes = [CaptureMode.InputOnly, CaptureMode.OutputOnly]) => validation.value(at, modes, captureModes),
    destinationS3Uri: input_checks_exports.required(s3Destination("DataCaptureConfig")),
    initialSamplingPercentage: input_checks_exports.required(samplingPercentage),
    // The provider takes an absent value for false, and nothing would be captured.
    enableCapture: input_checks_exports.withDefault(true),
    kmsKeyArn: input_checks_exports.optional(kmsKeyArn),
    csvContentTypes: input_checks_exports.list(contentTypes),
    jsonContentTypes: input_checks_exports.list(contentTypes)
  });
  const { csvContentTypes, jsonContentTypes } = checked;
  return {
    destinationS3Uri: checked.destinationS3Uri,
    initialSamplingPercentage: checked.initialSamplingPercentage,
    captureOptions: checked.captureModes.apply(
      guarded((known) => [known].flat().map((captureMode) => ({ captureMode })))
    ),
    enableCapture: checked.enableCapture,
    kmsKeyId: checked.kmsKeyArn,
    captureContentTypeHeader: csvContentTypes === void 0 && jsonContentTypes === void 0 ? void 0 : { csvContentTypes, jsonContentTypes }
  };
}
var captureModes = checks_exports.sourced(
  sageMakerApi("CaptureOption"),
  (given3) => {
    const modes = [given3].flat();
    const both = [CaptureMode.InputOnly, CaptureMode.OutputOnly];
    const alone = modes.length === 1 && modes[0] === CaptureMode.InputAndOutput;
    const some = modes.length > 0 && new Set(modes).size === modes.length;
    return Array.isArray(given3) && (alone || some && modes.every((mode) => both.includes(mode))) ? void 0 : checks_exports.mismatch(given3, 'one or both of "Input" and "Output", or "InputAndOutput" alone');
  }
);

// components/model-endpoint/variants/check-shadow-test.ts
var EXCLUSIONS2 = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html";
var CONFIGURATION2 = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html";
function checkShadowTest(validation, { shadowVariants, asyncInference }, models, variants, shadows) {
  if (shadowVariants === void 0) return;
  const count2 = Object.keys(shadowVariants).length;
  if (count2 !== 1) {
    validation.problem("shadowVariants", `has ${count2} variants, but must have exactly 1 (${CONFIGURATION2})`);
  }
  const productionVariants = Object.keys(variants).length;
  if (productionVariants > 1) {
    const reason = `has ${productionVariants} variants, but must have exactly 1 in addition to a shadow variant (${CONFIGURATION2})`;
    validation.problem("variants", reason);
  }
  for (const [name2, { path }] of Object.entries(shadows)) {
    if (!Object.hasOwn(variants, name2)) continue;
    validation.problem(path, "has the name of the production variant: give it another");
  }
  if (asyncInference !== void 0) {
    const reason = `is given, but asynchronous inference has no shadow variants: leave one out (${EXCLUSIONS2})`;
    validation.problem("shadowVariants", reason);
  }
  for (const { path, containers } of Object.values(models)) {
    if (containers.length > 1) {
      const reason = `has ${containers.length} containers, but must have 1 on an endpoint with a shadow variant (${EXCLUSIONS2})`;
      validation.problem(`${path}.containers`, reason);
    }
    for (const container of containers) {
      if (container.value.mode !== ContainerMode.MultiModel) continue;
      const reason = `is "MultiModel", but must be "SingleModel" on an endpoint with a shadow variant (${EXCLUSIONS2})`;
      validation.problem(`${container.path}.mode`, reason);
    }
  }
}

// preflight/check-ids.ts
var CHECK_IDS = [
  "registry-name",
  "registry-address",
  "registry-connection",
  "registry-tls",
  "certificate-authority",
  "certificate-name",
  "certificate-expiry",
  "registry-api",
  "authentication-scheme",
  "authorization-server",
  "lambda-endpoint",
  "credentials-provider",
  "authentication",
  "manifest",
  "digest-pinned",
  "platform",
  "media-types",
  "image-labels",
  "blobs",
  "redirects",
  "rate-limit",
  "image-size",
  "endpoint-name"
];
function isCheckId(text2) {
  return CHECK_IDS.some((id3) => id3 === text2);
}

// components/model-endpoint/preflight/preflight-settings.ts
var PreflightSeverity = {
  /** The deployment fails, before any model exists. */
  Error: "error",
  /** The deployment warns, and goes on. */
  Warning: "warning",
  /** The check is left out. */
  Off: "off"
};
var DEFAULT_INTERVAL_IN_MINUTES = 60;
var MIN_INTERVAL_IN_MINUTES = 5;
var MAX_INTERVAL_IN_MINUTES = 1440;
function checkPreflight(validation, args) {
  const { preflightFunctionArn, preflightScheduleRoleArn, preflight = {} } = args;
  if (preflightFunctionArn === void 0) refuseAllOf(validation, args);
  else if (preflightScheduleRoleArn === void 0) refuseSchedule(validation, preflight);
  return checkInputs(validation, "preflight", preflight, {
    severities: input_checks_exports.record({
      key: checkId,
      item: checks_exports.oneOf(Object.values(PreflightSeverity))
    }),
    intervalInMinutes: input_checks_exports.withDefault(
      DEFAULT_INTERVAL_IN_MINUTES,
      checks_exports.integer(MIN_INTERVAL_IN_MINUTES, MAX_INTERVAL_IN_MINUTES, "minutes")
    ),
    alarmTopicArns: input_checks_exports.list({ max: 5, item: checks_exports.topicArn })
  });
}
var arnOfFunctionOrRole = (check) => (validation, propertyPath, value) => validation.value(propertyPath, value, check);
function refuseAllOf(validation, { preflight = {}, preflightScheduleRoleArn }) {
  const about = {
    preflightScheduleRoleArn,
    ...Object.fromEntries(
      Object.entries(preflight).map(([property2, value]) => [propertyPathOf("preflight", property2), value])
    )
  };
  for (const [property2, value] of Object.entries(about)) {
    if (value === void 0) continue;
    validation.problem(
      property2,
      "is about the preflight, but preflightFunctionArn names no function for it: give it, or leave this out"
    );
  }
}
function refuseSchedule(validation, settings) {
  for (const property2 of ["intervalInMinutes", "alarmTopicArns"]) {
    if (settings[property2] === void 0) continue;
    validation.problem(
      `preflight.${property2}`,
      "is about preflights on a schedule, but there is none: give preflightScheduleRoleArn, or leave this out"
    );
  }
}
var checkId = (id3) => isCheckId(id3) ? void 0 : `is an unknown check; ${remedyForUnknown(id3, CHECK_IDS, true)}`;

// components/model-endpoint/refused-names.ts
var REFUSED_NAMES = [
  [/serverless/i, SERVERLESS_REASON],
  [
    /^managedInstanceScaling$/,
    "asks for managed instance scaling, which AWS offers only to endpoints of inference components, and not where a variant names its model: give `scaling`"
  ],
  [
    /^acceleratorType$/,
    "asks for Elastic Inference, which AWS no longer offers: give an instanceType with a GPU"
  ],
  [
    /^(modelPackageName|inferenceSpecificationName)$/,
    "asks for a model package, which cannot say that its image is in a private registry: give the image"
  ],
  [
    /^(instancePools|variantInstanceProvisionTimeoutInSeconds|acceleratorPartitionLayouts|explainerConfig|metricsConfig|crossRegionTrafficConfig|containerMetricsConfig)$/,
    "is a setting of SageMaker's that the AWS provider of Pulumi does not pass on yet: leave it out"
  ]
];

// components/model-endpoint/checks.ts
function checkHosting(name2, given3, part2, opts) {
  const validation = new Validation(`ModelEndpoint ${JSON.stringify(name2)}`, part2);
  const args = validation.form("ModelEndpoint", given3, REFUSED_NAMES);
  refuseCustomTimeouts(validation, opts);
  const models = givenModels(args, validation);
  const { variants, shadowVariants } = givenVariants(args, Object.keys(models), validation);
  checkNames(name2, models, args.endpointName !== void 0, validation);
  for (const [variant, { path }] of Object.entries({ ...shadowVariants, ...variants })) {
    validation.problem(path, checks_exports.key(checks_exports.sageMakerName)(variant));
  }
  checkShadowTest(validation, args, models, variants, shadowVariants);
  const shadowTest = args.shadowVariants !== void 0;
  const { waitForNetworkInterfaces = true } = args;
  const common = validation.common(args);
  const checked = checkArguments(validation, args, {
    image: input_checks_exports.usedBy(givenModels),
    environment: input_checks_exports.usedBy(givenModels),
    modelDataUrl: input_checks_exports.usedBy(givenModels),
    modelDataSource: input_checks_exports.usedBy(givenModels),
    enableNetworkIsolation: input_checks_exports.usedBy(givenModels),
    models: input_checks_exports.usedBy(checkModel),
    instanceType: input_checks_exports.usedBy(givenVariants),
    initialInstanceCount: input_checks_exports.usedBy(givenVariants),
    scaling: input_checks_exports.usedBy(checkOperations),
    variants: input_checks_exports.usedBy(checkVariant),
    shadowVariants: input_checks_exports.usedBy(checkVariant),
    credentialsProviderArn: input_checks_exports.optionalOutput(credentialsProviderArn),
    preflightFunctionArn: arnOfFunctionOrRole(checks_exports.functionArn),
    preflightScheduleRoleArn: arnOfFunctionOrRole(checks_exports.roleArn),
    preflight: () => checkPreflight(validation, args),
    executionRoleArn: input_checks_exports.required(executionRoleArn),
    subnetIds: ids({
      min: MIN_SUBNETS,
      max: MAX_SUBNETS,
      item: subnetId2,
      remedy: `SageMaker wants at least two subnets, in different availability zones (${sageMakerGuide("host-vpc")})`
    }),
    securityGroupIds: ids({
      min: 1,
      max: MAX_SECURITY_GROUPS - (waitForNetworkInterfaces ? 1 : 0),
      item: securityGroupId2,
      remedy: waitForNetworkInterfaces ? ROOM_FOR_INTERFACE_GROUP : SECURITY_GROUPS
    }),
    waitForNetworkInterfaces: () => waitForNetworkInterfaces,
    dataCapture: (_, __, capture) => checkDataCapture(validation, capture),
    asyncInference: (_, __, settings) => checkAsyncInference(validation, settings),
    deploymentConfig: input_checks_exports.usedBy(checkOperations),
    monitoring: input_checks_exports.usedBy(checkOperations),
    endpointName: input_checks_exports.optional(checks_exports.sageMakerName)
  });
  const { credentialsProviderArn: credentialsProviderArn2, preflightFunctionArn, preflightScheduleRoleArn, ...others } = checked;
  const variantsOf2 = (given4, shadow) => mapValues(given4, (variant) => ({
    model: variant.model,
    ...checkVariant(validation, variant, { shadowTest, shadow })
  }));
  const hosting = {
    ...others,
    common,
    models: mapValues(
      models,
      (model) => checkModel(validation, model, { credentialsProviderArn: credentialsProviderArn2, preflightFunctionArn })
    ),
    /** The production variants. */
    variants: variantsOf2(variants, false),
    shadowVariants: variantsOf2(shadowVariants, true),
    preflight: {
      ...checked.preflight,
      functionArn: preflightFunctionArn,
      scheduleRoleArn: preflightScheduleRoleArn
    },
    operations: checkOperations(validation, args, variants, shadowVariants),
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure
  };
  validation.throwIfInvalid();
  return hosting;
}
var SECURITY_GROUPS = `give what a SageMaker model takes (${sageMakerApi("VpcConfig")})`;
var ROOM_FOR_INTERFACE_GROUP = `SageMaker allows ${MAX_SECURITY_GROUPS}, and one is created here, whose deletion waits for the models' network interfaces: combine groups, or set waitForNetworkInterfaces to false (${sageMakerApi("VpcConfig")})`;
function mapValues(record2, map) {
  return Object.fromEntries(Object.entries(record2).map(([key2, value]) => [key2, map(value, key2)]));
}
var ids = (rule) => (validation, propertyPath, value) => {
  const list2 = value === void 0 || Array.isArray(value) ? value ?? [] : pulumi36.output(value).apply(guarded((known) => known ?? []));
  return validation.list(propertyPath, list2, { ...rule, unique: true });
};

// components/model-endpoint/network-interfaces.ts
var pulumi37 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/subnets.ts
function lookUpModelSubnets(subnetIds, parent) {
  return lookUpSubnets(subnetIds, void 0, parent).apply(
    guarded(
      (subnets) => subnets.map(({ id: id3, vpcId: vpcId2, availabilityZone, availabilityZoneId, availableIpAddressCount }) => ({
        id: id3,
        vpcId: vpcId2,
        zone: { name: availabilityZone, id: availabilityZoneId },
        availableIpAddressCount
      }))
    )
  );
}
function vpcIdOf(subnets) {
  return subnets.apply(guarded(([first]) => first?.vpcId ?? ""));
}

// components/model-endpoint/network-interfaces.ts
function withInterfaceGroup(name2, hosting, subnets, dependsOn, parent) {
  if (!hosting.waitForNetworkInterfaces) return hosting;
  const { executionRoleArn: executionRoleArn2, subnetIds, securityGroupIds, common } = hosting;
  const sorted = (ids2) => ids2.apply(guarded((known) => [...known].sort()));
  const group = createInterfaceGroup(
    name2,
    {
      description: "Network interfaces of SageMaker models, until SageMaker has deleted them",
      vpcId: vpcIdOf(subnets),
      dependsOn: resourcesBehind(dependsOn, executionRoleArn2, subnetIds, securityGroupIds),
      // All of these replace the models, too. Their order does not.
      replacementTrigger: pulumi37.output({
        executionRoleArn: executionRoleArn2,
        subnetIds: sorted(subnetIds),
        securityGroupIds: sorted(securityGroupIds)
      }),
      tags: common.tags
    },
    parent
  );
  return {
    ...hosting,
    securityGroupIds: pulumi37.all([securityGroupIds, group.id]).apply(guarded(([ids2, own]) => [...ids2, own]))
  };
}

// components/model-endpoint/invoke-policy.ts
function invokePolicy(endpointArn2) {
  return policyDocument({ Effect: "Allow", Action: INVOKE_ACTIONS, Resource: endpointArn2 });
}

// components/model-endpoint/deployment/live-configuration.ts
var pulumi38 = __toESM(require("@pulumi/pulumi"));
function verifyLiveConfiguration(endpoint, configurationName, logicalName, { isCreated, isUpdated }, parent) {
  const { name: name2, arn: arn2, endpointConfigName } = endpoint;
  const verified = pulumi38.all([name2, arn2, configurationName, endpointConfigName]).apply(
    guarded(async ([endpointName2, endpointArn2, wanted, told2]) => {
      const live = await readEndpoint(endpointArn2, parent);
      const { problem, warning } = judgeEndpoint(
        {
          endpointName: endpointName2,
          endpointConfigName: wanted,
          told: told2,
          logicalName,
          isCreated: isCreated(),
          isUpdated: pulumi38.runtime.isDryRun() && isUpdated()
        },
        live
      );
      if (warning !== void 0) await pulumi38.log.warn(warning, parent);
      if (problem === void 0) return;
      if (!pulumi38.runtime.isDryRun()) throw deploymentError(problem);
      await pulumi38.log.warn(problem, parent);
    })
  );
  if (pulumi38.runtime.isDryRun()) return { name: name2, arn: arn2 };
  const once = (output38) => pulumi38.all([output38, verified]).apply(guarded(([known]) => known));
  return { name: once(name2), arn: once(arn2) };
}
function judgeEndpoint(wanted, live) {
  const { endpointName: endpointName2, told: told2, isCreated } = wanted;
  if (!("failure" in live)) return { problem: configurationProblem(wanted, live.endpointConfigName) };
  if (live.kind === "missing" && !isCreated) return { problem: missing(wanted) };
  return {
    problem: configurationProblem(wanted, told2),
    warning: live.kind === "unsupported" ? unsupported(endpointName2) : unread(endpointName2, live.failure)
  };
}
function configurationProblem({ endpointName: endpointName2, endpointConfigName: wanted, logicalName, isUpdated }, live) {
  if (live === wanted) return void 0;
  const why = `the endpoint ${endpointName2} runs the configuration ${live}, and not ${wanted}: SageMaker has rolled the update back or refused it, or somebody else has updated the endpoint. It answers with what it ran before. The alarms of deploymentConfig, and FailureReason in \`aws sagemaker describe-endpoint\`, say why. `;
  return isUpdated ? `${why}The deployment updates it again` : `${why}Then run \`pulumi refresh --target '**::${logicalName}'\`, which reads what the endpoint runs, and \`pulumi up\`, which updates it again`;
}
var missing = ({ endpointName: endpointName2, logicalName }) => `the endpoint ${endpointName2} does not exist any more: it was deleted outside of this program, and nothing answers under its name. Run \`pulumi refresh --target '**::${logicalName}'\` and \`pulumi up\`, which creates it again`;
var unsupported = (endpointName2) => `the configuration that the endpoint ${endpointName2} runs cannot be read: in this region Cloud Control does not know SageMaker endpoints. An update that was rolled back may look like a success: after an update, compare \`aws sagemaker describe-endpoint\` with the output endpointConfigName (docs/regions.md)`;
var unread = (endpointName2, reason) => `the configuration that the endpoint ${endpointName2} runs cannot be read (${reason}), so that an update that was rolled back may look like a success; where that is refused, ${READ_PERMISSIONS}`;

// components/model-endpoint/alarms-and-dashboard.ts
var aws12 = __toESM(require("@pulumi/aws"));
var pulumi41 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/monitoring/monitoring.ts
var aws10 = __toESM(require("@pulumi/aws"));
var pulumi39 = __toESM(require("@pulumi/pulumi"));
function createMetricAlarm(logicalName, { alarmName: alarmName2, rule, description, endpointName: endpointName2, variantName, actions, tags: tags2 }, options) {
  return new aws10.cloudwatch.MetricAlarm(
    logicalName,
    {
      name: alarmName2,
      alarmDescription: description,
      namespace: rule.apply(guarded(({ metric }) => METRICS[metric].namespace)),
      metricName: rule.metric,
      dimensions: pulumi39.all([rule, endpointName2]).apply(guarded(([{ metric }, endpoint]) => dimensionsOf(metric, endpoint, variantName))),
      statistic: rule.apply(guarded(({ statistic: statistic3 }) => isExtended(statistic3) ? void 0 : statistic3)),
      extendedStatistic: rule.apply(
        guarded(({ statistic: statistic3 }) => isExtended(statistic3) ? statistic3 : void 0)
      ),
      threshold: rule.threshold,
      comparisonOperator: rule.comparisonOperator,
      period: rule.period,
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.apply(guarded(({ datapointsToAlarm }) => datapointsToAlarm)),
      treatMissingData: rule.treatMissingData,
      ...actions,
      tags: tags2
    },
    options
  );
}
function createAlarms({ given: given3, known }, common, parent) {
  const { topicArns, endpointName: endpointName2, tags: tags2 } = common;
  return Object.entries(given3).map(
    ([key2, { variant }]) => createMetricAlarm(
      common.logicalName(key2),
      {
        alarmName: common.alarmName?.(key2),
        rule: known.apply(guarded((alarms) => withDefaults(alarms[key2]))),
        description: common.description(key2),
        endpointName: endpointName2,
        variantName: variant ?? common.onlyVariant,
        actions: { alarmActions: topicArns, okActions: topicArns },
        tags: tags2
      },
      { parent }
    )
  );
}

// preflight/metrics.ts
var METRIC_NAMESPACE = "SageMakerPrivateRegistry";
var Metric = {
  /** Images of an endpoint that cannot be pulled; by registry and endpoint. */
  FailedImages: "FailedImages",
  /** Images of an endpoint that can be pulled, but of which something is warned; by registry and endpoint. */
  WarnedImages: "WarnedImages",
  /** Whole days until the registry's certificate expires, below 0 once it has; by registry. */
  CertificateDaysToExpiry: "CertificateDaysToExpiry"
};
var Dimension = {
  /** The registry's `host[:port]`, as images name it. */
  Registry: "Registry",
  /** The endpoint's name. */
  Endpoint: "Endpoint"
};

// components/model-endpoint/monitoring/monitoring-dashboard.ts
var WIDTH = 12;
var HEIGHT = 6;
var PERIOD = 60;
function dashboardBody(shown2) {
  const graphs = [
    ...endpointGraphs(shown2),
    ...credentialsGraphs(shown2),
    ...preflightGraphs(shown2),
    ...registryGraphs(shown2)
  ];
  return JSON.stringify({
    widgets: graphs.map(({ title, metrics }, index) => ({
      type: "metric",
      x: index % 2 * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        region: shown2.region,
        view: "timeSeries",
        stacked: false,
        period: PERIOD,
        metrics
      }
    }))
  });
}
function endpointGraphs({ endpointName: endpointName2, variants, asynchronous }) {
  const names = Object.keys(variants);
  const row = (metric, stat, variant) => [
    METRICS[metric].namespace,
    metric,
    ...Object.entries(dimensionsOf(metric, endpointName2, variant)).flat(),
    {
      stat,
      label: names.length > 1 && METRICS[metric].ofVariant ? `${variant}: ${metric} ${stat}` : `${metric} ${stat}`
    }
  ];
  const graph = (title, ...metrics) => ({
    title,
    metrics: metrics.flatMap(
      ([metric, stat = METRICS[metric].statistic]) => (METRICS[metric].ofVariant ? names : [""]).filter((name2) => absence(metric, { asynchronous, instanceType: variants[name2] }) === void 0).map((name2) => row(metric, stat, name2))
    )
  });
  return [
    graph(
      `Requests to ${endpointName2}`,
      [EndpointMetric.Invocations],
      [EndpointMetric.InvocationsPerInstance],
      [EndpointMetric.InvocationsProcessed]
    ),
    graph(
      "Requests that failed",
      [EndpointMetric.Invocation4XXErrors, "Sum"],
      [EndpointMetric.Invocation5XXErrors, "Sum"],
      [EndpointMetric.InvocationFailures],
      [EndpointMetric.ExpiredRequests],
      [EndpointMetric.NotificationFailures]
    ),
    graph(
      "Microseconds to an answer",
      [EndpointMetric.ModelLatency, "p50"],
      [EndpointMetric.ModelLatency, "p99"],
      [EndpointMetric.OverheadLatency, "p99"]
    ),
    graph(
      "Percent of the instances",
      [EndpointMetric.CPUUtilization],
      [EndpointMetric.MemoryUtilization],
      [EndpointMetric.DiskUtilization],
      [EndpointMetric.GPUUtilization],
      [EndpointMetric.GPUMemoryUtilization]
    ),
    graph(
      "Requests that wait, and seconds that the oldest has waited",
      [EndpointMetric.ApproximateBacklogSize, "Maximum"],
      [EndpointMetric.ApproximateBacklogSizePerInstance],
      [EndpointMetric.ApproximateAgeOfOldestRequest]
    )
  ].filter(({ metrics }) => metrics.length > 0);
}
function credentialsGraphs({ credentialsFunctionNames }) {
  const rows = (metric, stat) => credentialsFunctionNames.map((name2) => [
    "AWS/Lambda",
    metric,
    "FunctionName",
    name2,
    { stat, label: `${name2}: ${metric} ${stat}` }
  ]);
  if (credentialsFunctionNames.length === 0) return [];
  return [
    {
      title: "Credentials handed out",
      metrics: [...rows("Invocations", "Sum"), ...rows("Errors", "Sum"), ...rows("Throttles", "Sum")]
    },
    {
      title: "Milliseconds to the credentials",
      metrics: [...rows("Duration", "p50"), ...rows("Duration", "p99")]
    }
  ];
}
function preflightGraphs({ preflightRegistries, endpointName: endpointName2 }) {
  if (preflightRegistries.length === 0) return [];
  const images = preflightRegistries.flatMap(
    (registry) => [Metric.FailedImages, Metric.WarnedImages].map((metric) => [
      METRIC_NAMESPACE,
      metric,
      Dimension.Registry,
      registry,
      Dimension.Endpoint,
      endpointName2,
      { stat: "Maximum", label: `${registry}: ${metric}` }
    ])
  );
  const days = preflightRegistries.map((registry) => [
    METRIC_NAMESPACE,
    Metric.CertificateDaysToExpiry,
    Dimension.Registry,
    registry,
    { stat: "Minimum", label: registry }
  ]);
  return [
    { title: "Images that cannot be pulled, or of which something is warned", metrics: images },
    { title: "Days until the registry's certificate expires", metrics: days }
  ];
}
function registryGraphs({ registry }) {
  if (registry === void 0) return [];
  const { loadBalancer, clusterName, pullServiceName } = registry;
  const balancer = (metric, stat) => [
    "AWS/ApplicationELB",
    metric,
    "LoadBalancer",
    loadBalancer,
    { stat, label: `${metric} ${stat}` }
  ];
  const service = (metric) => [
    "AWS/ECS",
    metric,
    "ClusterName",
    clusterName,
    "ServiceName",
    pullServiceName,
    { stat: "Average", label: metric }
  ];
  return [
    {
      title: "Requests to the registry",
      metrics: [
        balancer("RequestCount", "Sum"),
        balancer("HTTPCode_Target_4XX_Count", "Sum"),
        balancer("HTTPCode_Target_5XX_Count", "Sum"),
        balancer("HTTPCode_ELB_5XX_Count", "Sum")
      ]
    },
    {
      title: "Percent of the tasks that serve images",
      metrics: [service("CPUUtilization"), service("MemoryUtilization")]
    }
  ];
}

// components/model-endpoint/scaling/scaling.ts
var aws11 = __toESM(require("@pulumi/aws"));
var pulumi40 = __toESM(require("@pulumi/pulumi"));
var NAMESPACE = "sagemaker";
var DIMENSION = "sagemaker:variant:DesiredInstanceCount";
var DEFAULT_COOLDOWN = 300;
function createScaling(name2, endpointName2, variantName, { given: given3, known }, tags2, parent) {
  const prefix = `${name2}-scaling-${variantName}`;
  const target = new aws11.appautoscaling.Target(
    prefix,
    {
      serviceNamespace: NAMESPACE,
      scalableDimension: DIMENSION,
      resourceId: pulumi40.interpolate`endpoint/${endpointName2}/variant/${variantName}`,
      minCapacity: given3.minCapacity ?? 1,
      maxCapacity: known.maxCapacity,
      tags: tags2
    },
    { parent }
  );
  const context = { name: prefix, endpointName: endpointName2, variantName, target, tags: tags2, parent };
  for (const key2 of Object.keys(given3.targetTracking ?? {})) trackTarget(context, key2, known);
  for (const key2 of Object.keys(given3.stepScaling ?? {})) scaleBySteps(context, key2, known);
  for (const key2 of Object.keys(given3.scheduledActions ?? {})) schedule(context, key2, known);
  if (given3.minCapacity === 0) scaleFromZero(context);
}
var scaled = ({ target }) => ({
  serviceNamespace: target.serviceNamespace,
  scalableDimension: target.scalableDimension,
  resourceId: target.resourceId
});
function trackTarget(context, key2, known) {
  const { name: name2, endpointName: endpointName2, variantName, parent } = context;
  const policy = part(known, "targetTracking", key2);
  new aws11.appautoscaling.Policy(
    `${name2}-target-${key2}`,
    {
      policyType: "TargetTrackingScaling",
      ...scaled(context),
      targetTrackingScalingPolicyConfiguration: pulumi40.all([policy, endpointName2]).apply(guarded(([each3, endpoint]) => trackingConfiguration(each3, endpoint, variantName)))
    },
    { parent }
  );
}
function trackingConfiguration(policy, endpointName2, variantName) {
  const { metric, customizedMetric, disableScaleIn } = policy;
  return {
    targetValue: targetValueOf(policy),
    scaleInCooldown: policy.scaleInCooldown ?? DEFAULT_COOLDOWN,
    scaleOutCooldown: policy.scaleOutCooldown ?? DEFAULT_COOLDOWN,
    disableScaleIn,
    ...customizedMetric === void 0 ? metricSpecification(metric, endpointName2, variantName) : { customizedMetricSpecification: customized(customizedMetric) }
  };
}
function metricSpecification(metric, endpointName2, variantName) {
  if (metric === void 0 || PREDEFINED.includes(metric)) {
    return { predefinedMetricSpecification: { predefinedMetricType: metric ?? "" } };
  }
  const metricName = MEASURED_AS[metric];
  return {
    customizedMetricSpecification: customized({
      namespace: METRICS[metricName].namespace,
      metricName,
      dimensions: dimensionsOf(metricName, endpointName2, variantName)
    })
  };
}
var PREDEFINED = [
  ScalingMetric.InvocationsPerInstance,
  ScalingMetric.ConcurrentRequestsPerModel
];
function customized({
  queries,
  namespace,
  metricName,
  statistic: statistic3 = "Average",
  unit: unit2,
  dimensions
}) {
  return queries === void 0 ? { namespace, metricName, statistic: statistic3, unit: unit2, dimensions: dimensionList(dimensions) } : { metrics: queries.map((query, index) => metricQuery(query, index === queries.length - 1)) };
}
function metricQuery({
  id: id3,
  expression: expression2,
  namespace = "",
  metricName = "",
  statistic: statistic3,
  unit: unit2,
  dimensions
}, returnData) {
  if (expression2 !== void 0) return { id: id3, expression: expression2, returnData };
  const metric = { namespace, metricName, dimensions: dimensionList(dimensions) };
  return { id: id3, metricStat: { metric, stat: statistic3 ?? "Average", unit: unit2 }, returnData };
}
var dimensionList = (dimensions = {}) => Object.entries(dimensions).map(([name2, value]) => ({ name: name2, value }));
function scaleBySteps(context, key2, known) {
  const { name: name2, endpointName: endpointName2, variantName, tags: tags2, parent } = context;
  const policy = part(known, "stepScaling", key2);
  const made = new aws11.appautoscaling.Policy(
    `${name2}-step-${key2}`,
    {
      policyType: "StepScaling",
      ...scaled(context),
      stepScalingPolicyConfiguration: policy.apply(
        guarded((each3) => ({
          adjustmentType: each3.adjustmentType ?? AdjustmentType.ChangeInCapacity,
          cooldown: each3.cooldown ?? DEFAULT_COOLDOWN,
          metricAggregationType: each3.metricAggregationType ?? MetricAggregationType.Average,
          minAdjustmentMagnitude: each3.minAdjustmentMagnitude,
          stepAdjustments: each3.stepAdjustments.map((step) => ({
            metricIntervalLowerBound: step.metricIntervalLowerBound?.toString(),
            metricIntervalUpperBound: step.metricIntervalUpperBound?.toString(),
            scalingAdjustment: step.scalingAdjustment
          }))
        }))
      )
    },
    { parent }
  );
  createMetricAlarm(
    `${name2}-step-${key2}`,
    {
      rule: policy.apply(guarded((each3) => withDefaults(each3.alarm))),
      description: `Scales the variant ${variantName} by the policy ${key2}`,
      endpointName: endpointName2,
      variantName,
      actions: { alarmActions: [made.arn] },
      tags: tags2
    },
    { parent }
  );
}
var BACKLOG_WITHOUT_CAPACITY = EndpointMetric.HasBacklogWithoutCapacity;
function scaleFromZero(context) {
  const { name: name2, endpointName: endpointName2, variantName, tags: tags2, parent } = context;
  const policy = new aws11.appautoscaling.Policy(
    `${name2}-from-zero`,
    {
      policyType: "StepScaling",
      ...scaled(context),
      stepScalingPolicyConfiguration: {
        adjustmentType: AdjustmentType.ChangeInCapacity,
        metricAggregationType: MetricAggregationType.Average,
        cooldown: DEFAULT_COOLDOWN,
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }]
      }
    },
    { parent }
  );
  new aws11.cloudwatch.MetricAlarm(
    `${name2}-from-zero`,
    {
      alarmDescription: `Requests wait, and the variant ${variantName} has no instance`,
      namespace: METRICS[BACKLOG_WITHOUT_CAPACITY].namespace,
      metricName: BACKLOG_WITHOUT_CAPACITY,
      dimensions: endpointName2.apply(
        guarded((name3) => dimensionsOf(BACKLOG_WITHOUT_CAPACITY, name3, variantName))
      ),
      statistic: "Average",
      period: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "missing",
      alarmActions: [policy.arn],
      tags: tags2
    },
    { parent }
  );
}
function schedule(context, key2, known) {
  const { name: name2, parent } = context;
  const action = part(known, "scheduledActions", key2);
  const of = (property2) => action.apply(guarded((each3) => each3[property2]));
  new aws11.appautoscaling.ScheduledAction(
    `${name2}-scheduled-${key2}`,
    {
      ...scaled(context),
      schedule: action.schedule,
      timezone: of("timezone"),
      startTime: of("startTime"),
      endTime: of("endTime"),
      scalableTargetAction: action.apply(
        guarded(({ minCapacity, maxCapacity }) => ({ minCapacity, maxCapacity }))
      )
    },
    { parent }
  );
}
function part(known, kind, key2) {
  const found = known.apply(guarded((scaling2) => scaling2[kind][key2]));
  return found;
}

// components/model-endpoint/alarms-and-dashboard.ts
var logicalNames2 = {
  rollbackAlarm: (name2, key2) => `${name2}-rollback-${key2}`,
  alarm: (name2, key2) => `${name2}-alarm-${key2}`,
  dashboard: (name2) => `${name2}-dashboard`
};
var onlyVariant = ({ variants }) => Object.keys(variants)[0] ?? "";
function createRollbackAlarms(name2, hosting, parent) {
  const { endpointName: endpointName2, common, operations } = hosting;
  const { deployment, alarmTopicArns } = operations;
  if (deployment === void 0) return [];
  warnOfDeployment(deployment, parent);
  if (deployment.alarms === void 0) return [];
  return createAlarms(
    deployment.alarms,
    {
      logicalName: (key2) => logicalNames2.rollbackAlarm(name2, key2),
      alarmName: (key2) => endpointName2.apply(guarded((endpoint) => rollbackAlarmName(endpoint, key2))),
      description: (key2) => pulumi41.interpolate`${key2}: updates of the endpoint ${endpointName2} are rolled back while this alarm is on`,
      endpointName: endpointName2,
      onlyVariant: onlyVariant(hosting),
      topicArns: alarmTopicArns,
      tags: common.tags
    },
    parent
  );
}
function operate(name2, hosting, endpoint, configuration, endpointName2, parent) {
  const { common, operations, variants, shadowVariants } = hosting;
  for (const [variantName, scaling2] of Object.entries(operations.scaling)) {
    createScaling(name2, endpointName2, variantName, scaling2, common.tags, parent);
  }
  void warnOfRestart(hosting, endpoint, configuration, parent);
  if (operations.alarms !== void 0) {
    createAlarms(
      operations.alarms,
      {
        logicalName: (key2) => logicalNames2.alarm(name2, key2),
        description: (key2) => pulumi41.interpolate`${key2}: an alarm on the endpoint ${endpointName2}`,
        endpointName: endpointName2,
        onlyVariant: onlyVariant(hosting),
        topicArns: operations.alarmTopicArns,
        tags: common.tags
      },
      parent
    );
  }
  if (operations.dashboard === void 0) return;
  const placement = lookUpPlacement(parent);
  const instanceTypes = mapValues({ ...variants, ...shadowVariants }, ({ instanceType: instanceType3 }) => instanceType3);
  const shown2 = pulumi41.all([endpointName2, placement, operations.dashboard, instanceTypes, dashboardParts(hosting)]).apply(
    guarded(([endpoint2, { region }, { registry }, shownVariants, parts]) => ({
      region,
      endpointName: endpoint2,
      variants: shownVariants,
      asynchronous: operations.asynchronous,
      ...parts,
      ...registry === void 0 ? {} : {
        registry: {
          loadBalancer: registry.loadBalancerArn.slice(
            registry.loadBalancerArn.indexOf("loadbalancer/") + 13
          ),
          clusterName: registry.clusterArn.slice(registry.clusterArn.lastIndexOf("/") + 1),
          pullServiceName: registry.pullServiceName
        }
      }
    }))
  );
  new aws12.cloudwatch.Dashboard(
    logicalNames2.dashboard(name2),
    {
      dashboardName: operations.dashboard.dashboardName ?? pulumi41.interpolate`${endpointName2}-${placement.region}`,
      dashboardBody: shown2.apply(guarded(dashboardBody))
    },
    { parent }
  );
}
function dashboardParts({
  models,
  preflight
}) {
  const containers = Object.values(models).flatMap((model) => model.containers);
  const scheduled = preflight.scheduleRoleArn === void 0 ? [] : containers.filter(({ preflightFunctionArn }) => preflightFunctionArn === preflight.functionArn);
  return pulumi41.all([
    pulumi41.all(containers.map(({ credentialsProviderArn: credentialsProviderArn2 }) => credentialsProviderArn2)),
    pulumi41.all(scheduled.map(({ image: image2 }) => image2))
  ]).apply(
    guarded(([functionArns, images]) => ({
      credentialsFunctionNames: unique(functionArns.flatMap((arn2) => arn2?.split(":")[6] ?? [])),
      preflightRegistries: unique(images.map((image2) => parseReference(image2).registry))
    }))
  );
}
var unique = (texts) => [...new Set(texts)];
async function warnOfRestart({ operations, variants }, endpoint, configuration, parent) {
  if (!pulumi41.runtime.isDryRun()) return;
  const [exists2, isSame] = await Promise.all([endpoint.id, configuration.id].map(valueIfKnown));
  if (exists2 === void 0 || isSame !== void 0) return;
  for (const [variantName, { known }] of Object.entries(operations.scaling)) {
    pulumi41.all([known, variants[variantName]?.initialInstanceCount]).apply(
      guarded(([scaling2, instances = 1]) => {
        if (instances >= scaling2.maxCapacity) return;
        void pulumi41.log.warn(
          `this update starts the variant ${variantName} with initialInstanceCount again, which is ${instances}, also where scaling has made it up to ${scaling2.maxCapacity} instances: the AWS provider cannot ask SageMaker to keep them (RetainAllVariantProperties). Set initialInstanceCount to what your load takes, or deploy when there is little of it`,
          parent
        );
      })
    );
  }
}

// components/model-endpoint/preflight/preflight.ts
var aws13 = __toESM(require("@pulumi/aws"));
var pulumi42 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/preflight/preflight-verdict.ts
var hasDigest = (reference) => parseReference(reference).digest !== void 0;
function preflightEvents(image2, variants, severities, endpointName2, capabilities = []) {
  const events = variants.map((variant) => {
    const { instanceType: instanceType3, volumeSizeInGb: volumeSizeInGb2, containerStartupHealthCheckTimeoutInSeconds } = variant;
    return {
      image: image2,
      platform: platformOf(instanceType3),
      // A tag is pinned here, by the digest that the preflight finds.
      severities: { "digest-pinned": "off", ...severities },
      ...volumeSizeInGb2 === void 0 ? {} : { volumeSizeInGb: volumeSizeInGb2 },
      ...containerStartupHealthCheckTimeoutInSeconds === void 0 ? {} : { startupTimeoutSeconds: containerStartupHealthCheckTimeoutInSeconds },
      ...endpointName2 === void 0 ? {} : { endpointName: endpointName2 },
      ...capabilities.length === 0 ? {} : { capabilities }
    };
  });
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}
function parseReport(functionArn2, result) {
  const report = objectOf3(result);
  const { passed, digest, summary, checks } = report;
  if (typeof passed === "boolean" && typeof summary === "string" && (digest === void 0 || typeof digest === "string") && Array.isArray(checks)) {
    return {
      passed,
      summary: printableLines(summary),
      checks,
      ...digest === void 0 ? {} : { digest }
    };
  }
  return {
    failure: `The function ${functionArn2} did not answer with the report of a preflight: check that preflightFunctionArn is that of a RegistryAccess`
  };
}
function judge(image2, answers) {
  const reports = answers.flatMap((answer) => "failure" in answer ? [] : [answer]);
  const failures = answers.flatMap((answer) => "failure" in answer ? [answer.failure] : []);
  const failed = reports.filter(({ passed }) => !passed);
  const digestReference = pinned(image2, reports);
  const problems = [...failures, ...failed.map(({ summary }) => summary)];
  if (problems.length === 0 && digestReference === void 0) {
    problems.push(
      `${image2} is given by its tag, and the preflight could not read the digest that the tag has now: give the image by its digest, or make \`manifest\` an error again`
    );
  }
  const warned = reports.filter(({ checks }) => checks.some(({ status }) => status === "warned"));
  return {
    ...digestReference === void 0 ? {} : { digestReference },
    ...problems.length > 0 ? { problem: joined(problems) } : warned.length > 0 ? { warning: joined(warned.map(({ summary }) => summary)) } : {}
  };
}
function pinned(image2, reports) {
  if (hasDigest(image2)) return image2;
  const { registry, repository: repository2 } = parseReference(image2);
  const digest = reports.map((report) => report.digest).find((each3) => each3 !== void 0);
  return digest === void 0 ? void 0 : `${registry}/${repository2}@${digest}`;
}
var joined = (texts) => [...new Set(texts)].join("\n\n");
function objectOf3(text2) {
  try {
    const value = JSON.parse(text2);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

// components/model-endpoint/preflight/preflight.ts
function withPreflight(hosting, dependsOn, parent) {
  return {
    ...hosting,
    models: mapValues(hosting.models, (model, key2) => ({
      ...model,
      containers: model.containers.map((container) => ({
        ...container,
        image: checkedImage(container, eventsOf(hosting, key2, container), dependsOn, parent)
      }))
    }))
  };
}
function eventsOf({ models, variants, shadowVariants, preflight, endpointName: endpointName2 }, model, { image: image2, mode }) {
  const capabilities = [
    ...(models[model]?.containers.length ?? 1) > 1 ? ["accept-bind-to-port"] : [],
    ...mode === ContainerMode.MultiModel ? ["multi-models"] : []
  ];
  const instances = [variants, shadowVariants].flatMap(Object.values).filter((variant) => variant.model === model).map(({ instanceType: instanceType3, volumeSizeInGb: volumeSizeInGb2, containerStartupHealthCheckTimeoutInSeconds }) => ({
    instanceType: instanceType3,
    volumeSizeInGb: volumeSizeInGb2,
    containerStartupHealthCheckTimeoutInSeconds
  }));
  return pulumi42.output({ image: image2, instances, severities: preflight.severities, endpointName: endpointName2 }).apply(
    guarded(
      (known) => preflightEvents(known.image, known.instances, known.severities, known.endpointName, capabilities)
    )
  );
}
function checkedImage({ image: image2, preflightFunctionArn }, events, dependsOn, parent) {
  if (preflightFunctionArn === void 0) return image2;
  const ready = aws13.getPartitionOutput({}, { parent, ...dependsOn === void 0 ? {} : { dependsOn } });
  const pinned2 = pulumi42.all([preflightFunctionArn, image2, events, ready]).apply(
    guarded(async ([functionArn2, reference, asked]) => {
      const answers = await Promise.all(asked.map((event) => ask(functionArn2, event, parent)));
      const { digestReference, problem, warning } = judge(reference, answers);
      if (warning !== void 0) await pulumi42.log.warn(warning, parent);
      if (problem === void 0 && digestReference !== void 0) return digestReference;
      if (!pulumi42.runtime.isDryRun())
        throw deploymentError(`no model is made of this image, because of its preflight.

${problem}`);
      await pulumi42.log.warn(
        `${problem}

The deployment asks again, and fails if that is still so.`,
        parent
      );
      return digestReference ?? pulumi42.unknown;
    })
  );
  if (!pulumi42.runtime.isDryRun()) return pinned2;
  return image2.apply(guarded((reference) => pulumi42.output(hasDigest(reference) ? reference : pinned2)));
}
async function ask(functionArn2, event, parent) {
  try {
    const input = JSON.stringify(event);
    const { result } = await whileEngineRuns(
      aws13.lambda.getInvocation({ functionName: functionArn2, input }, { parent })
    );
    return parseReport(functionArn2, result);
  } catch (error) {
    return { failure: `The preflight of ${event.image} failed: ${reasonOf(error)}` };
  }
}

// components/model-endpoint/preflight/preflight-schedule.ts
var aws14 = __toESM(require("@pulumi/aws"));
var pulumi43 = __toESM(require("@pulumi/pulumi"));
var SECONDS_PER_MINUTE3 = 60;
var logicalNames3 = {
  schedule: (name2) => `${name2}-preflight`,
  alarm: (name2) => `${name2}-preflight-failed`
};
function createPreflightSchedule(name2, hosting, endpoint, parent) {
  const { functionArn: functionArn2, scheduleRoleArn, intervalInMinutes, alarmTopicArns } = hosting.preflight;
  if (functionArn2 === void 0 || scheduleRoleArn === void 0) return;
  const containers = Object.entries(hosting.models).flatMap(
    ([model, each3]) => each3.containers.filter((container) => container.preflightFunctionArn === functionArn2).map((container) => ({ image: container.image, events: eventsOf(hosting, model, container) }))
  );
  const [first] = containers;
  if (first === void 0) return;
  new aws14.scheduler.Schedule(
    logicalNames3.schedule(name2),
    {
      ...scheduleName(logicalNames3.schedule(name2)),
      description: pulumi43.interpolate`Checks whether the images of the endpoint ${endpoint.name} can still be pulled`,
      scheduleExpression: intervalInMinutes.apply(guarded((minutes) => `rate(${minutes} minutes)`)),
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: functionArn2,
        roleArn: scheduleRoleArn,
        input: pulumi43.all([endpoint.name, pulumi43.all(containers.map(({ events }) => events))]).apply(
          guarded(([endpointName2, events]) => JSON.stringify(scheduledEvent(endpointName2, events.flat())))
        )
      }
    },
    // By the endpoint's name it waits for the endpoint: what is served is checked, and not what is about to be.
    { parent }
  );
  new aws14.cloudwatch.MetricAlarm(
    logicalNames3.alarm(name2),
    {
      alarmDescription: pulumi43.interpolate`New instances of the endpoint ${endpoint.name} cannot start: its images can no longer be pulled, as the preflight's log says`,
      namespace: METRIC_NAMESPACE,
      metricName: Metric.FailedImages,
      dimensions: {
        [Dimension.Registry]: first.image.apply(guarded((image2) => parseReference(image2).registry)),
        [Dimension.Endpoint]: endpoint.name
      },
      statistic: "Maximum",
      period: intervalInMinutes.apply(guarded((minutes) => minutes * SECONDS_PER_MINUTE3)),
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      // Without a result nothing is known, of which the topics are told as well.
      treatMissingData: "missing",
      alarmActions: alarmTopicArns,
      okActions: alarmTopicArns,
      insufficientDataActions: alarmTopicArns,
      tags: hosting.common.tags
    },
    { parent }
  );
}
function scheduledEvent(endpoint, events) {
  const images = events.map((event) => ({ ...event, endpointName: void 0 }));
  return {
    scheduled: {
      endpoint,
      images: [...new Map(images.map((each3) => [JSON.stringify(each3), each3])).values()]
    }
  };
}

// components/model-endpoint/instance-zones.ts
var pulumi44 = __toESM(require("@pulumi/pulumi"));
function warnOfZones(subnets, { variants, shadowVariants }, component) {
  const types2 = [variants, shadowVariants].flatMap(Object.values).map(({ instanceType: instanceType3 }) => instanceType3);
  pulumi44.all([subnets, pulumi44.all(types2)]).apply(
    guarded(([found, known]) => {
      const advice = zoneAdvice(
        found.map(({ zone }) => zone),
        known
      );
      if (advice !== void 0) void pulumi44.log.warn(advice, component);
    })
  );
}
function zoneAdvice(zones, instanceTypes) {
  const [type] = instanceTypes.filter((each3) => placedInstances(each3).length > 0);
  if (type === void 0) return void 0;
  const distinct = [...new Map(zones.map((zone) => [zone.id, zone])).values()];
  const lacks = distinct.flatMap((zone) => lacking(zone, placedInstances(type)));
  if (lacks.length === 0) return void 0;
  const rest = lacks.length === distinct.length ? "in none of them" : "in the other zones alone";
  return `subnetIds are in zones that do not offer every instance type: ${lacks.join("; ")}. SageMaker can start instances of ${type} ${rest}: give subnets in other zones (availabilityZoneNames for a new VPC)`;
}

// components/model-endpoint/resources.ts
var aws15 = __toESM(require("@pulumi/aws"));
function createModels(name2, hosting, parent) {
  const { common, executionRoleArn: executionRoleArn2 } = hosting;
  const vpcConfig = { subnets: hosting.subnetIds, securityGroupIds: hosting.securityGroupIds };
  return mapValues(
    hosting.models,
    ({ containers, inferenceExecutionMode: mode, enableNetworkIsolation }, key2) => {
      const definitions = containers.map(containerDefinition);
      return new aws15.sagemaker.Model(
        logicalNames.model(name2, key2),
        {
          executionRoleArn: executionRoleArn2,
          vpcConfig,
          ...definitions.length === 1 ? { primaryContainer: definitions[0] } : { containers: definitions },
          inferenceExecutionConfig: mode === void 0 ? void 0 : { mode },
          enableNetworkIsolation,
          tags: common.tags
        },
        // Made to be replaced: a component that is protected protects its endpoint.
        { parent, protect: false }
      );
    }
  );
}
function containerDefinition({
  credentialsProviderArn: credentialsProviderArn2,
  preflightFunctionArn: _,
  modelCacheSetting,
  additionalModelDataSources,
  ...definition
}) {
  return {
    ...propertiesOf()(definition),
    multiModelConfig: modelCacheSetting === void 0 ? void 0 : { modelCacheSetting },
    additionalModelDataSources: additionalModelDataSources && [...additionalModelDataSources],
    imageConfig: {
      repositoryAccessMode: "Vpc",
      repositoryAuthConfig: credentialsProviderArn2?.apply(
        guarded((arn2) => arn2 === void 0 ? void 0 : { repositoryCredentialsProviderArn: arn2 })
      )
    }
  };
}
function createConfiguration(name2, hosting, models, parent) {
  const { common, variants, shadowVariants } = hosting;
  const definitions = (each3) => Object.entries(each3).map(
    ([variantName, variant]) => variantDefinition(variantName, variant, models[variant.model]?.name)
  );
  return new aws15.sagemaker.EndpointConfiguration(
    logicalNames.configuration(name2),
    {
      productionVariants: definitions(variants),
      shadowProductionVariants: Object.keys(shadowVariants).length === 0 ? void 0 : shadowDefinitions(definitions(shadowVariants)),
      dataCaptureConfig: hosting.dataCapture,
      asyncInferenceConfig: hosting.asyncInference,
      kmsKeyArn: common.kmsKeyArn,
      tags: common.tags
    },
    { parent, protect: false, replacementTrigger: configurationTrigger(hosting.operations.deployment) }
  );
}
function variantDefinition(variantName, {
  model: _,
  initialVariantWeight: initialVariantWeight2,
  volumeSizeInGb: volumeSizeInGb2,
  mlReservationArn: mlReservationArn2,
  routingStrategy: routingStrategy2,
  coreDump,
  ...variant
}, modelName) {
  return {
    ...propertiesOf()(variant),
    variantName,
    modelName,
    // The provider reads a weight back in single precision: with another number it would replace the configuration every time.
    initialVariantWeight: initialVariantWeight2?.apply(guarded(Math.fround)),
    volumeSizeInGb: volumeSizeInGb2,
    capacityReservationConfig: mlReservationArn2 === void 0 ? void 0 : (
      // The one preference that there is.
      { capacityReservationPreference: "capacity-reservations-only", mlReservationArn: mlReservationArn2 }
    ),
    coreDumpConfig: coreDump,
    routingConfigs: routingStrategy2 === void 0 ? void 0 : [{ routingStrategy: routingStrategy2 }]
  };
}
function propertiesOf() {
  return (values) => values;
}
function shadowDefinitions(definitions) {
  return definitions;
}
function createEndpoint(name2, hosting, configuration, alarms, { hooks }, parent) {
  const { deployment } = hosting.operations;
  return new aws15.sagemaker.Endpoint(
    logicalNames.endpoint(name2),
    {
      name: hosting.endpointName,
      endpointConfigName: configuration.name,
      deploymentConfig: deployment && deploymentInputs(deployment),
      tags: hosting.common.tags
    },
    {
      parent,
      dependsOn: [...alarms],
      // Never without an endpoint: one of the same name is refused by AWS before the old one is gone.
      deleteBeforeReplace: false,
      // An endpoint that exists keeps its name, also where the component is renamed or moved.
      ignoreChanges: hosting.isNameGiven ? [] : ["name"],
      hooks
    }
  );
}

// components/model-endpoint/warnings.ts
var pulumi46 = __toESM(require("@pulumi/pulumi"));

// components/model-endpoint/deployment/timeouts.ts
var pulumi45 = __toESM(require("@pulumi/pulumi"));
var PROVIDER_TIMEOUT_IN_SECONDS = 3600;
var LONG_WAIT_IN_SECONDS = 3e3;
function waitAdvice({
  variants,
  shadowVariants,
  operations
}) {
  const timeouts = Object.fromEntries(
    [variants, shadowVariants].flatMap(Object.entries).map(([name2, variant]) => [
      name2,
      pulumi45.all([
        variant.modelDataDownloadTimeoutInSeconds ?? 0,
        variant.containerStartupHealthCheckTimeoutInSeconds ?? 0
      ]).apply(
        guarded(([modelDataDownloadTimeoutInSeconds, containerStartupHealthCheckTimeoutInSeconds]) => ({
          modelDataDownloadTimeoutInSeconds,
          containerStartupHealthCheckTimeoutInSeconds
        }))
      )
    ])
  );
  const { policies, fleet } = operations.deployment ?? {};
  return pulumi45.all([pulumi45.all(timeouts), policies, fleet]).apply(
    guarded(
      ([known, knownPolicies, knownFleet]) => timeoutAdvice(known, totalWait(knownPolicies ?? {}, knownFleet ?? {}))
    )
  );
}
function timeoutAdvice(timeouts, wait) {
  const slowest = Object.entries(timeouts).map(([name2, each3]) => ({
    name: name2,
    ...each3,
    seconds: each3.modelDataDownloadTimeoutInSeconds + each3.containerStartupHealthCheckTimeoutInSeconds
  })).reduce((first, each3) => each3.seconds > first.seconds ? each3 : first);
  const seconds = slowest.seconds + wait;
  if (seconds <= LONG_WAIT_IN_SECONDS) return void 0;
  const parts = [
    ...wait === 0 ? [] : [`deploymentConfig waits for ${wait} seconds in all`],
    ...slowest.seconds === 0 ? [] : [
      `an instance of ${JSON.stringify(slowest.name)} may take ${slowest.seconds} seconds to start (modelDataDownloadTimeoutInSeconds plus containerStartupHealthCheckTimeoutInSeconds)`
    ]
  ];
  return `${parts.join(", and ")}, but the AWS provider gives up on an endpoint after ${PROVIDER_TIMEOUT_IN_SECONDS} seconds, when SageMaker may still be at it: keep the sum below ${LONG_WAIT_IN_SECONDS} seconds. An update that takes longer ends in an error; run \`pulumi up\` again when the endpoint is in service. A new endpoint that takes longer is then in no state: import it, or delete it`;
}

// components/model-endpoint/feature-matrix.ts
var PAGE3 = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html";
function featureAdvice({
  asyncInference,
  dataCapture,
  models,
  variants
}) {
  const lists = Object.values(models).map(({ containers }) => containers);
  const several = lists.some(({ length }) => length > 1) ? ["several containers in a model"] : [];
  const multiModel = lists.flat().some(({ mode }) => mode === ContainerMode.MultiModel) ? ["a container of mode MultiModel"] : [];
  const warnOf = (feature, others) => others.length === 0 ? [] : [
    `${feature} is combined with ${others.join(", ")}: AWS's table of features does not list that (${PAGE3}), so that SageMaker may refuse the endpoint: try it before you rely on it`
  ];
  const asynchronous = [
    ...Object.keys(variants).length > 1 ? ["several variants"] : [],
    ...several,
    ...multiModel,
    ...dataCapture === void 0 ? [] : ["dataCapture"]
  ];
  return [
    ...asyncInference === void 0 ? [] : warnOf("asyncInference", asynchronous),
    ...dataCapture === void 0 ? [] : warnOf("dataCapture", [...several, ...multiModel])
  ];
}

// components/model-endpoint/warnings.ts
function warnAbout(hosting, component) {
  const said = /* @__PURE__ */ new Set();
  const warn = (message) => {
    if (message === void 0 || said.has(message)) return;
    said.add(message);
    void pulumi46.log.warn(message, component);
  };
  if (hosting.asyncInference !== void 0) warn(ASYNC_INFERENCE);
  featureAdvice(hosting).forEach(warn);
  waitAdvice(hosting).apply(guarded(warn));
  for (const { containers, enableNetworkIsolation, inferenceExecutionMode } of Object.values(
    hosting.models
  )) {
    if (inferenceExecutionMode === InferenceExecutionMode.Direct) warn(DIRECT);
    if (containers.some(({ mode }) => mode === ContainerMode.MultiModel)) warn(MULTI_MODEL);
    enableNetworkIsolation?.apply(
      guarded((isolated) => {
        if (isolated) warn(NETWORK_ISOLATION);
      })
    );
    for (const { image: image2, environment } of containers) {
      image2.apply(
        guarded((reference) => {
          warn(adviceOnImage(reference));
        })
      );
      if (environment !== void 0) {
        void pulumi46.isSecret(environment).then((secret6) => {
          if (secret6) warn(SECRET_ENVIRONMENT);
        });
      }
    }
  }
  const variants = [hosting.variants, hosting.shadowVariants].flatMap(Object.values);
  if (hosting.common.kmsKeyArn !== void 0) {
    pulumi46.all(variants.map(({ instanceType: instanceType3 }) => instanceType3)).apply(
      guarded((types2) => {
        warn(keyAdvice(types2));
      })
    );
  }
  for (const { enableSsmAccess } of variants) {
    enableSsmAccess?.apply(
      guarded((enabled) => {
        if (enabled) warn(SSM_ACCESS);
      })
    );
  }
  const weights = Object.values(hosting.variants).map(({ initialVariantWeight: initialVariantWeight2 }) => initialVariantWeight2);
  if (weights.every((weight) => weight !== void 0)) {
    pulumi46.all(weights).apply(
      guarded((known) => {
        if (known.every((weight) => weight === 0)) warn(NO_WEIGHT);
      })
    );
  }
}
var ASYNC_INFERENCE = "asyncInference is given: AWS does not say whether asynchronous inference works with images of a private registry, only that they are for real-time inference: try it before you rely on it";
var MULTI_MODEL = "a container's mode is MultiModel: AWS does not say whether that works with images of a private registry: try it before you rely on it";
var DIRECT = "inferenceExecutionMode is Direct: AWS does not say whether calling containers one by one works with images of a private registry, only that inference pipelines may have them (https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-multicontainer-private-registry.html): try it before you rely on it";
var NETWORK_ISOLATION = "enableNetworkIsolation is true: AWS does not say whether an isolated model can pull its image from a private registry: try it before you rely on it. Its containers reach nothing, and no session of enableSsmAccess reaches them";
var SSM_ACCESS = "enableSsmAccess is true: AWS must have allowed your account; the models' security groups must let TCP 443 out to Systems Manager's ssmmessages, which a VPC without a way to the internet reaches by an interface endpoint; and AWS patches and replaces such instances a day later; it advises against it in production (https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html)";
var SECRET_ENVIRONMENT = "the environment holds a secret, but SageMaker shows environments to whoever may describe the model: let the container read it from Secrets Manager";
var NO_WEIGHT = "every variant has an initialVariantWeight of 0: only requests that name a variant (TargetVariant) have one to go to";
function adviceOnImage(reference) {
  const [host = ""] = reference.split("/");
  if (/^[0-9]{12}\.dkr[.-]ecr(-fips)?\./.test(host)) {
    return `image ${reference} is in Amazon ECR, which SageMaker pulls from by itself: this component pulls from registries in the VPC`;
  }
  const [named2 = "", digest] = reference.split("@");
  if (digest !== void 0 && /:[^/]*$/.test(named2)) {
    return `image ${reference} has a tag and a digest: the digest decides, and AWS documents only one of the two: leave the tag out`;
  }
  return void 0;
}

// components/model-endpoint/model-endpoint.ts
var ModelEndpoint = class extends pulumi47.ComponentResource {
  /** Name of the endpoint, which callers of InvokeEndpoint use; resolves when the endpoint is in service with the requested configuration. */
  endpointName;
  /** ARN of the endpoint; resolves when the endpoint is in service with the requested configuration. */
  endpointArn;
  /** Name of the endpoint configuration that the endpoint uses. */
  endpointConfigName;
  /** Names of the SageMaker models, by the models' names in `models`; `model` is the one made of `image`. */
  modelNames;
  /** The images of each model's containers, in their order, by the models' names in `models`. */
  imageReferences;
  /** Names of the endpoint's variants, sorted. */
  variantNames;
  /** The endpoint's metrics in CloudWatch, for alarms and dashboards of your own. */
  metrics;
  /** The IAM policy, as JSON, of those who call the endpoint: it allows InvokeEndpoint in all its forms, on this endpoint alone. */
  invokePolicyJson;
  /**
   * @param name the logical name, 1 to 46 letters, digits and hyphens: what it makes is named after it
   * @param args the arguments
   * @param opts the options, among them the AWS provider
   * @throws pulumi.InputPropertiesError naming every problem with the arguments, before anything is registered
   */
  constructor(name2, args, opts) {
    const asked = checkedArguments((each3, given3) => checkHosting(each3, given3, void 0, opts), name2, args);
    super("sagemaker-private-registry:index:ModelEndpoint", name2, {}, opts);
    warnAbout(asked, this);
    const placement = lookUpPlacement(this);
    const subnets = lookUpModelSubnets(asked.subnetIds, this);
    warnOfZones(subnets, asked, this);
    const pulled = withPreflight(withName(name2, asked, placement, this), opts?.dependsOn, this);
    const hosting = withInterfaceGroup(name2, pulled, subnets, opts?.dependsOn, this);
    const models = createModels(name2, hosting, this);
    const configuration = createConfiguration(name2, hosting, models, this);
    const alarms = createRollbackAlarms(name2, hosting, this);
    const surroundings = { placement, subnets, instances: countInstances(hosting) };
    const watch = watchEndpoint(logicalNames.endpoint(name2), surroundings, this);
    const endpoint = createEndpoint(name2, hosting, configuration, alarms, watch, this);
    const configurationName = verifyUsedModels(configuration, models, hosting, this);
    const served = verifyLiveConfiguration(
      endpoint,
      configurationName,
      logicalNames.endpoint(name2),
      watch,
      this
    );
    operate(name2, hosting, endpoint, configuration, served.name, this);
    createPreflightSchedule(name2, hosting, endpoint, this);
    const variantNames = Object.keys(hosting.variants);
    this.endpointName = served.name;
    this.endpointArn = served.arn;
    this.endpointConfigName = endpoint.endpointConfigName;
    this.modelNames = pulumi47.output(mapValues(models, (model) => model.name));
    this.imageReferences = pulumi47.output(
      mapValues(hosting.models, ({ containers }) => containers.map(({ image: image2 }) => image2))
    );
    this.variantNames = pulumi47.output(variantNames);
    this.metrics = served.name.apply(
      guarded(
        (endpointName2) => metricIdentities(
          endpointName2,
          [...variantNames, ...Object.keys(hosting.shadowVariants)],
          hosting.operations.asynchronous
        )
      )
    );
    this.invokePolicyJson = served.arn.apply(guarded((arn2) => JSON.stringify(invokePolicy(arn2))));
    this.registerOutputs({
      endpointName: this.endpointName,
      endpointArn: this.endpointArn,
      endpointConfigName: this.endpointConfigName,
      modelNames: this.modelNames,
      imageReferences: this.imageReferences,
      variantNames: this.variantNames,
      metrics: this.metrics,
      invokePolicyJson: this.invokePolicyJson
    });
  }
};

// components/registry-access/registry-access.ts
var pulumi56 = __toESM(require("@pulumi/pulumi"));

// components/credentials-provider/credentials-provider.ts
var aws16 = __toESM(require("@pulumi/aws"));
var pulumi48 = __toESM(require("@pulumi/pulumi"));

// components/credentials-provider/credential-checks.ts
var password = (value) => {
  if (value === "") return "must not be empty";
  return new RegExp("\\p{Cc}", "u").test(value) && !isJsonObject(value) ? "must contain no control characters: delete the line break at its end, if there is one" : void 0;
};
function isJsonObject(text2) {
  try {
    const value = JSON.parse(text2);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
var username = (value) => (new RegExp("\\p{Cc}", "u").test(value) ? "must contain no control characters" : password(value)) ?? (value.includes(":") ? "must contain no colon, which ends the user name" : void 0);

// components/credentials-provider/credentials-provider.ts
var CredentialsProvider = class extends pulumi48.ComponentResource {
  /** ARN of the function, without a version or alias; it resolves when the function can read the secret. */
  functionArn;
  /** Name of the function. */
  functionName;
  /** ARN of the function's role, for the policies of a secret or key in another account. */
  functionRoleArn;
  /** Name of the function's log group. */
  logGroupName;
  /** ARN of the secret; for one made here it resolves when the secret holds the credentials. */
  credentialsSecretArn;
  /** ARN of the customer-managed KMS key that encrypts the secret; nothing where AWS's own key does. */
  credentialsKmsKeyArn;
  /** Name of the alarm on the function's errors. */
  errorsAlarmName;
  constructor(name2, args, opts) {
    const checked = checkedArguments(validate3, name2, args);
    super("sagemaker-private-registry:index:CredentialsProvider", name2, {}, opts);
    warnOfOpenedArn("credentialsSecretArn", checked.credentialsSecretArn, this);
    const secret6 = adoptSecret(checked) ?? makeSecret(name2, checked, this);
    const lambda5 = makeFunction(name2, checked, secret6, this);
    const alarm = makeErrorsAlarm(name2, checked, lambda5, this);
    this.functionArn = lambda5.function.arn;
    this.functionName = lambda5.function.name;
    this.functionRoleArn = lambda5.role.arn;
    this.logGroupName = lambda5.logGroup.name;
    this.credentialsSecretArn = secret6.arn;
    this.credentialsKmsKeyArn = secret6.kmsKeyArn;
    this.errorsAlarmName = alarm.name;
    this.registerOutputs({
      functionArn: this.functionArn,
      functionName: this.functionName,
      functionRoleArn: this.functionRoleArn,
      logGroupName: this.logGroupName,
      credentialsSecretArn: this.credentialsSecretArn,
      credentialsKmsKeyArn: this.credentialsKmsKeyArn,
      errorsAlarmName: this.errorsAlarmName
    });
  }
};
var functionName3 = (name2) => `${name2}-function`;
var secretName = (name2) => `${name2}-secret`;
var opened2 = (name2) => [
  ["aws:lambda/function:Function", functionName3(name2)],
  ["aws:secretsmanager/secret:Secret", secretName(name2)]
];
var TIMEOUT_IN_SECONDS = 10;
var MEMORY_IN_MB = 512;
function validate3(name2, given3, part2) {
  const validation = new Validation(`CredentialsProvider "${name2}"`, part2);
  const args = validation.form("CredentialsProvider", given3);
  validation.problem(
    "name",
    functionNameProblem(functionName3(name2)) ?? openedNameProblem(name2, opened2(name2))
  );
  const {
    credentialsSecretArn: secretArn2,
    credentials: credentials2,
    usernameKey = "username",
    passwordKey = "password"
  } = args;
  if (secretArn2 === void 0 && credentials2 === void 0) {
    validation.problem(
      "credentialsSecretArn",
      "is missing: name a secret that exists, or give credentials to have one made"
    );
  }
  if (secretArn2 !== void 0 && credentials2 !== void 0) {
    validation.problem(
      "credentialsSecretArn",
      "is given together with credentials: name a secret, or have one made, not both"
    );
  }
  if (credentials2 !== void 0 && args.credentialsKmsKeyArn !== void 0) {
    validation.problem(
      "credentialsKmsKeyArn",
      "belongs to credentialsSecretArn: give kmsKeyArn to encrypt a secret made here"
    );
  }
  if (usernameKey === passwordKey) {
    validation.problem("passwordKey", "must not be the same as usernameKey");
  }
  const checked = {
    common: closedCommon(validation, args),
    ...checkArguments(validation, args, {
      credentialsSecretArn: input_checks_exports.optional(checks_exports.secretArn),
      credentialsKmsKeyArn: input_checks_exports.optionalOutput(checks_exports.arn("kms", "key/\u2026")),
      credentials: (_, path, pair) => pair && checkInputs(validation, path, pair, {
        username: input_checks_exports.secret(username),
        password: input_checks_exports.secret(password)
      }),
      usernameKey: input_checks_exports.withDefault("username", checks_exports.secretKey),
      passwordKey: input_checks_exports.withDefault("password", checks_exports.secretKey),
      function: (_, path, settings) => checkFunctionSettings(validation, path, settings),
      alarmTopicArns: input_checks_exports.list({ max: 5, item: checks_exports.topicArn })
    }),
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure
  };
  validation.throwIfInvalid();
  return checked;
}
function adoptSecret({ credentialsSecretArn: arn2, credentialsKmsKeyArn }) {
  return arn2 && { arn: arn2, kmsKeyArn: pulumi48.output(credentialsKmsKeyArn) };
}
function makeSecret(name2, checked, parent) {
  const { common, credentials: credentials2, usernameKey, passwordKey } = checked;
  const secret6 = new aws16.secretsmanager.Secret(
    secretName(name2),
    {
      description: "Credentials of a private Docker registry, for SageMaker",
      kmsKeyId: common.kmsKeyArn,
      tags: common.tags
    },
    { parent }
  );
  refuseOpenedTags(secret6.tagsAll, checked.failure);
  const secretString = pulumi48.all([usernameKey, passwordKey, credentials2?.username, credentials2?.password]).apply(guarded(([userKey, passKey, user, pass]) => JSON.stringify({ [userKey]: user, [passKey]: pass })));
  const version = new aws16.secretsmanager.SecretVersion(
    `${name2}-secret-version`,
    { secretId: secret6.id, secretString: pulumi48.secret(secretString) },
    // Another password replaces it, also in a component that is protected.
    { parent, protect: false }
  );
  return {
    // The URN waits for the version but, unlike its id, stays known when another password replaces the version.
    arn: pulumi48.all([secret6.arn, version.urn]).apply(guarded(([arn2]) => arn2)),
    kmsKeyArn: pulumi48.output(common.kmsKeyArn)
  };
}
function makeFunction(name2, checked, secret6, parent) {
  return createLambdaFunction(
    functionName3(name2),
    {
      bundle: "credentials",
      description: "Answers SageMaker with the credentials of a private Docker registry",
      environment: {
        SECRET_ARN: secret6.arn,
        USERNAME_KEY: checked.usernameKey,
        PASSWORD_KEY: checked.passwordKey
      },
      statements: ({ dnsSuffix }) => pulumi48.all([secret6.arn, secret6.kmsKeyArn]).apply(
        guarded(
          ([secretArn2, kmsKeyArn2]) => readSecret({ secretArn: secretArn2, kmsKeyArns: [kmsKeyArn2] }, dnsSuffix)
        )
      ),
      timeoutInSeconds: TIMEOUT_IN_SECONDS,
      memoryInMb: MEMORY_IN_MB,
      settings: checked.function,
      common: checked.common
    },
    parent
  );
}
function makeErrorsAlarm(name2, { common, alarmTopicArns }, lambda5, parent) {
  return new aws16.cloudwatch.MetricAlarm(
    `${name2}-errors`,
    {
      alarmDescription: "SageMaker did not get the credentials of a private Docker registry",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: lambda5.function.name },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "notBreaching",
      alarmActions: alarmTopicArns,
      okActions: alarmTopicArns,
      tags: common.tags
    },
    { parent }
  );
}

// components/registry-access/preflight-function.ts
var aws17 = __toESM(require("@pulumi/aws"));
var pulumi49 = __toESM(require("@pulumi/pulumi"));

// components/registry-access/preflight-checks.ts
var DEFAULT_MINIMUM_CERTIFICATE_DAYS = 14;
var logicalNames4 = {
  function: (name2) => `${name2}-preflight`,
  scheduleRole: (name2) => `${name2}-preflight-schedule-role`,
  schedulePolicy: (name2) => `${name2}-preflight-schedule-policy`,
  certificateAlarm: (name2) => `${name2}-certificate-expiry`
};
function validatePreflight(validation, name2, preflight = {}) {
  const { enabled = true, scheduled = true, ...settings } = preflight;
  if (!enabled) {
    for (const [property2, value] of Object.entries(settings)) {
      if (value === void 0) continue;
      validation.problem(
        `preflight.${property2}`,
        "is about the preflight function, but preflight.enabled is false: leave it out"
      );
    }
    return void 0;
  }
  const made = [["aws:lambda/function:Function", logicalNames4.function(name2)]];
  validation.problem(
    "name",
    functionNameProblem(logicalNames4.function(name2)) ?? openedNameProblem(name2, made)
  );
  for (const property2 of ["minimumCertificateDays", "alarmTopicArns"]) {
    if (scheduled || settings[property2] === void 0) continue;
    validation.problem(
      `preflight.${property2}`,
      "is about preflights on a schedule, but preflight.scheduled is false: leave it out"
    );
  }
  return {
    ...checkInputs(validation, "preflight", preflight, {
      enabled: input_checks_exports.plain(),
      scheduled: input_checks_exports.plain(),
      minimumCertificateDays: input_checks_exports.withDefault(
        DEFAULT_MINIMUM_CERTIFICATE_DAYS,
        checks_exports.integer(1, 365, "days")
      ),
      alarmTopicArns: input_checks_exports.list({ max: 5, item: checks_exports.topicArn }),
      ...FUNCTION_CHECKS
    }),
    scheduled
  };
}

// components/registry-access/preflight-function.ts
var TIMEOUT_IN_SECONDS2 = 300;
var MEMORY_IN_MB2 = 512;
var SECONDS_PER_DAY2 = 86400;
function createPreflight(name2, plan, surroundings, parent) {
  const { preflight } = plan;
  if (preflight === void 0) return void 0;
  const { subnetIds, securityGroupIds, credentialsProviderArn: credentialsProviderArn2 } = surroundings;
  const lambda5 = createLambdaFunction(
    logicalNames4.function(name2),
    {
      bundle: "preflight",
      description: "Performs the pull of an image as SageMaker does, and says what is in its way",
      environment: {
        REGISTRY: plan.registryHostname,
        // A registry at another address is warned of.
        VPC_CIDR_BLOCKS: vpcCidrBlocks(plan.vpcId, parent).apply(guarded((blocks) => blocks.join())),
        ...credentialsProviderArn2 === void 0 ? {} : { CREDENTIALS_PROVIDER_ARN: credentialsProviderArn2 },
        ...plan.authorizationServer === void 0 ? {} : { AUTHORIZATION_SERVER: authorizationServerSetting(plan.authorizationServer) }
      },
      statements: (placement) => pulumi49.output(credentialsProviderArn2).apply(guarded((arn2) => preflightStatements(arn2, placement))),
      timeoutInSeconds: TIMEOUT_IN_SECONDS2,
      memoryInMb: MEMORY_IN_MB2,
      settings: {
        vpc: { subnetIds, securityGroupIds },
        architecture: preflight.architecture,
        codeSigningConfigArn: preflight.codeSigningConfigArn,
        reservedConcurrency: preflight.reservedConcurrency
      },
      vpcId: plan.vpcId,
      common: plan.common
    },
    parent
  );
  const { name: functionName4, arn: functionArn2 } = lambda5.function;
  if (!preflight.scheduled) return { functionName: functionName4, functionArn: functionArn2, scheduleRoleArn: void 0 };
  createCertificateAlarm(name2, plan, preflight, parent);
  return { functionName: functionName4, functionArn: functionArn2, scheduleRoleArn: createScheduleRole(name2, plan, functionArn2, parent) };
}
function authorizationServerSetting({
  location,
  port
}) {
  const { cidrBlocks, securityGroupId: securityGroupId3, clientSecurityGroupIds, prefixListIds, internet } = location;
  const others = [securityGroupId3, clientSecurityGroupIds, prefixListIds];
  const blocks = internet || others.some((other) => other !== void 0) ? void 0 : cidrBlocks;
  return pulumi49.jsonStringify({ port, cidrBlocks: blocks });
}
function preflightStatements(credentialsProviderArn2, { partition, region, accountId }) {
  return [
    ...credentialsProviderArn2 === void 0 ? [] : [
      {
        Sid: "InvokeCredentialsProvider",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: credentialsProviderArn2
      }
    ],
    {
      Sid: "DescribeEndpoints",
      Effect: "Allow",
      Action: "sagemaker:DescribeEndpoint",
      Resource: `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/*`
    }
  ];
}
function createScheduleRole(name2, { common }, functionArn2, parent) {
  const role = new aws17.iam.Role(
    logicalNames4.scheduleRole(name2),
    {
      ...roleName(logicalNames4.scheduleRole(name2)),
      description: "Role of EventBridge Scheduler, which has the pull of an endpoint's images checked",
      assumeRolePolicy: lookUpPlacement(parent).apply(
        guarded(
          ({ accountId }) => JSON.stringify(
            serviceTrustPolicy("scheduler.amazonaws.com", {
              StringEquals: { "aws:SourceAccount": accountId }
            })
          )
        )
      ),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags
    },
    { parent }
  );
  const policy = new aws17.iam.RolePolicy(
    logicalNames4.schedulePolicy(name2),
    {
      role: role.name,
      policy: functionArn2.apply(
        guarded(
          (arn2) => JSON.stringify(
            policyDocument({
              Sid: "InvokePreflight",
              Effect: "Allow",
              Action: "lambda:InvokeFunction",
              Resource: arn2
            })
          )
        )
      )
    },
    { parent }
  );
  return pulumi49.all([role.arn, policy.urn]).apply(guarded(([arn2]) => arn2));
}
function createCertificateAlarm(name2, { registryHostname: registryHostname3, common }, { minimumCertificateDays, alarmTopicArns }, parent) {
  new aws17.cloudwatch.MetricAlarm(
    logicalNames4.certificateAlarm(name2),
    {
      alarmDescription: pulumi49.interpolate`The certificate of ${registryHostname3} comes to its end, after which SageMaker pulls no more images`,
      namespace: METRIC_NAMESPACE,
      metricName: Metric.CertificateDaysToExpiry,
      dimensions: { [Dimension.Registry]: registryHostname3 },
      statistic: "Minimum",
      period: SECONDS_PER_DAY2,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: minimumCertificateDays,
      treatMissingData: "missing",
      alarmActions: alarmTopicArns,
      okActions: alarmTopicArns,
      tags: common.tags
    },
    { parent }
  );
}

// components/registry-access/security-groups.ts
var aws18 = __toESM(require("@pulumi/aws"));
var pulumi51 = __toESM(require("@pulumi/pulumi"));

// components/registry-access/limits.ts
var HTTPS2 = 443;
var MAX_SECURITY_GROUPS2 = 4;
var MAX_DESCRIPTION = 255;
function portOf(hostname) {
  const port = /:([0-9]+)$/.exec(hostname)?.[1];
  return port === void 0 ? HTTPS2 : Number(port);
}

// components/registry-access/network-location.ts
var pulumi50 = __toESM(require("@pulumi/pulumi"));
function validateLocation(validation, location, prefix = "", { isRequired = true } = {}) {
  const list2 = (name2, item) => (_, propertyPath) => validation.list(propertyPath, named(location, name2), {
    item,
    // A rule to nowhere would be made of it.
    min: placesOf(location).length === 1 && location.internet !== true ? 1 : 0,
    remedy: "no other place is given"
  });
  if (location.admitModels === true && location.securityGroupId === void 0) {
    validation.problem(
      `${prefix}admitModels`,
      "is true, but there is no group to add the rule to: give securityGroupId"
    );
  }
  return checkInputs(validation, prefix.replace(/\.$/, ""), location, {
    securityGroupId: (_, path, id3, { admitModels: admitModels2 }) => isRequired || admitModels2 === true ? validation.value(path, id3, checks_exports.securityGroupId) : validation.optional(path, id3, checks_exports.securityGroupId),
    admitModels: (_, __, admitModels2 = false) => admitModels2,
    clientSecurityGroupIds: list2("clientSecurityGroupIds", checks_exports.securityGroupId),
    cidrBlocks: list2("cidrBlocks", checks_exports.cidrBlock),
    prefixListIds: list2("prefixListIds", checks_exports.prefixListId),
    internet: (_, __, internet = false) => internet
  });
}
function requirePlace(validation, location, prefix, remedy) {
  if (location.internet === true || placesOf(location).length > 0) return;
  const empty = LISTS.find((name2) => location[name2] !== void 0);
  validation.problem(
    `${prefix}${empty ?? "cidrBlocks"}`,
    `${empty === void 0 ? "is missing" : "is empty"}: ${remedy}`
  );
}
var LISTS = ["clientSecurityGroupIds", "cidrBlocks", "prefixListIds"];
var placesOf = (location) => [
  ...location.securityGroupId === void 0 ? [] : ["securityGroupId"],
  ...LISTS.filter((name2) => named(location, name2) !== void 0)
];
function named(location, name2) {
  const given3 = location[name2];
  return Array.isArray(given3) && given3.length === 0 ? void 0 : given3;
}
async function egressTo(location, port, description) {
  const { cidrBlocks, prefixListIds, internet } = location;
  const securityGroups = await itemIfPresent(location.securityGroupId, (id3) => id3);
  if (!internet && securityGroups.length === 0 && cidrBlocks === void 0 && prefixListIds === void 0) {
    return [];
  }
  const blocks = pulumi50.output(cidrBlocks ?? []).apply(guarded((given3) => [.../* @__PURE__ */ new Set([...given3, ...internet ? ["0.0.0.0/0", "::/0"] : []])]));
  return [
    {
      description,
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrBlocks: blocks.apply(guarded((all44) => all44.filter((block) => !block.includes(":")))),
      ipv6CidrBlocks: blocks.apply(guarded((all44) => all44.filter((block) => block.includes(":")))),
      prefixListIds: prefixListIds ?? [],
      securityGroups
    }
  ];
}

// components/registry-access/security-groups.ts
function createModelSecurityGroup(name2, plan, parent) {
  return new aws18.ec2.SecurityGroup(
    `${name2}-models`,
    {
      description: "SageMaker models that pull from a private registry",
      vpcId: plan.vpcId,
      ingress: [],
      egress: egressRules2(plan, parent),
      tags: plan.tags
    },
    { parent, customTimeouts: INTERFACE_GROUP_TIMEOUTS }
  );
}
async function egressRules2(plan, parent) {
  const registry = plan.registryHostname.apply(
    guarded((hostname) => `Registry ${hostname}`.slice(0, MAX_DESCRIPTION))
  );
  const port = plan.registryHostname.apply(guarded(portOf));
  return [
    ...(await egressTo(plan.registry, port, "Registry")).map((rule) => ({ ...rule, description: registry })),
    ...plan.authorizationServer === void 0 ? [] : await egressTo(
      plan.authorizationServer.location,
      plan.authorizationServer.port,
      "Authorization server"
    ),
    ...plan.lambda === void 0 ? [] : await egressToLambda(plan, plan.lambda.location, parent),
    ...await itemIfPresent(plan.s3PrefixListId, egressToS3)
  ];
}
async function egressToLambda(plan, location, parent) {
  const description = "Lambda API, for credentials of the registry";
  const rules = await egressTo(location, HTTPS2, description);
  if (rules.length > 0 || location.clientSecurityGroupIds !== void 0) return rules;
  return egressTo({ ...location, cidrBlocks: vpcCidrBlocks(plan.vpcId, parent) }, HTTPS2, description);
}
function egressToS3(prefixListId2) {
  return {
    description: "S3, for layers and model data",
    protocol: "tcp",
    fromPort: HTTPS2,
    toPort: HTTPS2,
    prefixListIds: [prefixListId2]
  };
}
function admitModels(name2, plan, group, parent) {
  const listeners = [
    ["registry", plan.registry, plan.registryHostname.apply(guarded(portOf))],
    ["authorization-server", plan.authorizationServer?.location, plan.authorizationServer?.port ?? HTTPS2],
    ["lambda", plan.lambda?.location, HTTPS2]
  ];
  return listeners.flatMap(([what, location, port]) => {
    if (location?.securityGroupId === void 0 || !location.admitModels) return [];
    return [
      new aws18.vpc.SecurityGroupIngressRule(
        `${name2}-${what}-admits-models`,
        {
          description: "SageMaker models that pull from the private registry",
          // With admitModels it has a value.
          securityGroupId: location.securityGroupId,
          referencedSecurityGroupId: group.id,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          tags: plan.tags
        },
        { parent }
      )
    ];
  });
}
function carriedGroups(plan, group, admissions) {
  const lists = [
    plan.registry.clientSecurityGroupIds,
    plan.authorizationServer?.location.clientSecurityGroupIds,
    plan.lambda?.location.clientSecurityGroupIds,
    plan.securityGroupIds
  ].map((list2) => list2 ?? []);
  return pulumi51.all([group.id, pulumi51.all(lists), pulumi51.all(admissions.map((rule) => rule.urn))]).apply(
    guarded(([own, others]) => {
      const ids2 = [.../* @__PURE__ */ new Set([own, ...others.flat()])];
      const reason = tooManyGroups(ids2.length);
      if (reason !== void 0) throw plan.failure("securityGroupIds", reason);
      return ids2;
    })
  );
}
function tooManyGroups(count2) {
  if (count2 <= MAX_SECURITY_GROUPS2) return void 0;
  return `makes ${count2} groups with the models' own and the clientSecurityGroupIds, but at most ${MAX_SECURITY_GROUPS2} are allowed, because SageMaker allows ${MAX_SECURITY_GROUPS2 + 1} and the models' network interfaces get one more: leave some out`;
}

// components/registry-network/endpoint-policies.ts
var MAX_POLICY_LENGTH = 20480;
function checkEndpointPolicies(validation, policies = {}, services) {
  return Object.fromEntries(
    Object.entries(policies).map(([service, policy]) => {
      const path = propertyPathOf("interfaceEndpointPolicyJson", service);
      if (!services.includes(service)) {
        validation.problem(
          path,
          `is given, but no endpoint for ${service} is made: name it in interfaceEndpoints, or leave it out`
        );
      }
      return [service, validation.value(path, policy, policyProblem)];
    })
  );
}
var policyProblem = checks_exports.sourced(
  "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  (text2) => {
    if (text2.length > MAX_POLICY_LENGTH) {
      return `has ${text2.length} characters, but must have at most ${MAX_POLICY_LENGTH}`;
    }
    const statements = statementsOf(text2);
    if (statements === void 0) {
      return 'must be a policy as JSON, {"Version": "2012-10-17", "Statement": [\u2026]}';
    }
    return statements.every((each3) => "Principal" in each3 || "NotPrincipal" in each3) ? void 0 : 'has a statement without a Principal, but must say in each whom it lets pass: add "Principal": "*" to what is a policy of callers';
  }
);
function statementsOf(text2) {
  try {
    const policy = JSON.parse(text2);
    if (typeof policy !== "object" || policy === null || !("Statement" in policy)) return void 0;
    const statements = [policy.Statement].flat();
    const isObject2 = (each3) => typeof each3 === "object" && each3 !== null;
    return statements.every(isObject2) ? statements : void 0;
  } catch {
    return void 0;
  }
}

// components/registry-network/lambda-route.ts
var LambdaRouteKind = {
  /** An interface endpoint is made, with private DNS: the name leads to it for everyone in the VPC. */
  Create: "Create",
  /** An interface endpoint that the VPC has is used. */
  Adopt: "Adopt",
  /** An interface endpoint is made without private DNS, and a private hosted zone that maps the name to it. */
  PrivateZone: "PrivateZone",
  /** An interface endpoint is made without private DNS; the operator maps the name to it in a DNS of another provider. */
  ExternalDns: "ExternalDns",
  /** Nothing is made: the VPC leads there already, through an endpoint, a NAT gateway or a proxy of the operator's. */
  Provided: "Provided"
};
var ROUTES_WITH_NEW_ENDPOINT = [
  LambdaRouteKind.Create,
  LambdaRouteKind.PrivateZone,
  LambdaRouteKind.ExternalDns
];
function validateLambdaRoute(validation, route, adopted) {
  const kind = route.kind ?? (adopted ? LambdaRouteKind.Provided : LambdaRouteKind.Create);
  const path = "lambdaRoute";
  validation.problem(`${path}.kind`, checks_exports.oneOf(Object.values(LambdaRouteKind))(kind));
  if (kind === LambdaRouteKind.Adopt !== (route.endpointId !== void 0)) {
    validation.problem(
      `${path}.endpointId`,
      kind === LambdaRouteKind.Adopt ? `is missing, but \`Adopt\` needs the id of the VPC's interface endpoint for Lambda` : `is given, but only \`Adopt\` uses an endpoint that exists: leave it out, or set kind to "Adopt"`
    );
  }
  if (kind === LambdaRouteKind.Adopt && !adopted) {
    validation.problem(`${path}.kind`, `is "Adopt", but a new VPC has no endpoint yet: leave it out`);
  }
  const madeHere = ROUTES_WITH_NEW_ENDPOINT.includes(kind);
  for (const property2 of ["admittedCidrBlocks", "admittedSecurityGroupIds", "endpointPolicyJson"]) {
    if (route[property2] !== void 0 && !madeHere) {
      validation.problem(
        `${path}.${property2}`,
        `is specified, but "${kind}" makes no endpoint that it could apply to: remove it`
      );
    }
  }
  return {
    ...checkInputs(validation, path, route, {
      kind: input_checks_exports.usedBy(validateLambdaRoute),
      endpointId: input_checks_exports.optional(checks_exports.vpcEndpointId),
      admittedCidrBlocks: input_checks_exports.list({ item: checks_exports.cidrBlock }),
      admittedSecurityGroupIds: input_checks_exports.list({ item: checks_exports.securityGroupId }),
      endpointPolicyJson: input_checks_exports.optional(policyProblem)
    }),
    kind
  };
}

// components/registry-network/registry-network.ts
var pulumi55 = __toESM(require("@pulumi/pulumi"));

// components/registry-network/endpoints.ts
var aws19 = __toESM(require("@pulumi/aws"));
var pulumi52 = __toESM(require("@pulumi/pulumi"));

// components/registry-network/default-policies.ts
var RUNTIME_SERVICES = ["sagemaker.runtime", "sagemaker.runtime-fips"];
var ECR_SERVICES = ["ecr.api", "ecr.dkr"];
function defaultInterfacePolicy(service, scope) {
  if (RUNTIME_SERVICES.includes(service)) return policyDocument(callEndpoints(scope));
  const pulls = ECR_SERVICES.includes(service) ? pullImages(scope) : [];
  if (!scope.isClosed) return policyDocument(useOwnAccount(scope), ...pulls);
  if (pulls.length > 0) return policyDocument(...pulls);
  const needed = NEEDED[service];
  return policyDocument(needed === void 0 ? useOwnAccount(scope) : needed(scope));
}
var NEEDED = {
  /** SageMaker asks the credentials function, and the preflight does as well. */
  lambda: (scope) => allow("InvokeFunctions", "lambda:InvokeFunction", ownArn(scope, "lambda", "function:*"), scope),
  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html */
  logs: (scope) => allow(
    "WriteLogs",
    ["logs:CreateLogStream", "logs:PutLogEvents"],
    ownArn(scope, "logs", "log-group:*"),
    scope
  ),
  secretsmanager: (scope) => allow("ReadSecrets", "secretsmanager:GetSecretValue", ownArn(scope, "secretsmanager", "secret:*"), scope)
};
function hasOwnDefault(service) {
  return [...RUNTIME_SERVICES, ...ECR_SERVICES, ...Object.keys(NEEDED)].includes(service);
}
function callEndpoints(scope) {
  return allow("CallEndpoints", INVOKE_ACTIONS, ownArn(scope, "sagemaker", "endpoint/*"), scope);
}
function pullImages(scope) {
  const actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  return [
    allow("AuthorizeAtEcr", "ecr:GetAuthorizationToken", "*", scope),
    allow("PullImages", actions, `arn:${scope.partition}:ecr:${scope.region}:*:repository/*`, scope)
  ];
}
function useOwnAccount(scope) {
  const { accountId } = scope;
  return {
    ...allow("UseOwnAccount", "*", "*", scope),
    Condition: {
      StringEquals: { "aws:PrincipalAccount": accountId },
      StringEqualsIfExists: { "aws:ResourceAccount": accountId }
    }
  };
}
var READ_OBJECTS = ["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"];
var WRITE_OBJECTS = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:ListBucketMultipartUploads",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectAcl"
];
function defaultS3Policy(scope, bucketNames) {
  const { partition, region, accountId, isClosed } = scope;
  const own = {
    ...allow("UseOwnBuckets", isClosed ? [...READ_OBJECTS, ...WRITE_OBJECTS] : "s3:*", "*", scope),
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId } }
  };
  const named2 = [...new Set(bucketNames)].flatMap((name2) => [
    `arn:${partition}:s3:::${name2}`,
    `arn:${partition}:s3:::${name2}/*`
  ]);
  const read2 = isClosed ? {
    Sid: "PullLayersOfEcr",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`
  } : { Sid: "ReadObjects", Effect: "Allow", Principal: "*", Action: ["s3:Get*", "s3:List*"], Resource: "*" };
  return policyDocument(
    own,
    read2,
    ...named2.length === 0 ? [] : [allow("UseNamedBuckets", [...READ_OBJECTS, ...WRITE_OBJECTS], named2, scope)]
  );
}
function allow(sid, action, resource, { accountId }) {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } }
  };
}
function ownArn({ partition, region, accountId }, service, resource) {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

// components/registry-network/endpoints.ts
var CLOSED_VPC_SERVICES = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];
var HTTPS3 = 443;
function createEndpointGroup(suffix, { name: name2, vpc: vpc4, tags: tags2, parent }, aliases = []) {
  return new aws19.ec2.SecurityGroup(
    `${name2}-${suffix}`,
    {
      description: "Interface endpoints: admits the groups that are let in by a rule of their own",
      vpcId: vpc4.vpcId,
      tags: tags2
    },
    { parent, aliases }
  );
}
function createEndpointSecurityGroup(context) {
  return createEndpointGroup("endpoints", context);
}
function createLambdaSecurityGroup(context, isAlone) {
  const before = { name: `${context.name}-endpoints` };
  return createEndpointGroup("lambda-endpoint", context, isAlone ? [before] : []);
}
function createOtherCallersSecurityGroup({ name: name2, vpc: vpc4, tags: tags2, parent }, callers) {
  const isIpv6 = (block) => block.includes(":");
  return new aws19.ec2.SecurityGroup(
    `${name2}-other-callers`,
    {
      description: "Interface endpoints: admits the other callers in the VPC",
      vpcId: vpc4.vpcId,
      ingress: [
        {
          description: "HTTPS",
          protocol: "tcp",
          fromPort: HTTPS3,
          toPort: HTTPS3,
          cidrBlocks: callers.cidrBlocks.apply(guarded((blocks) => blocks.filter((block) => !isIpv6(block)))),
          ipv6CidrBlocks: callers.cidrBlocks.apply(guarded((blocks) => blocks.filter(isIpv6))),
          securityGroups: callers.securityGroupIds
        }
      ],
      egress: [],
      tags: tags2
    },
    { parent }
  );
}
function createInterfaceEndpoint(context, { service, securityGroupIds, privateDnsEnabled, policy }) {
  const { name: name2, vpc: vpc4, tags: tags2, parent } = context;
  const found = lookUpService(context, service, "Interface");
  const chosen = policy ?? scopeOf(context).apply(guarded((scope) => JSON.stringify(defaultInterfacePolicy(service, scope))));
  return new aws19.ec2.VpcEndpoint(
    `${name2}-${service.replaceAll(".", "-")}`,
    {
      vpcId: privateDnsEnabled ? vpc4.vpcIdWithPrivateDns() : vpc4.vpcId,
      serviceName: found.serviceName,
      vpcEndpointType: "Interface",
      privateDnsEnabled,
      subnetIds: vpc4.endpointSubnetIds(found),
      securityGroupIds,
      policy: policy ?? (hasOwnDefault(service) ? chosen : whereSupported(found, chosen)),
      tags: tags2
    },
    { parent }
  );
}
function whereSupported(found, policy) {
  return pulumi52.all([found.vpcEndpointPolicySupported, policy]).apply(
    guarded(([isSupported, text2]) => isSupported === false ? void 0 : text2)
  );
}
function scopeOf({ placement, isClosed }) {
  return placement.apply(guarded((where) => ({ ...where, isClosed })));
}
function createS3Endpoint(context, { policy, bucketNames }) {
  const { name: name2, vpc: vpc4, tags: tags2, parent } = context;
  return new aws19.ec2.VpcEndpoint(
    `${name2}-s3`,
    {
      vpcId: vpc4.vpcId,
      serviceName: lookUpService(context, "s3", "Gateway").serviceName,
      vpcEndpointType: "Gateway",
      routeTableIds: vpc4.routeTableIds(),
      policy: policy ?? pulumi52.all([scopeOf(context), bucketNames ?? []]).apply(guarded(([scope, names]) => JSON.stringify(defaultS3Policy(scope, names)))),
      tags: tags2
    },
    { parent }
  );
}
function createLambdaZone({ name: name2, vpc: vpc4, tags: tags2, parent }, hostname, endpoint) {
  const zone = new aws19.route53.Zone(
    `${name2}-lambda-zone`,
    {
      name: hostname,
      comment: "Leads the name of the Lambda API to the VPC's interface endpoint",
      vpcs: [{ vpcId: vpc4.vpcIdWithPrivateDns() }],
      tags: tags2
    },
    { parent }
  );
  const target = dnsTarget(endpoint);
  return new aws19.route53.Record(
    `${name2}-lambda-record`,
    {
      zoneId: zone.zoneId,
      name: hostname,
      type: "A",
      aliases: [{ name: target.dnsName, zoneId: target.hostedZoneId, evaluateTargetHealth: false }]
    },
    { parent }
  );
}
function adoptLambdaEndpoint({ vpc: vpc4, parent }, { endpointId }) {
  if (endpointId === void 0) return void 0;
  const endpoint = lookUp(LOOKUPS.vpcEndpoint, { id: endpointId, vpcId: vpc4.vpcId }, parent, [
    "dnsEntries",
    "securityGroupIds"
  ]);
  return {
    id: endpointId,
    dnsName: endpoint.dnsEntries.apply(guarded(([entry]) => entry?.dnsName ?? "")),
    securityGroupIds: endpoint.securityGroupIds
  };
}
function createLambdaEndpoint(context, {
  kind,
  endpointPolicyJson: policy
}, hostname, group, otherGroupIds) {
  const endpoint = createInterfaceEndpoint(context, {
    service: "lambda",
    securityGroupIds: [group.id, ...otherGroupIds],
    privateDnsEnabled: kind === LambdaRouteKind.Create,
    policy
  });
  const mapped = kind === LambdaRouteKind.PrivateZone ? createLambdaZone(context, hostname, endpoint).fqdn : void 0;
  return {
    id: pulumi52.all([endpoint.id, mapped]).apply(guarded(([id3]) => id3)),
    dnsName: dnsTarget(endpoint).dnsName,
    securityGroupIds: group.id.apply(guarded((id3) => [id3]))
  };
}
function dnsTarget(endpoint) {
  return endpoint.dnsEntries.apply(
    guarded(([entry]) => ({
      dnsName: entry?.dnsName ?? "",
      hostedZoneId: entry?.hostedZoneId ?? ""
    }))
  );
}
function lookUpService({ placement, parent }, service, serviceType) {
  const candidates = placement.apply(
    guarded(({ region, reverseDnsPrefix }) => [
      .../* @__PURE__ */ new Set([`com.amazonaws.${region}.${service}`, `${reverseDnsPrefix}.${region}.${service}`])
    ])
  );
  return lookUp(
    LOOKUPS.vpcEndpointService,
    { serviceType, filters: candidates.apply(guarded((values) => [{ name: "service-name", values }])) },
    parent,
    ["serviceName", "availabilityZones"]
  );
}

// components/registry-network/vpc.ts
var aws20 = __toESM(require("@pulumi/aws"));
var pulumi54 = __toESM(require("@pulumi/pulumi"));
var import_node_module = require("node:module");

// components/registry-network/route-tables.ts
function routeTablesOfSubnets(tables, subnetIds) {
  const main = tables.find(({ associations }) => associations.some((association) => association.main));
  const serving = subnetIds.map(
    (subnetId3) => tables.find(
      ({ associations }) => associations.some((association) => association.subnetId === subnetId3)
    ) ?? main
  );
  return [...new Set(serving.flatMap((table) => table === void 0 ? [] : [table.id]))].sort();
}

// components/registry-network/zones.ts
var pulumi53 = __toESM(require("@pulumi/pulumi"));
var AVAILABILITY_ZONES = {
  state: "available",
  filters: [{ name: "zone-type", values: ["availability-zone"] }]
};
async function zoneNames(choice, failure, parent) {
  const { names, zoneIds } = await lookUpNow(LOOKUPS.availabilityZones, AVAILABILITY_ZONES, parent);
  if (names === void 0 || zoneIds === void 0) return unknownZones(choice);
  const zones = names.map((name2, index) => ({ name: name2, id: zoneIds[index] ?? "" }));
  const chosen = zonesOf(choice, zones, failure);
  const advice = adviceOnZones(chosen);
  if (advice !== void 0) void pulumi53.log.warn(advice, parent);
  return chosen.map(({ name: name2 }) => name2);
}
function zonesOf(choice, zones, failure) {
  const { availabilityZoneNames: names, availabilityZoneIds: ids2, availabilityZoneCount: count2 } = choice;
  if (names !== void 0) return given("name", names, "availabilityZoneNames", zones, failure);
  if (ids2 !== void 0) return given("id", ids2, "availabilityZoneIds", zones, failure);
  if (zones.length >= count2) return chooseZones(zones, count2);
  throw failure("availabilityZoneCount", `is ${count2}, but ${allOf(zones)}`);
}
function given(by, values, property2, zones, failure) {
  const unknown3 = values.filter((value) => !zones.some((zone) => zone[by] === value));
  if (unknown3.length === 0) return values.flatMap((value) => zones.filter((zone) => zone[by] === value));
  throw failure(
    property2,
    `contains ${unknown3.map((each3) => JSON.stringify(each3)).join(", ")}, but ${allOf(zones)}`
  );
}
var allOf = (zones) => `the zones that this account has in the region are ${zones.map(({ name: name2, id: id3 }) => `${name2} (${id3})`).join(", ")}`;
function unknownZones({ availabilityZoneNames, availabilityZoneIds, ...choice }) {
  if (availabilityZoneNames !== void 0) return [...availabilityZoneNames];
  const count2 = availabilityZoneIds?.length ?? choice.availabilityZoneCount;
  return Array.from({ length: count2 }, (_, index) => `known-at-deployment-${index + 1}`);
}

// components/registry-network/vpc.ts
var InternetAccess = {
  /** There is none: subnets are isolated, and AWS services are reached through VPC endpoints. */
  None: "None",
  /** One NAT gateway for all zones: the cheapest way out, and gone with its zone. */
  SingleNatGateway: "SingleNatGateway",
  /** One NAT gateway in every zone. */
  NatGatewayPerZone: "NatGatewayPerZone"
};
function createVpc(name2, args, failure, parent) {
  const closed = args.internetAccess === InternetAccess.None;
  const vpc4 = new (loadAwsx()).ec2.Vpc(
    `${name2}-vpc`,
    {
      cidrBlock: args.cidrBlock,
      // awsx wants them plain, which no output is; Pulumi waits for promises before it sends arguments.
      availabilityZoneNames: zoneNames(args, failure, parent),
      // Private DNS of interface endpoints needs both.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      subnetStrategy: "Auto",
      subnetSpecs: closed ? [{ type: "Isolated" }] : [{ type: "Public" }, { type: "Private" }],
      natGateways: { strategy: NAT_STRATEGY[args.internetAccess] },
      tags: args.tags
    },
    { parent }
  );
  const subnetIds = closed ? vpc4.isolatedSubnetIds : vpc4.privateSubnetIds;
  return {
    vpcId: vpc4.vpcId,
    vpcIdWithPrivateDns: () => vpc4.vpcId,
    subnetIds,
    endpointSubnetIds: (service) => {
      const outside = (reason) => failure("availabilityZoneNames", reason);
      return onePerZoneOf(service, subnetIds, vpc4.vpcId, outside, parent);
    },
    cidrBlocks: pulumi54.output([args.cidrBlock]),
    // The component's outputs resolve together, when all that it makes is there: no route table is missed.
    routeTableIds: () => lookUp(LOOKUPS.routeTables, { vpcId: vpc4.vpcId }, parent, ["ids"]).ids
  };
}
function closeDefaultGroup({
  name: name2,
  vpc: vpc4,
  tags: tags2,
  parent
}) {
  return new aws20.ec2.DefaultSecurityGroup(
    `${name2}-default`,
    { vpcId: vpc4.vpcId, ingress: [], egress: [], tags: tags2 },
    { parent }
  );
}
var NAT_STRATEGY = {
  [InternetAccess.None]: "None",
  [InternetAccess.SingleNatGateway]: "Single",
  [InternetAccess.NatGatewayPerZone]: "OnePerAz"
};
function loadAwsx() {
  try {
    return (0, import_node_module.createRequire)(__filename)("@pulumi/awsx");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    throw new Error(
      "a new VPC is made with @pulumi/awsx, which is not installed: run `npm install @pulumi/awsx`, or give the vpcId and subnetIds of a VPC that exists",
      { cause: error }
    );
  }
}
function adoptVpc(vpcId2, givenSubnetIds, routeTableIds, failure, parent) {
  const subnetIds = verifySubnets(givenSubnetIds, vpcId2, failure, parent);
  return {
    vpcId: vpcId2,
    vpcIdWithPrivateDns: () => verifyPrivateDns(vpcId2, failure, parent),
    subnetIds,
    endpointSubnetIds: (service) => {
      const outside = (reason) => failure("subnetIds", reason);
      return onePerZoneOf(service, subnetIds, vpcId2, outside, parent);
    },
    cidrBlocks: vpcCidrBlocks(vpcId2, parent),
    routeTableIds: () => routeTableIds ?? lookUpRouteTables(vpcId2, subnetIds, parent)
  };
}
function lookUpRouteTables(vpcId2, subnetIds, parent) {
  const ids2 = lookUp(LOOKUPS.routeTables, { vpcId: vpcId2 }, parent, ["ids"]).ids.apply(
    guarded((found) => found.map((routeTableId2) => ({ routeTableId: routeTableId2 })))
  );
  const tables = lookUpEach(LOOKUPS.routeTable, ids2, parent, ["associations"]);
  return pulumi54.all([tables, subnetIds]).apply(
    guarded(
      ([found, subnets]) => routeTablesOfSubnets(
        found.map(({ routeTableId: routeTableId2, associations }) => ({ id: routeTableId2, associations })),
        subnets
      )
    )
  );
}

// components/registry-network/checks.ts
function validate4(name2, given3, part2) {
  const validation = new Validation(`RegistryNetwork "${name2}"`, part2);
  const args = validation.form("RegistryNetwork", given3);
  const adopted = args.vpcId !== void 0;
  for (const property2 of ["subnetIds", "routeTableIds"]) {
    if (!adopted && args[property2] !== void 0) {
      validation.problem(
        property2,
        "is given without vpcId: name the VPC as well, or leave it out for a new one"
      );
    }
  }
  if (adopted && args.subnetIds === void 0) {
    validation.problem("subnetIds", "is missing: name at least two subnets of the VPC, in different zones");
  }
  const forNewVpc = [
    "cidrBlock",
    "availabilityZoneCount",
    "availabilityZoneNames",
    "availabilityZoneIds",
    "internetAccess"
  ];
  for (const property2 of forNewVpc) {
    if (adopted && args[property2] !== void 0) {
      validation.problem(property2, "describes a new VPC, but vpcId adopts one: leave one of the two out");
    }
  }
  const [zones, ...others] = ["availabilityZoneCount", "availabilityZoneNames", "availabilityZoneIds"].filter(
    (property2) => args[property2] !== void 0
  );
  if (zones !== void 0 && others.length > 0) {
    validation.problem(zones, `cannot be combined with ${others.join(" and ")}: give one of them`);
  }
  const services = Object.entries(args.interfaceEndpoints ?? {});
  for (const [service] of services) {
    validation.problem(`interfaceEndpoints["${service}"]`, interfaceService(service));
  }
  const internetAccess = args.internetAccess ?? InternetAccess.None;
  const closed = !adopted && internetAccess === InternetAccess.None;
  const chosen = new Map([
    ...closed ? CLOSED_VPC_SERVICES.map((service) => [service, true]) : [],
    ...services
  ]);
  const wanted = [...chosen].filter(([, each3]) => each3).map(([service]) => service);
  const common = validation.common(args);
  const zoneList = { min: 2, max: 6, unique: true };
  const { cidrBlock: cidrBlock2, availabilityZoneNames, availabilityZoneIds, availabilityZoneCount, ...checked } = checkArguments(validation, args, {
    cidrBlock: input_checks_exports.plain(vpcCidrBlock),
    availabilityZoneCount: input_checks_exports.plain(checks_exports.integer(2, 6, "zones")),
    availabilityZoneNames: plainList(zoneList),
    availabilityZoneIds: plainList(zoneList),
    internetAccess: input_checks_exports.plain(checks_exports.oneOf(Object.values(InternetAccess))),
    interfaceEndpoints: input_checks_exports.usedBy(interfaceService),
    vpcId: input_checks_exports.optional(checks_exports.vpcId),
    subnetIds: input_checks_exports.list({
      min: 2,
      max: 16,
      item: checks_exports.subnetId,
      remedy: "SageMaker wants at least two, in different zones"
    }),
    routeTableIds: input_checks_exports.list({ min: 1, item: checks_exports.routeTableId }),
    lambdaRoute: (_, __, route = {}) => validateLambdaRoute(validation, route, adopted),
    s3Endpoint: input_checks_exports.plain(),
    interfaceEndpointPolicyJson: (_, __, policies) => checkEndpointPolicies(validation, policies, wanted),
    s3EndpointPolicyJson: input_checks_exports.optional(policyProblem),
    s3BucketNames: input_checks_exports.list({ item: bucketName2 })
  });
  const plan = {
    ...common,
    ...checked,
    adopted,
    newVpc: {
      cidrBlock: cidrBlock2 ?? "10.0.0.0/16",
      availabilityZoneNames,
      availabilityZoneIds,
      availabilityZoneCount: availabilityZoneCount ?? 2,
      internetAccess
    },
    s3Endpoint: args.s3Endpoint ?? !adopted,
    services: wanted.sort(),
    s3Policy: { policy: checked.s3EndpointPolicyJson, bucketNames: checked.s3BucketNames },
    /** Makes errors about what only a look at AWS finds to be wrong. */
    failure: validation.failure
  };
  if (plan.routeTableIds !== void 0 && !plan.s3Endpoint) {
    validation.problem(
      "routeTableIds",
      "is given, but no endpoint for S3 is made: set s3Endpoint, or leave it out"
    );
  }
  for (const property2 of ["s3EndpointPolicyJson", "s3BucketNames"]) {
    if (args[property2] !== void 0 && !plan.s3Endpoint) {
      validation.problem(
        property2,
        "is specified, but no endpoint for S3 is made: set s3Endpoint to true, or remove it"
      );
    }
  }
  if (args.s3EndpointPolicyJson !== void 0 && args.s3BucketNames !== void 0) {
    validation.problem(
      "s3BucketNames",
      "cannot be combined with s3EndpointPolicyJson: name the buckets in that policy, and remove s3BucketNames"
    );
  }
  validation.throwIfInvalid();
  return plan;
}
var plainList = (rule) => (validation, propertyPath, items) => {
  validation.list(propertyPath, items, rule);
  return items;
};
function vpcCidrBlock(value) {
  const length = Number(value.split("/")[1]);
  if (checks_exports.cidrBlock(value) === void 0 && !value.includes(":") && length >= 16 && length <= 24)
    return void 0;
  return checks_exports.cidrBlock(value) ?? checks_exports.mismatch(value, "an IPv4 CIDR block from /16 to /24");
}
var bucketName2 = checks_exports.sourced(
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  checks_exports.pattern(new RegExp(`^${checks_exports.S3_BUCKET}$`, "u"), "the name of a bucket")
);
function interfaceService(service) {
  if (service === "lambda") return "is lambdaRoute's to make: set lambdaRoute.kind instead";
  if (service === "s3") return "is reached through the gateway endpoint: set s3Endpoint instead";
  return checks_exports.pattern(
    /^[a-z0-9]+([.-][a-z0-9]+)*$/,
    "the name of a service as it ends the endpoint service's name, as ecr.api for com.amazonaws.eu-west-1.ecr.api"
  )(service);
}

// components/registry-network/registry-network.ts
var RegistryNetwork = class extends pulumi55.ComponentResource {
  /** Id of the VPC. */
  vpcId;
  /** Ids of the subnets for models, registry and endpoints, in at least two zones. */
  subnetIds;
  /** CIDR blocks of the VPC. */
  vpcCidrBlocks;
  /** Id of the security group of the interface endpoints made here, without Lambda's, for rules that admit others; absent where none is made. */
  endpointSecurityGroupId;
  /** How the name of the Lambda API leads to Lambda. */
  lambdaRouteKind;
  /** The name of the Lambda API that must lead there, for example `lambda.eu-west-1.amazonaws.com`. */
  lambdaHostname;
  /** Id of the interface endpoint for Lambda, made or adopted; absent with the route `Provided`. */
  lambdaEndpointId;
  /** DNS name of that endpoint, to which a DNS of another provider maps `lambdaHostname`; absent with `Provided`. */
  lambdaEndpointDnsName;
  /** Id of a security group of that endpoint, for a rule that admits the models' group; absent with `Provided`. */
  lambdaEndpointSecurityGroupId;
  /** Id of the gateway endpoint for S3; absent where none is made. */
  s3EndpointId;
  /** Id of the managed prefix list of S3's addresses, for rules; absent where no gateway endpoint is made. */
  s3PrefixListId;
  constructor(name2, args = {}, opts) {
    const plan = checkedArguments(validate4, name2, args);
    super("sagemaker-private-registry:index:RegistryNetwork", name2, {}, opts);
    const placement = lookUpPlacement(this);
    const vpc4 = plan.vpcId === void 0 || plan.subnetIds === void 0 ? createVpc(name2, { ...plan.newVpc, tags: plan.tags }, plan.failure, this) : adoptVpc(plan.vpcId, plan.subnetIds, plan.routeTableIds, plan.failure, this);
    const isClosed = !plan.adopted && plan.newVpc.internetAccess === InternetAccess.None;
    const context = { name: name2, vpc: vpc4, placement, isClosed, tags: plan.tags, parent: this };
    if (!plan.adopted) closeDefaultGroup(context);
    const hostname = placement.apply(guarded(({ region, dnsSuffix }) => `lambda.${region}.${dnsSuffix}`));
    const madeHere = ROUTES_WITH_NEW_ENDPOINT.includes(plan.lambdaRoute.kind);
    const hasOthers = plan.services.length > 0;
    const group = hasOthers ? createEndpointSecurityGroup(context) : void 0;
    const lambdaGroup = madeHere ? createLambdaSecurityGroup(context, !hasOthers) : void 0;
    const otherGroupIds = group ?? lambdaGroup ? otherCallers(context, plan) : [];
    const lambda5 = lambdaGroup === void 0 ? adoptLambdaEndpoint(context, plan.lambdaRoute) : createLambdaEndpoint(context, plan.lambdaRoute, hostname, lambdaGroup, otherGroupIds);
    for (const service of plan.services) {
      createInterfaceEndpoint(context, {
        service,
        securityGroupIds: [...group === void 0 ? [] : [group.id], ...otherGroupIds],
        privateDnsEnabled: true,
        policy: plan.interfaceEndpointPolicyJson[service]
      });
    }
    const s35 = plan.s3Endpoint ? createS3Endpoint(context, plan.s3Policy) : void 0;
    this.vpcId = vpc4.vpcId;
    this.subnetIds = vpc4.subnetIds;
    this.vpcCidrBlocks = vpc4.cidrBlocks;
    this.endpointSecurityGroupId = pulumi55.output(group?.id);
    this.lambdaRouteKind = pulumi55.output(plan.lambdaRoute.kind);
    this.lambdaHostname = hostname;
    this.lambdaEndpointId = pulumi55.output(lambda5?.id);
    this.lambdaEndpointDnsName = pulumi55.output(lambda5?.dnsName);
    this.lambdaEndpointSecurityGroupId = pulumi55.output(lambda5?.securityGroupIds.apply(guarded(([id3]) => id3)));
    this.s3EndpointId = pulumi55.output(s35?.id);
    this.s3PrefixListId = pulumi55.output(s35?.prefixListId);
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      vpcCidrBlocks: this.vpcCidrBlocks,
      endpointSecurityGroupId: this.endpointSecurityGroupId,
      lambdaRouteKind: this.lambdaRouteKind,
      lambdaHostname: this.lambdaHostname,
      lambdaEndpointId: this.lambdaEndpointId,
      lambdaEndpointDnsName: this.lambdaEndpointDnsName,
      lambdaEndpointSecurityGroupId: this.lambdaEndpointSecurityGroupId,
      s3EndpointId: this.s3EndpointId,
      s3PrefixListId: this.s3PrefixListId
    });
  }
};
function otherCallers(context, { adopted, lambdaRoute: lambdaRoute2 }) {
  const { admittedCidrBlocks, admittedSecurityGroupIds } = lambdaRoute2;
  if (!adopted && admittedCidrBlocks === void 0 && admittedSecurityGroupIds === void 0) return [];
  const cidrBlocks = pulumi55.all([adopted ? context.vpc.cidrBlocks : [], admittedCidrBlocks ?? []]).apply(guarded(([own, admitted]) => [.../* @__PURE__ */ new Set([...own, ...admitted])]));
  const securityGroupIds = pulumi55.output(admittedSecurityGroupIds ?? []);
  return [createOtherCallersSecurityGroup(context, { cidrBlocks, securityGroupIds }).id];
}

// components/registry-access/checks.ts
var AUTHENTICATION = [
  "credentialsSecretArn",
  "credentials",
  "credentialsProviderArn",
  "anonymous"
];
function validate5(name2, given3, part2) {
  const validation = new Validation(`RegistryAccess "${name2}"`, part2);
  const args = validation.form("RegistryAccess", given3);
  validateAuthentication(validation, args);
  requirePlace(
    validation,
    args,
    "",
    "say where the registry listens, with cidrBlocks, prefixListIds, securityGroupId, clientSecurityGroupIds or internet"
  );
  const providerArgs = credentialsProviderArgs(args);
  const credentialsProvider = providerArgs && validation.part(
    validate3,
    credentialsProviderName(name2),
    providerArgs,
    CREDENTIALS_PROVIDER_PATHS
  );
  const server = args.authorizationServer;
  if (server !== void 0) {
    requirePlace(validation, server, "authorizationServer.", "say where the authorization server listens");
  }
  const common = closedCommon(validation, args);
  const registry = validateLocation(validation, args);
  const others = args;
  const { lambdaAccess: lambda5, ...checked } = checkArguments(validation, others, {
    registryHostname: input_checks_exports.required(checks_exports.registryHostname),
    vpcId: input_checks_exports.required(checks_exports.vpcId),
    subnetIds: input_checks_exports.requiredList({
      min: 2,
      max: 16,
      item: checks_exports.subnetId,
      remedy: "SageMaker wants at least two, in different zones"
    }),
    authorizationServer: (_, __, authorizationServer) => authorizationServer && validateAuthorizationServer(validation, authorizationServer),
    lambdaAccess: (_, __, access = {}, { anonymous }) => anonymous === true ? void 0 : validateLambdaAccess(validation, access),
    s3PrefixListId: input_checks_exports.optionalOutput(checks_exports.prefixListId),
    securityGroupIds: input_checks_exports.list({
      max: MAX_SECURITY_GROUPS2 - 1,
      item: checks_exports.securityGroupId,
      remedy: `SageMaker allows ${MAX_SECURITY_GROUPS2 + 1} groups: of them one is the models' own, and one that of their network interfaces`
    }),
    credentialsProviderArn: input_checks_exports.optional(checks_exports.functionArn),
    preflight: (_, __, settings) => validatePreflight(validation, name2, settings),
    anonymous: input_checks_exports.usedBy(validateAuthentication),
    credentialsSecretArn: input_checks_exports.usedBy(credentialsProviderArgs),
    credentialsKmsKeyArn: input_checks_exports.usedBy(credentialsProviderArgs),
    usernameKey: input_checks_exports.usedBy(credentialsProviderArgs),
    passwordKey: input_checks_exports.usedBy(credentialsProviderArgs),
    credentials: input_checks_exports.usedBy(credentialsProviderArgs),
    credentialsFunction: input_checks_exports.usedBy(credentialsProviderArgs),
    alarmTopicArns: input_checks_exports.usedBy(credentialsProviderArgs)
  });
  validation.throwIfInvalid();
  return {
    ...checked,
    common,
    tags: common.tags,
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure,
    credentialsProvider,
    registry,
    lambda: lambda5
  };
}
function validateAuthorizationServer(validation, server) {
  const location = validateLocation(validation, server, "authorizationServer.");
  const others = server;
  const { port } = checkInputs(validation, "authorizationServer", others, {
    port: input_checks_exports.withDefault(HTTPS2, checks_exports.integer(1, 65535))
  });
  return { location, port };
}
function validateLambdaAccess(validation, access) {
  const others = access;
  const { kind } = checkInputs(validation, "lambdaAccess", others, {
    kind: input_checks_exports.withDefault(
      LambdaRouteKind.Provided,
      checks_exports.oneOf(Object.values(LambdaRouteKind))
    )
  });
  return { kind, location: validateLocation(validation, access, "lambdaAccess.", { isRequired: false }) };
}
var credentialsProviderName = (name2) => `${name2}-credentials`;
function credentialsProviderArgs(args) {
  if (args.credentialsSecretArn === void 0 === (args.credentials === void 0)) return void 0;
  const { tags: tags2, kmsKeyArn: kmsKeyArn2, permissionsBoundaryArn, rolePath: rolePath2, logRetentionInDays: logRetentionInDays2 } = args;
  return {
    tags: tags2,
    kmsKeyArn: kmsKeyArn2,
    permissionsBoundaryArn,
    rolePath: rolePath2,
    logRetentionInDays: logRetentionInDays2,
    credentialsSecretArn: args.credentialsSecretArn,
    credentialsKmsKeyArn: args.credentialsKmsKeyArn,
    usernameKey: args.usernameKey,
    passwordKey: args.passwordKey,
    credentials: args.credentials,
    function: args.credentialsFunction,
    alarmTopicArns: args.alarmTopicArns
  };
}
var CREDENTIALS_PROVIDER_PATHS = { "": "", function: "credentialsFunction" };
function validateAuthentication(validation, args) {
  const given3 = AUTHENTICATION.filter(
    (property2) => property2 === "anonymous" ? args.anonymous === true : args[property2] !== void 0
  );
  if (given3.length !== 1) {
    const what = given3.length === 0 ? "none is" : `${given3.join(" and ")} are`;
    validation.problem(
      given3[0] ?? "credentialsSecretArn",
      `${what} given, but exactly one of ${AUTHENTICATION.join(", ")} must be: it says how the registry knows its clients`
    );
  }
  if (args.anonymous === true && args.lambdaAccess !== void 0) {
    validation.problem(
      "lambdaAccess",
      "is given, but an anonymous registry needs no credentials: leave it out"
    );
  }
  const forSecret = ["usernameKey", "passwordKey", "credentialsKmsKeyArn"];
  for (const property2 of forSecret) {
    if (args[property2] !== void 0 && args.credentialsSecretArn === void 0) {
      validation.problem(property2, "describes a secret that exists, but credentialsSecretArn names none");
    }
  }
  for (const property2 of ["credentialsFunction", "alarmTopicArns"]) {
    const made = args.credentialsSecretArn !== void 0 || args.credentials !== void 0;
    if (args[property2] !== void 0 && !made) {
      validation.problem(
        property2,
        "is about the credentials function made here, but none is made: leave it out"
      );
    }
  }
}

// components/registry-access/registry-access.ts
var RegistryAccess = class extends pulumi56.ComponentResource {
  /** The registry's name as it begins image references. */
  registryHostname;
  /** Id of the models' VPC. */
  vpcId;
  /** Ids of the models' subnets, in at least two zones. */
  subnetIds;
  /** Ids of all security groups that the models carry, at most 4. */
  securityGroupIds;
  /** Id of the security group made here, for rules elsewhere that admit the models. */
  modelSecurityGroupId;
  /** ARN of the Lambda function that answers with the credentials; absent for a registry without authentication. */
  credentialsProviderArn;
  /** ARN of the secret that the function made here reads; absent where none is made. */
  credentialsSecretArn;
  /** How the name of the Lambda API leads to Lambda; absent for a registry without authentication. */
  lambdaRouteKind;
  /** Name of the function that performs the pull beforehand; absent where none is made. */
  preflightFunctionName;
  /** ARN of that function, which resolves when it can do what the models can; absent where none is made. */
  preflightFunctionArn;
  /** ARN of the role by which EventBridge Scheduler calls that function; absent where no schedule is requested. */
  preflightScheduleRoleArn;
  constructor(name2, args, opts) {
    const plan = checkedArguments(validate5, name2, args);
    super("sagemaker-private-registry:index:RegistryAccess", name2, {}, opts);
    warnOfOpenedArn("credentialsProviderArn", plan.credentialsProviderArn, this);
    const subnetIds = verifySubnets(plan.subnetIds, plan.vpcId, plan.failure, this);
    const group = createModelSecurityGroup(name2, plan, this);
    const admissions = admitModels(name2, plan, group, this);
    const provider3 = createCredentialsProvider(name2, plan, this);
    const securityGroupIds = carriedGroups(plan, group, admissions);
    const credentialsProviderArn2 = provider3?.functionArn ?? plan.credentialsProviderArn;
    const preflight = createPreflight(
      name2,
      plan,
      { subnetIds, securityGroupIds, credentialsProviderArn: credentialsProviderArn2 },
      this
    );
    this.registryHostname = plan.registryHostname;
    this.vpcId = plan.vpcId;
    this.subnetIds = subnetIds;
    this.securityGroupIds = securityGroupIds;
    this.modelSecurityGroupId = group.id;
    this.credentialsProviderArn = pulumi56.output(credentialsProviderArn2);
    this.credentialsSecretArn = pulumi56.output(provider3?.credentialsSecretArn);
    this.lambdaRouteKind = plan.lambda?.kind;
    this.preflightFunctionName = pulumi56.output(preflight?.functionName);
    this.preflightFunctionArn = pulumi56.output(preflight?.functionArn);
    this.preflightScheduleRoleArn = pulumi56.output(preflight?.scheduleRoleArn);
    this.registerOutputs({
      registryHostname: this.registryHostname,
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
      modelSecurityGroupId: this.modelSecurityGroupId,
      credentialsProviderArn: this.credentialsProviderArn,
      credentialsSecretArn: this.credentialsSecretArn,
      lambdaRouteKind: this.lambdaRouteKind,
      preflightFunctionName: this.preflightFunctionName,
      preflightFunctionArn: this.preflightFunctionArn,
      preflightScheduleRoleArn: this.preflightScheduleRoleArn
    });
  }
};
function createCredentialsProvider(name2, { credentialsProvider }, parent) {
  return credentialsProvider && new CredentialsProvider(credentialsProviderName(name2), credentialsProvider, { parent });
}

// components/registry-host/registry-host.ts
var aws31 = __toESM(require("@pulumi/aws"));
var pulumi68 = __toESM(require("@pulumi/pulumi"));

// components/registry-host/alarms.ts
var aws21 = __toESM(require("@pulumi/aws"));

// components/registry-host/args.ts
var OnDelete = {
  /** The bucket and the images in it stay in the account; everything else is deleted. */
  Retain: "Retain",
  /**
   * Nothing of the registry is deleted, with a preview or without, until this is changed. Updates that replace task
   * definitions, secret versions and passwords work; those that replace anything else are refused.
   */
  Protect: "Protect",
  /** Everything is deleted, the bucket with every image in it. */
  Delete: "Delete"
};
var PullUser = {
  /** The user `pull-a`. */
  A: "A",
  /** The user `pull-b`. */
  B: "B"
};
var ImageMirror = {
  /**
   * Into a private repository of ECR, at deployment, by a function outside the VPC: tasks without a route to the internet
   * pull it from there through the VPC's endpoints for ECR and S3. Of an image for several platforms, the one that the
   * tasks run on is copied: it has the digest that the image's index lists for it.
   */
  Ecr: "Ecr",
  /**
   * As `Ecr`, with all platforms of the image, under the digest of `image`: for tools that look for that digest, such as
   * those that verify signatures. It takes more requests to the image's registry, which may limit them.
   */
  EcrAllPlatforms: "EcrAllPlatforms",
  /** Not at all: the tasks pull the image from where it lies. */
  None: "None"
};
var TaskArchitecture = {
  /** AWS Graviton, which costs less. */
  Arm64: "ARM64",
  /** 64-bit Intel and AMD. */
  X86_64: "X86_64"
};

// components/registry-host/protect-options.ts
var protectOptions = ({ onDelete }) => onDelete === OnDelete.Protect ? { protect: true } : {};
var PASSING = { protect: false };

// components/registry-host/alarms.ts
function createAlarms2(name2, watched, last, args, parent) {
  const alarms = [
    ...endpointAlarms("pull", watched),
    ...endpointAlarms("push", watched),
    loadBalancerErrors(watched),
    certificateExpiry(watched)
  ];
  for (const alarm of alarms) {
    const { suffix, description, periodInSeconds, periods, missing: missing2, ...metric } = alarm;
    new aws21.cloudwatch.MetricAlarm(
      `${name2}-${suffix}`,
      {
        ...metric,
        alarmDescription: description,
        period: periodInSeconds,
        evaluationPeriods: periods,
        treatMissingData: missing2,
        alarmActions: args.alarmTopicArns,
        okActions: args.alarmTopicArns,
        tags: args.common.tags
      },
      // Before its services run, a registry has no task, and nobody is to be told.
      { parent, dependsOn: [...Object.values(watched.services), ...last], ...protectOptions(args) }
    );
  }
}
function endpointAlarms(endpoint, { loadBalancing, clusterName, services }) {
  const service = { pull: "The service that serves images", push: "The service that takes images" }[endpoint];
  const target = {
    namespace: "AWS/ApplicationELB",
    dimensions: {
      LoadBalancer: loadBalancing.loadBalancer.arnSuffix,
      TargetGroup: loadBalancing[endpoint].targetGroup.arnSuffix
    }
  };
  return [
    {
      ...target,
      suffix: `${endpoint}-5xx`,
      description: `${service} answered 5 requests or more with 5xx within 5 minutes`,
      metricName: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      periodInSeconds: 300,
      periods: 1,
      missing: "notBreaching"
    },
    {
      ...target,
      suffix: `${endpoint}-unhealthy`,
      description: `${service} has had an unhealthy task for 5 minutes`,
      metricName: "UnHealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      periodInSeconds: 60,
      periods: 5,
      missing: "notBreaching"
    },
    {
      ...target,
      suffix: `${endpoint}-no-task`,
      description: `${service} has had no healthy task for 2 minutes: nobody can ${endpoint}`,
      metricName: "HealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      periodInSeconds: 60,
      periods: 2,
      missing: "breaching"
    },
    {
      suffix: `${endpoint}-cpu`,
      description: `${service} has used 85 % of its CPU or more for 15 minutes`,
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensions: { ClusterName: clusterName, ServiceName: services[endpoint].name },
      statistic: "Average",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 85,
      periodInSeconds: 300,
      periods: 3,
      missing: "notBreaching"
    }
  ];
}
function loadBalancerErrors({ loadBalancing }) {
  return {
    suffix: "load-balancer-5xx",
    description: "The load balancer itself answered 5 requests or more with 5xx within 5 minutes",
    namespace: "AWS/ApplicationELB",
    metricName: "HTTPCode_ELB_5XX_Count",
    dimensions: { LoadBalancer: loadBalancing.loadBalancer.arnSuffix },
    statistic: "Sum",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 5,
    periodInSeconds: 300,
    periods: 1,
    missing: "notBreaching"
  };
}
function certificateExpiry({ certificateArn }) {
  return {
    suffix: "certificate-expiry",
    description: "The registry's certificate expires in less than 30 days: SageMaker will refuse it",
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensions: { CertificateArn: certificateArn },
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: 30,
    periodInSeconds: 86400,
    periods: 1,
    missing: "ignore"
  };
}

// components/registry-host/checks.ts
var pulumi58 = __toESM(require("@pulumi/pulumi"));

// components/registry-host/task-sizes.ts
var DEFAULT_TASK_SIZE = { cpu: 512, memoryInMb: 1024 };
var GB = 1024;
var MEMORY_BY_CPU = /* @__PURE__ */ new Map([
  [256, { min: 512, max: 2 * GB, step: 512 }],
  [512, { min: 1 * GB, max: 4 * GB, step: GB }],
  [1024, { min: 2 * GB, max: 8 * GB, step: GB }],
  [2048, { min: 4 * GB, max: 16 * GB, step: GB }],
  [4096, { min: 8 * GB, max: 30 * GB, step: GB }],
  [8192, { min: 16 * GB, max: 60 * GB, step: 4 * GB }],
  [16384, { min: 32 * GB, max: 120 * GB, step: 8 * GB }]
]);
function memoriesFor(cpu) {
  const range = MEMORY_BY_CPU.get(cpu);
  if (range === void 0) return [];
  const memories = [];
  for (let memory2 = range.min; memory2 <= range.max; memory2 += range.step) memories.push(memory2);
  return cpu === 256 ? memories.filter((memory2) => memory2 !== 3 * 512) : memories;
}
var taskSize = (size) => {
  const { cpu, memoryInMb } = { ...DEFAULT_TASK_SIZE, ...size };
  const cpuProblem = checks_exports.oneOf([...MEMORY_BY_CPU.keys()])(cpu);
  if (cpuProblem !== void 0) return `cpu ${cpuProblem} CPU units`;
  const memoryProblem = checks_exports.oneOf(memoriesFor(cpu))(memoryInMb);
  return memoryProblem === void 0 ? void 0 : `memoryInMb ${memoryProblem}, which is what Fargate offers with ${cpu} CPU units`;
};
var DEFAULT_SCALING = {
  minTasks: 2,
  maxTasks: 6,
  targetCpuPercent: 60,
  requestsPerTaskPerMinute: 1e3
};
var scaling = (given3) => {
  const { minTasks, maxTasks, targetCpuPercent, requestsPerTaskPerMinute } = { ...DEFAULT_SCALING, ...given3 };
  const problems = {
    minTasks: checks_exports.integer(2, 1e3, "tasks", "one for each of two zones")(minTasks),
    maxTasks: checks_exports.integer(Math.max(2, minTasks), 1e3, "tasks", "at least minTasks")(maxTasks),
    targetCpuPercent: checks_exports.integer(10, 90, "percent")(targetCpuPercent),
    requestsPerTaskPerMinute: checks_exports.integer(1, 1e6)(requestsPerTaskPerMinute)
  };
  const found = Object.entries(problems).filter(([, problem]) => problem !== void 0);
  return found.length === 0 ? void 0 : found.map(([property2, problem]) => `${property2} ${String(problem)}`).join("; ");
};

// components/registry-host/rotation.ts
var pulumi57 = __toESM(require("@pulumi/pulumi"));
function credentialsAfter(rotation) {
  const isFirst = rotation % 2 === 0;
  const [first, second] = [Math.floor(rotation / 2) + 1, Math.floor((rotation + 1) / 2) + 1].map(String);
  return {
    activePullUser: isFirst ? PullUser.A : PullUser.B,
    activePushUser: isFirst ? "push" : "push-b",
    passwordVersions: { pullA: first ?? "", pullB: second ?? "", push: first ?? "", pushB: second ?? "" },
    httpSecretVersion: String(rotation + 1)
  };
}
function checkCredentials2(validation, args) {
  const rotation = validation.value(
    "rotation",
    args.rotation ?? 0,
    checks_exports.integer(0, 1e6, "rotations")
  );
  const activePullUser = validation.value(
    "activePullUser",
    args.activePullUser,
    checks_exports.oneOf(Object.values(PullUser))
  );
  for (const property2 of ["activePullUser", "passwordVersions"]) {
    if (args.rotation !== void 0 && args[property2] !== void 0) {
      validation.problem(property2, "cannot be combined with rotation, which sets it: remove one of the two");
    }
  }
  return pulumi57.all([rotation, activePullUser, pulumi57.output(args.passwordVersions ?? {})]).apply(
    guarded(([count2, user, versions]) => {
      const known = credentialsAfter(count2);
      const passwordVersions = {
        pullA: versions.pullA ?? known.passwordVersions.pullA,
        pullB: versions.pullB ?? known.passwordVersions.pullB,
        push: versions.push ?? known.passwordVersions.push
      };
      return {
        ...known,
        activePullUser: user ?? known.activePullUser,
        passwordVersions: { ...known.passwordVersions, ...passwordVersions }
      };
    })
  );
}

// components/registry-host/rule-keys.ts
var RULE_KEY = checks_exports.pattern(
  /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/,
  "a name of 1 to 63 letters, digits, dots, underscores and hyphens",
  "it becomes part of a rule's name and description"
);
function checkRuleKeys(validation, property2, peers) {
  const seen = /* @__PURE__ */ new Map();
  for (const [key2, peer] of Object.entries(peers)) {
    validation.problem(propertyPathOf(property2, key2), RULE_KEY(key2));
    if (typeof peer !== "string") continue;
    const first = seen.get(peer);
    if (first === void 0) seen.set(peer, key2);
    else {
      validation.problem(
        propertyPathOf(property2, key2),
        `is ${JSON.stringify(peer)}, the same as ${propertyPathOf(property2, first)}: leave one of the two out`
      );
    }
  }
}

// components/registry-host/registry-image.ts
var DEFAULT_IMAGE = "public.ecr.aws/docker/library/registry@sha256:ddf754342cfc8acc51a56d5d0ab6af06826461864460636d8bd5c546dab2a7b8";
function isCopied(imageMirror) {
  return imageMirror === ImageMirror.Ecr || imageMirror === ImageMirror.EcrAllPlatforms;
}
var imageByDigest2 = (value) => {
  const allowed = "an image reference by digest, as host/repository@sha256:\u2026";
  try {
    if (parseReference(value).digest !== void 0) return void 0;
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return checks_exports.mismatch(value, allowed, `its ${error.part} ${error.reason}`);
  }
  return checks_exports.mismatch(
    value,
    allowed,
    "a tag can move, and tasks that start later would run something else"
  );
};
var imageToCopy = (value) => {
  const problem = imageByDigest2(value);
  if (problem !== void 0) return problem;
  if (parseReference(value).digest?.startsWith("sha256:") !== true) {
    return checks_exports.mismatch(value, "an image with a digest of SHA-256", "ECR knows no other");
  }
  return ecrRepository(value) === void 0 ? void 0 : checks_exports.mismatch(
    value,
    "an image outside ECR for this imageMirror",
    "it is in ECR already, so leave imageMirror out"
  );
};
var imageInEcr = (value) => imageByDigest2(value) ?? (ecrRepository(value) === void 0 ? checks_exports.mismatch(
  value,
  "an image in ECR",
  "the tasks reach nothing else. Set imageMirror to Ecr to have it copied there, or name the addresses of its registry in egressCidrBlocks"
) : void 0);
function ecrRepository(image2) {
  const { registry, repository: repository2 } = parseReference(image2);
  const match = /^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.]+$/.exec(registry);
  const [, accountId, region] = match ?? [];
  return accountId === void 0 || region === void 0 ? void 0 : { accountId, region, repository: repository2 };
}

// components/registry-host/logical-names.ts
var logicalNames5 = {
  images: (name2) => `${name2}-images`,
  pullHtpasswd: (name2) => `${name2}-pull-htpasswd`,
  pushHtpasswd: (name2) => `${name2}-push-htpasswd`,
  httpSecret: (name2) => `${name2}-http-secret`,
  pullCredentials: (name2) => `${name2}-pull-credentials`,
  standbyPullCredentials: (name2) => `${name2}-standby-pull-credentials`,
  pushCredentials: (name2) => `${name2}-push-credentials`,
  copyFunction: (name2) => `${name2}-image-copy`,
  // The repository's name is made of this, and has no capitals.
  copyRepository: (name2) => `${name2}-image`.toLowerCase()
};
function autoNamed(name2, imageMirror, hasBucketName) {
  const { images, copyFunction, copyRepository, ...secrets } = logicalNames5;
  const copy = [
    ["aws:lambda/function:Function", copyFunction(name2)],
    ["aws:ecr/repository:Repository", copyRepository(name2)]
  ];
  return [
    ...Object.values(secrets).map((of) => ["aws:secretsmanager/secret:Secret", of(name2)]),
    ...hasBucketName ? [] : [["aws:s3/bucket:Bucket", images(name2)]],
    ...isCopied(imageMirror) ? copy : []
  ];
}

// components/registry-host/checks.ts
function checkArgs(name2, given3, part2) {
  const validation = new Validation(`RegistryHost ${JSON.stringify(name2)}`, part2);
  const args = validation.form("RegistryHost", given3);
  const imageMirror = args.imageMirror ?? defaultMirror(args);
  checkCombinations(validation, args, imageMirror);
  const made = autoNamed(name2, imageMirror, args.bucketName !== void 0);
  validation.problem("name", openedNameProblem(name2, made));
  if (isCopied(imageMirror)) validation.problem("name", functionNameProblem(logicalNames5.copyFunction(name2)));
  const networks = rulePeers(ipv4Block("name the networks that may reach the registry"));
  const checked = {
    common: closedCommon(validation, args),
    ...checkArguments(validation, args, {
      vpcId: input_checks_exports.required(checks_exports.vpcId),
      subnetIds: input_checks_exports.requiredList(TWO_SUBNETS),
      domainName: input_checks_exports.required(checks_exports.domainName),
      validationZoneId: input_checks_exports.optional(checks_exports.hostedZoneId),
      certificateArn: input_checks_exports.optional(checks_exports.arn("acm", "certificate/\u2026")),
      privateZoneId: input_checks_exports.optional(checks_exports.hostedZoneId),
      pushPort: input_checks_exports.withDefault(8443, pushPort),
      sslPolicy: input_checks_exports.withDefault(SSL_POLICY, sslPolicy),
      pullSecurityGroupIds: rulePeers(checks_exports.securityGroupId),
      pushSecurityGroupIds: rulePeers(checks_exports.securityGroupId),
      pullCidrBlocks: networks,
      pushCidrBlocks: networks,
      endpointSecurityGroupId: input_checks_exports.optional(checks_exports.securityGroupId),
      // An optional output of a network may hold nothing.
      s3PrefixListId: (_, path, id3) => pulumi58.output(validation.optional(path, id3, checks_exports.prefixListId)),
      egressCidrBlocks: rulePeers(ipv4Block("set internetEgress to reach every address")),
      internetEgress: (_, __, internetEgress = false) => internetEgress,
      image: input_checks_exports.withDefault(DEFAULT_IMAGE, imageCheck(args, imageMirror)),
      imageMirror: () => imageMirror,
      imageMirrorFunction: (_, path, settings) => checkFunctionSettings(validation, path, settings),
      imageCredentialsSecretArn: input_checks_exports.optionalOutput(checks_exports.secretArn),
      imageCredentialsKmsKeyArn: input_checks_exports.optionalOutput(checks_exports.arn("kms", "key/\u2026")),
      clusterArn: input_checks_exports.optional(checks_exports.arn("ecs", "cluster/\u2026")),
      architecture: input_checks_exports.withDefault(
        TaskArchitecture.Arm64,
        checks_exports.oneOf(Object.values(TaskArchitecture))
      ),
      pullTaskSize: withDefaults2(taskSize, DEFAULT_TASK_SIZE),
      pushTaskSize: withDefaults2(taskSize, DEFAULT_TASK_SIZE),
      pullScaling: withDefaults2(scaling, DEFAULT_SCALING),
      blobRedirects: (_, __, redirects = false) => pulumi58.output(redirects),
      rotation: input_checks_exports.usedBy(checkCredentials2),
      activePullUser: input_checks_exports.usedBy(checkCredentials2),
      passwordVersions: input_checks_exports.usedBy(checkCredentials2),
      secretRecoveryWindowInDays: input_checks_exports.withDefault(30, recoveryWindow),
      onDelete: (_, __, onDelete = OnDelete.Retain) => onDelete,
      bucketName: input_checks_exports.optional(ownBucketName),
      noncurrentVersionExpirationInDays: input_checks_exports.withDefault(30, checks_exports.integer(1, 36500, "days")),
      bucketLogsBucketName: input_checks_exports.optional(bucketName3),
      loadBalancerLogsBucketName: input_checks_exports.optional(bucketName3),
      alarmTopicArns: input_checks_exports.list({ max: 5, item: checks_exports.topicArn })
    }),
    credentials: checkCredentials2(validation, args),
    /** Makes errors about what only a look at AWS finds to be wrong. */
    failure: validation.failure
  };
  validation.throwIfInvalid();
  return checked;
}
var rulePeers = (check) => (validation, propertyPath, peers = {}, inputs) => {
  checkRuleKeys(validation, propertyPath, peers);
  return input_checks_exports.each(input_checks_exports.required(check))(validation, propertyPath, peers, inputs) ?? {};
};
var TWO_SUBNETS = {
  min: 2,
  unique: true,
  remedy: "the load balancer and the tasks require two zones or more",
  item: checks_exports.subnetId
};
function defaultMirror({ image: image2, internetEgress }) {
  return image2 === void 0 && internetEgress !== true ? ImageMirror.Ecr : ImageMirror.None;
}
function imageCheck({ image: image2, ...args }, imageMirror) {
  if (isCopied(imageMirror)) return imageToCopy;
  const reachesOthers = args.internetEgress === true || Object.keys(args.egressCidrBlocks ?? {}).length > 0;
  return reachesOthers || image2 === void 0 ? imageByDigest2 : imageInEcr;
}
function checkCombinations(validation, args, imageMirror) {
  const { validationZoneId, certificateArn, internetEgress = false } = args;
  if (validationZoneId === void 0 === (certificateArn === void 0)) {
    validation.problem(
      "validationZoneId",
      `and certificateArn are ${certificateArn === void 0 ? "both missing" : "both given"}, but exactly one must be given: a public zone to validate a new certificate in, or a certificate`
    );
  }
  validation.problem("onDelete", checks_exports.oneOf(Object.values(OnDelete))(args.onDelete ?? OnDelete.Retain));
  validation.problem("imageMirror", checks_exports.oneOf(Object.values(ImageMirror))(imageMirror));
  if (imageMirror === ImageMirror.None && args.imageMirrorFunction !== void 0) {
    validation.problem(
      "imageMirrorFunction",
      "is given, but the image is not copied: set imageMirror to Ecr, or leave it out"
    );
  }
  if (internetEgress) return;
  if (args.endpointSecurityGroupId === void 0 && Object.keys(args.egressCidrBlocks ?? {}).length === 0) {
    validation.problem(
      "endpointSecurityGroupId",
      "is missing, and so are egressCidrBlocks and internetEgress, but one of them must be given: the tasks read their secrets and write their logs by interface endpoints or over the internet"
    );
  }
  if (args.image === void 0 && imageMirror === ImageMirror.None) {
    validation.problem(
      "image",
      "is missing, but must be given with imageMirror None and without internetEgress: the public image lies on the internet. Leave imageMirror out to have it copied into ECR, or name a registry that the tasks reach"
    );
  }
}
var withDefaults2 = (check, defaults) => (validation, propertyPath, value) => validation.value(propertyPath, value ?? {}, check).apply(guarded((known) => ({ ...defaults, ...known })));
var SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";
var sslPolicy = checks_exports.sourced(
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  checks_exports.pattern(
    /^ELBSecurityPolicy-[A-Za-z0-9-]{1,100}$/,
    `the name of a TLS policy, such as ${SSL_POLICY}`
  )
);
var pushPort = (value) => value === 443 ? checks_exports.mismatch(value, "another port than 443", "that one serves the images") : checks_exports.integer(1, 65535)(value);
var recoveryWindow = (value) => value === 0 ? void 0 : checks_exports.integer(7, 30, "days, or 0 to delete at once")(value);
var bucketName3 = checks_exports.pattern(
  /^(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "a bucket's name, 3 to 63 lower-case letters, digits, dots and hyphens"
);
var ownBucketName = (value) => bucketName3(value) ?? notOpened("aws:s3/bucket:Bucket")(value);
var ipv4Block = (remedy) => (value) => value.includes(":") ? checks_exports.mismatch(value, "an IPv4 CIDR block", "the load balancer and the tasks have no IPv6 address") : value.endsWith("/0") ? checks_exports.mismatch(value, "less than every address", remedy) : checks_exports.cidrBlock(value);

// components/registry-host/image-mirror.ts
var aws22 = __toESM(require("@pulumi/aws"));
var pulumi59 = __toESM(require("@pulumi/pulumi"));

// components/registry-host/policies.ts
function taskPolicy({
  endpoint,
  bucketArn,
  kmsKeyArn: kmsKeyArn2,
  region,
  dnsSuffix
}) {
  const push = endpoint === "push";
  const useKey = {
    Sid: "UseBucketKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", ...push ? ["kms:GenerateDataKey"] : []],
    Resource: kmsKeyArn2 ?? [],
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` },
      // The bucket's ARN with the bucket key, which is on, and an object's own ARN for one that was written before that.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-changes
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] }
    }
  };
  return policyDocument(
    {
      Sid: "ListBucket",
      Effect: "Allow",
      Action: ["s3:ListBucket", ...push ? ["s3:ListBucketMultipartUploads"] : []],
      Resource: bucketArn
    },
    {
      Sid: push ? "ReadAndWriteObjects" : "ReadObjects",
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        ...push ? [
          "s3:PutObject",
          // S3 asks for it wherever a request names an ACL, which the driver always does.
          "s3:PutObjectAcl",
          "s3:DeleteObject",
          "s3:ListMultipartUploadParts",
          "s3:AbortMultipartUpload"
        ] : []
      ],
      Resource: `${bucketArn}/*`
    },
    ...kmsKeyArn2 === void 0 ? [] : [useKey]
  );
}
function executionPolicy(access) {
  const { logGroupArn, kmsKeyArn: kmsKeyArn2, imageCredentialsSecretArn, imageCredentialsKmsKeyArn, region } = access;
  const keys = new Set([kmsKeyArn2, imageCredentialsKmsKeyArn].filter((key2) => key2 !== void 0));
  const secretArns = [
    ...access.secretArns,
    ...imageCredentialsSecretArn === void 0 ? [] : [imageCredentialsSecretArn]
  ];
  const decrypt = {
    Sid: "DecryptSecrets",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: [...keys],
    // ECS takes secrets of its own region only.
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.${access.dnsSuffix}`,
        "kms:EncryptionContext:SecretARN": secretArns
      }
    }
  };
  return policyDocument(
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`
    },
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secretArns
    },
    ...keys.size === 0 ? [] : [decrypt],
    ...pullFromEcr(access)
  );
}
var authorizeAtEcr = {
  Sid: "AuthorizeAtEcr",
  Effect: "Allow",
  Action: "ecr:GetAuthorizationToken",
  Resource: "*"
};
function pullFromEcr({ image: image2, partition }) {
  const found = ecrRepository(image2);
  if (found === void 0) return [];
  const { region, accountId, repository: repository2 } = found;
  return [
    authorizeAtEcr,
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: `arn:${partition}:ecr:${region}:${accountId}:repository/${repository2}`
    }
  ];
}
function copyStatements({
  repositoryArn,
  credentialsSecretArn,
  kmsKeyArns,
  dnsSuffix
}) {
  const push = {
    Sid: "PushImage",
    Effect: "Allow",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart"
    ],
    Resource: repositoryArn
  };
  if (credentialsSecretArn === void 0) return [authorizeAtEcr, push];
  return [authorizeAtEcr, push, ...readSecret({ secretArn: credentialsSecretArn, kmsKeyArns }, dnsSuffix)];
}
function taskTrustPolicy({ partition, region, accountId }) {
  return serviceTrustPolicy("ecs-tasks.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${accountId}:*` }
  });
}

// components/registry-host/image-mirror.ts
function provideImage(name2, args, parent) {
  const { image: image2, imageCredentialsSecretArn, imageCredentialsKmsKeyArn, imageMirror } = args;
  if (imageMirror === ImageMirror.None) {
    return {
      reference: image2,
      repository: image2,
      credentialsSecretArn: imageCredentialsSecretArn,
      credentialsKmsKeyArn: imageCredentialsKmsKeyArn,
      dependsOn: []
    };
  }
  const repository2 = createRepository(name2, args, parent);
  const lambda5 = createCopyingFunction(name2, args, repository2, parent);
  const isOnePlatform = imageMirror === ImageMirror.Ecr;
  const platform2 = args.architecture.apply(guarded((architecture) => PLATFORMS[architecture]));
  const copy = new aws22.lambda.Invocation(
    `${name2}-image-copy`,
    {
      functionName: lambda5.function.name,
      // Called again for another image, platform or repository, and not for another version of the function.
      input: copyImageInput(
        pulumi59.output({
          source: { registry: { image: image2 } },
          destination: { ecr: { repository: repository2.name } },
          ...isOnePlatform ? { platform: platform2 } : {}
        })
      )
    },
    { parent, ...PASSING }
  );
  const asked = image2.apply(guarded((reference) => parseReference(reference).digest ?? ""));
  const copied = pulumi59.all([lambda5.function.name, copy.result]).apply(
    guarded(
      ([functionName4, result]) => parseCopyResult(functionName4, result, [], "run `pulumi up` again").digest
    )
  );
  const inRepository = (digest) => pulumi59.interpolate`${repository2.repositoryUrl}@${digest}`;
  return {
    reference: inRepository(isOnePlatform ? copied : asked),
    repository: inRepository(asked),
    credentialsSecretArn: void 0,
    credentialsKmsKeyArn: void 0,
    dependsOn: [copy]
  };
}
var PLATFORMS = {
  [TaskArchitecture.Arm64]: "linux/arm64",
  [TaskArchitecture.X86_64]: "linux/amd64"
};
function createRepository(name2, args, parent) {
  const { kmsKeyArn: kmsKeyArn2, tags: tags2 } = args.common;
  return new aws22.ecr.Repository(
    logicalNames5.copyRepository(name2),
    {
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: kmsKeyArn2 === void 0 ? void 0 : [{ encryptionType: "KMS", kmsKey: kmsKeyArn2 }],
      // It holds copies only.
      forceDelete: true,
      tags: tags2
    },
    { parent, ...protectOptions(args) }
  );
}
var TIMEOUT_IN_SECONDS3 = 900;
var MEMORY_IN_MB3 = 1024;
function createCopyingFunction(name2, args, repository2, parent) {
  const { image: image2, imageCredentialsSecretArn: secretArn2 } = args;
  return createLambdaFunction(
    logicalNames5.copyFunction(name2),
    {
      bundle: COPY_IMAGE_BUNDLE,
      description: "Copies the private registry's own image into ECR",
      environment: {
        SOURCE_REGISTRIES: pulumi59.all([image2, secretArn2]).apply(guarded(sourceRegistriesOf)),
        DESTINATION: "ecr"
      },
      statements: ({ dnsSuffix }) => pulumi59.all([repository2.arn, secretArn2, args.imageCredentialsKmsKeyArn, args.common.kmsKeyArn]).apply(
        guarded(
          ([repositoryArn, credentialsSecretArn, ...keys]) => copyStatements({ repositoryArn, credentialsSecretArn, kmsKeyArns: keys, dnsSuffix })
        )
      ),
      timeoutInSeconds: TIMEOUT_IN_SECONDS3,
      memoryInMb: MEMORY_IN_MB3,
      settings: args.imageMirrorFunction,
      common: args.common
    },
    parent
  );
}
function sourceRegistriesOf([image2, secretArn2]) {
  const settings = { [parseReference(image2).registry]: { secretArn: secretArn2 } };
  return JSON.stringify(settings);
}

// components/registry-host/load-balancer.ts
var aws24 = __toESM(require("@pulumi/aws"));

// components/registry-host/configuration.ts
var CONTAINER_PORT = 5e3;
var MEMORY_FOLDER = "/tmp";
var CONFIGURATION_FOLDER = `${MEMORY_FOLDER}/configuration`;
var DRAIN_TIMEOUT_IN_SECONDS = 110;
function registryConfiguration(settings) {
  const { endpoint, bucketName: bucketName4, region, dnsSuffix, kmsKeyArn: kmsKeyArn2 } = settings;
  const pull = endpoint === "pull";
  return {
    version: "0.1",
    // Every request under /v2/ is logged in any case; the access log would add the load balancer's health checks.
    log: { level: "info", formatter: "json", accesslog: { disabled: true }, fields: { service: endpoint } },
    storage: {
      s3: {
        region,
        // The driver refuses a region that its SDK does not list, unless the endpoint is set. This one is what the SDK itself
        // uses in every region that it lists, except us-east-1, for which it has S3's global endpoint. The bucket still goes
        // into the host name, and requests and redirects are still signed for the region with version 4.
        // https://distribution.github.io/distribution/storage-drivers/s3/
        // https://docs.aws.amazon.com/general/latest/gr/s3.html
        regionendpoint: `https://s3.${region}.${dnsSuffix}`,
        bucket: bucketName4,
        encrypt: true,
        // The one ACL that a bucket without ACLs takes; the driver sends another if none is given.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html
        objectacl: "bucket-owner-full-control",
        ...kmsKeyArn2 === void 0 ? {} : { keyid: kmsKeyArn2 }
      },
      // No cache of blob descriptors: it would go on serving what was deleted through the other service.
      redirect: { disable: !(pull && settings.blobRedirects) },
      delete: { enabled: !pull },
      maintenance: pull ? { readonly: { enabled: true }, uploadpurging: { enabled: false } } : { uploadpurging: { enabled: true, age: "168h", interval: "24h", dryrun: false } }
    },
    http: {
      addr: `:${CONTAINER_PORT}`,
      // Locations without a host send each client back to the port that it came by.
      relativeurls: true,
      draintimeout: `${DRAIN_TIMEOUT_IN_SECONDS}s`,
      headers: { "X-Content-Type-Options": ["nosniff"] }
    },
    auth: { htpasswd: { realm: "registry", path: `${CONFIGURATION_FOLDER}/htpasswd` } },
    // It would turn a fault of S3 into the end of every task: the load balancer asks only whether the process answers.
    health: { storagedriver: { enabled: false } }
  };
}
var START_SCRIPT = [
  "set -eu",
  "umask 077",
  `mkdir -p ${CONFIGURATION_FOLDER}`,
  `printf '%s\\n' "$CONFIGURATION" > ${CONFIGURATION_FOLDER}/config.yml`,
  `printf '%s\\n' "$HTPASSWD" > ${CONFIGURATION_FOLDER}/htpasswd`,
  "unset CONFIGURATION HTPASSWD",
  `exec registry serve ${CONFIGURATION_FOLDER}/config.yml`
].join("\n");

// components/registry-host/health-check.ts
var HEALTH_CHECK = {
  path: "/",
  matcher: "200",
  /** In seconds. */
  interval: 15,
  /** In seconds. */
  timeout: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 3
};

// components/registry-host/network.ts
var aws23 = __toESM(require("@pulumi/aws"));
var pulumi60 = __toESM(require("@pulumi/pulumi"));
var PULL_PORT = 443;
var HTTPS4 = 443;
function createGroups(name2, args, parent) {
  const group = (suffix, description, customTimeouts) => new aws23.ec2.SecurityGroup(
    `${name2}-${suffix}`,
    { vpcId: args.vpcId, description, tags: args.common.tags },
    { parent, ...protectOptions(args), ...customTimeouts === void 0 ? {} : { customTimeouts } }
  );
  const clients = (suffix, description) => group(suffix, description, INTERFACE_GROUP_TIMEOUTS);
  const loadBalancer = group("load-balancer", "Load balancer of the private registry");
  const tasks = group("tasks", "Tasks of the private registry");
  const pullClient = clients("pull-client", "Whoever carries this group may pull from the private registry");
  const pushClient = clients("push-client", "Whoever carries this group may push to the private registry");
  const rules = new Rules(name2, args, { parent, ...protectOptions(args) });
  const others = new Rules(name2, args, { parent, ...PASSING });
  const clientRules = [
    ...rules.between("pull-client", pullClient, loadBalancer, PULL_PORT, "Pull images"),
    ...rules.between("push-client", pushClient, loadBalancer, args.pushPort, "Push images"),
    ...each2(
      args.pullSecurityGroupIds,
      (key2, referencedSecurityGroupId) => others.ingress(`pull-group-${key2}`, loadBalancer.id, PULL_PORT, `Pull images: ${key2}`, {
        referencedSecurityGroupId
      })
    ),
    ...each2(
      args.pushSecurityGroupIds,
      (key2, referencedSecurityGroupId) => others.ingress(`push-group-${key2}`, loadBalancer.id, args.pushPort, `Push images: ${key2}`, {
        referencedSecurityGroupId
      })
    ),
    ...each2(
      args.pullCidrBlocks,
      (key2, cidrIpv4) => others.ingress(`pull-block-${key2}`, loadBalancer.id, PULL_PORT, `Pull images: ${key2}`, { cidrIpv4 })
    ),
    ...each2(
      args.pushCidrBlocks,
      (key2, cidrIpv4) => others.ingress(`push-block-${key2}`, loadBalancer.id, args.pushPort, `Push images: ${key2}`, {
        cidrIpv4
      })
    )
  ];
  const taskRules = [
    ...rules.between("load-balancer-tasks", loadBalancer, tasks, CONTAINER_PORT, "Requests to the registry"),
    ...each2(
      args.egressCidrBlocks,
      (key2, cidrIpv4) => others.egress(`tasks-block-${key2}`, tasks.id, HTTPS4, `Reach ${key2}`, { cidrIpv4 })
    ),
    ...endpointRules(others, tasks, args.endpointSecurityGroupId),
    args.internetEgress ? others.egress("tasks-internet", tasks.id, HTTPS4, "AWS services and the registry of the image", {
      cidrIpv4: "0.0.0.0/0"
    }) : others.egress("tasks-s3", tasks.id, HTTPS4, "Images in S3", {
      prefixListId: s3PrefixList(args, parent)
    })
  ];
  return { loadBalancer, tasks, pullClient, pushClient, taskRules, clientRules };
}
function endpointRules(rules, tasks, endpointGroupId) {
  if (endpointGroupId === void 0) return [];
  return [
    rules.egress("tasks-endpoints", tasks.id, HTTPS4, "Interface endpoints", {
      referencedSecurityGroupId: endpointGroupId
    }),
    rules.ingress("endpoints-from-tasks", endpointGroupId, HTTPS4, "Tasks of the private registry", {
      referencedSecurityGroupId: tasks.id
    })
  ];
}
function s3PrefixList(args, parent) {
  return args.s3PrefixListId.apply(
    guarded((given3) => {
      if (given3 !== void 0) return pulumi60.output(given3);
      const name2 = pulumi60.interpolate`com.amazonaws.${lookUpPlacement(parent).region}.s3`;
      return lookUp(LOOKUPS.managedPrefixList, { name: name2 }, parent).id;
    })
  );
}
var Rules = class {
  constructor(name2, args, options) {
    this.name = name2;
    this.args = args;
    this.options = options;
  }
  name;
  args;
  options;
  /** Lets one group of ours reach another: a rule on each. */
  between(suffix, from2, to, port, description) {
    return [
      this.egress(`${suffix}-egress`, from2.id, port, description, { referencedSecurityGroupId: to.id }),
      this.ingress(`${suffix}-ingress`, to.id, port, description, { referencedSecurityGroupId: from2.id })
    ];
  }
  ingress(suffix, securityGroupId3, port, description, peer) {
    return new aws23.vpc.SecurityGroupIngressRule(
      `${this.name}-${suffix}`,
      this.rule(securityGroupId3, port, description, peer),
      this.options
    );
  }
  egress(suffix, securityGroupId3, port, description, peer) {
    return new aws23.vpc.SecurityGroupEgressRule(
      `${this.name}-${suffix}`,
      this.rule(securityGroupId3, port, description, peer),
      this.options
    );
  }
  rule(securityGroupId3, port, description, peer) {
    return {
      securityGroupId: securityGroupId3,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description,
      tags: this.args.common.tags,
      ...peer
    };
  }
};
function each2(record2, make2) {
  return Object.entries(record2).map(([key2, value]) => make2(key2, value));
}

// components/registry-host/load-balancer.ts
var IDLE_TIMEOUT_IN_SECONDS = 900;
function deregistrationDelay(endpoint, onDelete) {
  if (onDelete === OnDelete.Delete) return 60;
  return endpoint === "pull" ? 300 : 900;
}
function createLoadBalancer(name2, args, securityGroupId3, certificateArn, parent) {
  const { tags: tags2 } = args.common;
  const logs = args.loadBalancerLogsBucketName;
  const options = { parent, ...protectOptions(args) };
  const loadBalancer = new aws24.lb.LoadBalancer(
    name2,
    {
      ...shortName(name2, "reg-"),
      internal: true,
      loadBalancerType: "application",
      ipAddressType: "ipv4",
      subnets: onePerZone(args.subnetIds, args.vpcId, parent),
      securityGroups: [securityGroupId3],
      dropInvalidHeaderFields: true,
      idleTimeout: IDLE_TIMEOUT_IN_SECONDS,
      enableDeletionProtection: args.onDelete === OnDelete.Protect,
      accessLogs: logs === void 0 ? void 0 : { bucket: logs, enabled: true },
      tags: tags2
    },
    options
  );
  const target = (endpoint, port) => {
    const targetGroup = new aws24.lb.TargetGroup(
      `${name2}-${endpoint}`,
      {
        ...shortName(`${name2}-${endpoint}`, `${endpoint}-`),
        vpcId: args.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: CONTAINER_PORT,
        deregistrationDelay: deregistrationDelay(endpoint, args.onDelete),
        healthCheck: HEALTH_CHECK,
        tags: tags2
      },
      options
    );
    const listener = new aws24.lb.Listener(
      `${name2}-${endpoint}`,
      {
        loadBalancerArn: loadBalancer.arn,
        port,
        protocol: "HTTPS",
        sslPolicy: args.sslPolicy,
        certificateArn,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        tags: tags2
      },
      options
    );
    return { listener, targetGroup };
  };
  return { loadBalancer, pull: target("pull", PULL_PORT), push: target("push", args.pushPort) };
}
var LONGEST_NAME = 24;
function shortName(logicalName, namePrefix) {
  const fits = logicalName.length <= LONGEST_NAME && /^(?!internal-)[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(logicalName);
  return fits ? {} : { namePrefix };
}

// components/registry-host/dns-and-certificate.ts
var aws25 = __toESM(require("@pulumi/aws"));
function createCertificate(name2, args, parent) {
  const { validationZoneId, certificateArn } = args;
  if (certificateArn !== void 0) return certificateArn;
  const options = { parent, ...PASSING };
  const certificate = new aws25.acm.Certificate(
    `${name2}-certificate`,
    { domainName: args.domainName, validationMethod: "DNS", tags: args.common.tags },
    options
  );
  const expected = certificate.domainValidationOptions.apply(
    guarded(([first]) => {
      if (first === void 0) throw new Error("ACM names no record to validate the certificate by");
      return first;
    })
  );
  const record2 = new aws25.route53.Record(
    `${name2}-certificate-validation`,
    {
      zoneId: validationZoneId ?? "",
      name: expected.resourceRecordName,
      type: expected.resourceRecordType,
      records: [expected.resourceRecordValue],
      ttl: 300,
      // Every certificate of an account for the same name is validated by the same record.
      allowOverwrite: true
    },
    options
  );
  return new aws25.acm.CertificateValidation(
    `${name2}-certificate`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record2.fqdn] },
    options
  ).certificateArn;
}
function createPrivateName(name2, args, loadBalancer, parent) {
  const zoneId = args.privateZoneId ?? createZone(name2, args, parent);
  const record2 = new aws25.route53.Record(
    `${name2}-record`,
    {
      zoneId,
      name: args.domainName,
      type: "A",
      aliases: [{ name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: false }]
    },
    { parent, ...protectOptions(args) }
  );
  return { zoneId, record: record2 };
}
function createZone(name2, args, parent) {
  return new aws25.route53.Zone(
    `${name2}-zone`,
    {
      name: args.domainName,
      comment: "Name of the private registry",
      vpcs: [{ vpcId: verifyPrivateDns(args.vpcId, args.failure, parent) }],
      tags: args.common.tags
    },
    // Other VPCs join by associations of their own.
    { parent, ignoreChanges: ["vpcs"], ...protectOptions(args) }
  ).zoneId;
}

// components/registry-host/regions.ts
var pulumi61 = __toESM(require("@pulumi/pulumi"));
function warnOfPartition(args, component) {
  const { image: image2, validationZoneId } = args;
  pulumi61.all([lookUpPlacement(component), image2]).apply(
    guarded(([{ partition }, reference]) => {
      for (const advice of partitionAdvice(partition, reference, validationZoneId !== void 0))
        void pulumi61.log.warn(advice, component);
    })
  );
}
var OUTSIDE_CHINA = ["public.ecr.aws", "docker.io", "ghcr.io", "quay.io"];
function partitionAdvice(partition, image2, isValidated) {
  const { registry } = parseReference(image2);
  return [
    ...partition === "aws-us-gov" && isValidated ? [GOVCLOUD_ZONES] : [],
    ...partition === "aws-cn" && OUTSIDE_CHINA.includes(registry) ? [outsideChina(registry)] : []
  ];
}
var GOVCLOUD_ZONES = "validationZoneId must name a public hosted zone of the AWS GovCloud (US) account, where Route 53 has had them since May 2025 (https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-amazon-route-53-authoritative-dns-service-for-public-hosted-zones-in-aws-govcloud-us-regions/). A zone of a commercial account cannot be reached with credentials of GovCloud: request the certificate yourself, put its record there, and give certificateArn";
var outsideChina = (registry) => `image is pulled from ${registry}, which is outside China (https://docs.aws.amazon.com/general/latest/gr/ecr-public.html): the pull may be slow or fail. Give image one that you have put into ECR in this region, by its digest`;

// components/registry-host/scaling.ts
var aws26 = __toESM(require("@pulumi/aws"));
var pulumi62 = __toESM(require("@pulumi/pulumi"));
function createScaling2(name2, args, clusterName, service, { loadBalancer, pull }, parent) {
  const { minTasks, maxTasks, targetCpuPercent, requestsPerTaskPerMinute } = args.pullScaling;
  const options = { parent, ...protectOptions(args) };
  const target = new aws26.appautoscaling.Target(
    `${name2}-scaling`,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi62.interpolate`service/${clusterName}/${service.name}`,
      minCapacity: minTasks,
      maxCapacity: maxTasks,
      tags: args.common.tags
    },
    options
  );
  const track = (suffix, targetValue, predefinedMetricSpecification) => new aws26.appautoscaling.Policy(
    `${name2}-scaling-${suffix}`,
    {
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        predefinedMetricSpecification,
        scaleOutCooldown: 60,
        scaleInCooldown: 300
      }
    },
    options
  );
  return [
    track("cpu", targetCpuPercent, { predefinedMetricType: "ECSServiceAverageCPUUtilization" }),
    track("requests", requestsPerTaskPerMinute, {
      predefinedMetricType: "ALBRequestCountPerTarget",
      resourceLabel: pulumi62.interpolate`${loadBalancer.arnSuffix}/${pull.targetGroup.arnSuffix}`
    })
  ];
}

// components/registry-host/secrets.ts
var aws27 = __toESM(require("@pulumi/aws"));
var pulumi63 = __toESM(require("@pulumi/pulumi"));
var random = __toESM(require("@pulumi/random"));

// node_modules/bcryptjs/index.js
var import_crypto = __toESM(require("crypto"), 1);
var randomFallback = null;
function randomBytes(len) {
  try {
    return crypto.getRandomValues(new Uint8Array(len));
  } catch {
  }
  try {
    return import_crypto.default.randomBytes(len);
  } catch {
  }
  if (!randomFallback) {
    throw Error(
      "Neither WebCryptoAPI nor a crypto module is available. Use bcrypt.setRandomFallback to set an alternative"
    );
  }
  return randomFallback(len);
}
function genSaltSync(rounds, seed_length) {
  rounds = rounds || GENSALT_DEFAULT_LOG2_ROUNDS;
  if (typeof rounds !== "number")
    throw Error(
      "Illegal arguments: " + typeof rounds + ", " + typeof seed_length
    );
  if (rounds < 4) rounds = 4;
  else if (rounds > 31) rounds = 31;
  var salt = [];
  salt.push("$2b$");
  if (rounds < 10) salt.push("0");
  salt.push(rounds.toString());
  salt.push("$");
  salt.push(base64_encode(randomBytes(BCRYPT_SALT_LEN), BCRYPT_SALT_LEN));
  return salt.join("");
}
function hashSync(password2, salt) {
  if (typeof salt === "undefined") salt = GENSALT_DEFAULT_LOG2_ROUNDS;
  if (typeof salt === "number") salt = genSaltSync(salt);
  if (typeof password2 !== "string" || typeof salt !== "string")
    throw Error("Illegal arguments: " + typeof password2 + ", " + typeof salt);
  return _hash(password2, salt);
}
var nextTick = typeof setImmediate === "function" ? setImmediate : typeof scheduler === "object" && typeof scheduler.postTask === "function" ? scheduler.postTask.bind(scheduler) : setTimeout;
function utf8Length(string) {
  var len = 0, c = 0;
  for (var i = 0; i < string.length; ++i) {
    c = string.charCodeAt(i);
    if (c < 128) len += 1;
    else if (c < 2048) len += 2;
    else if ((c & 64512) === 55296 && (string.charCodeAt(i + 1) & 64512) === 56320) {
      ++i;
      len += 4;
    } else len += 3;
  }
  return len;
}
function utf8Array(string) {
  var offset = 0, c1, c2;
  var buffer = new Array(utf8Length(string));
  for (var i = 0, k = string.length; i < k; ++i) {
    c1 = string.charCodeAt(i);
    if (c1 < 128) {
      buffer[offset++] = c1;
    } else if (c1 < 2048) {
      buffer[offset++] = c1 >> 6 | 192;
      buffer[offset++] = c1 & 63 | 128;
    } else if ((c1 & 64512) === 55296 && ((c2 = string.charCodeAt(i + 1)) & 64512) === 56320) {
      c1 = 65536 + ((c1 & 1023) << 10) + (c2 & 1023);
      ++i;
      buffer[offset++] = c1 >> 18 | 240;
      buffer[offset++] = c1 >> 12 & 63 | 128;
      buffer[offset++] = c1 >> 6 & 63 | 128;
      buffer[offset++] = c1 & 63 | 128;
    } else {
      buffer[offset++] = c1 >> 12 | 224;
      buffer[offset++] = c1 >> 6 & 63 | 128;
      buffer[offset++] = c1 & 63 | 128;
    }
  }
  return buffer;
}
var BASE64_CODE = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".split("");
var BASE64_INDEX = [
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  0,
  1,
  54,
  55,
  56,
  57,
  58,
  59,
  60,
  61,
  62,
  63,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  12,
  13,
  14,
  15,
  16,
  17,
  18,
  19,
  20,
  21,
  22,
  23,
  24,
  25,
  26,
  27,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  28,
  29,
  30,
  31,
  32,
  33,
  34,
  35,
  36,
  37,
  38,
  39,
  40,
  41,
  42,
  43,
  44,
  45,
  46,
  47,
  48,
  49,
  50,
  51,
  52,
  53,
  -1,
  -1,
  -1,
  -1,
  -1
];
function base64_encode(b, len) {
  var off = 0, rs = [], c1, c2;
  if (len <= 0 || len > b.length) throw Error("Illegal len: " + len);
  while (off < len) {
    c1 = b[off++] & 255;
    rs.push(BASE64_CODE[c1 >> 2 & 63]);
    c1 = (c1 & 3) << 4;
    if (off >= len) {
      rs.push(BASE64_CODE[c1 & 63]);
      break;
    }
    c2 = b[off++] & 255;
    c1 |= c2 >> 4 & 15;
    rs.push(BASE64_CODE[c1 & 63]);
    c1 = (c2 & 15) << 2;
    if (off >= len) {
      rs.push(BASE64_CODE[c1 & 63]);
      break;
    }
    c2 = b[off++] & 255;
    c1 |= c2 >> 6 & 3;
    rs.push(BASE64_CODE[c1 & 63]);
    rs.push(BASE64_CODE[c2 & 63]);
  }
  return rs.join("");
}
function base64_decode(s, len) {
  var off = 0, slen = s.length, olen = 0, rs = [], c1, c2, c3, c4, o, code;
  if (len <= 0) throw Error("Illegal len: " + len);
  while (off < slen - 1 && olen < len) {
    code = s.charCodeAt(off++);
    c1 = code < BASE64_INDEX.length ? BASE64_INDEX[code] : -1;
    code = s.charCodeAt(off++);
    c2 = code < BASE64_INDEX.length ? BASE64_INDEX[code] : -1;
    if (c1 == -1 || c2 == -1) break;
    o = c1 << 2 >>> 0;
    o |= (c2 & 48) >> 4;
    rs.push(String.fromCharCode(o));
    if (++olen >= len || off >= slen) break;
    code = s.charCodeAt(off++);
    c3 = code < BASE64_INDEX.length ? BASE64_INDEX[code] : -1;
    if (c3 == -1) break;
    o = (c2 & 15) << 4 >>> 0;
    o |= (c3 & 60) >> 2;
    rs.push(String.fromCharCode(o));
    if (++olen >= len || off >= slen) break;
    code = s.charCodeAt(off++);
    c4 = code < BASE64_INDEX.length ? BASE64_INDEX[code] : -1;
    o = (c3 & 3) << 6 >>> 0;
    o |= c4;
    rs.push(String.fromCharCode(o));
    ++olen;
  }
  var res = [];
  for (off = 0; off < olen; off++) res.push(rs[off].charCodeAt(0));
  return res;
}
var BCRYPT_SALT_LEN = 16;
var GENSALT_DEFAULT_LOG2_ROUNDS = 10;
var BLOWFISH_NUM_ROUNDS = 16;
var MAX_EXECUTION_TIME = 100;
var P_ORIG = [
  608135816,
  2242054355,
  320440878,
  57701188,
  2752067618,
  698298832,
  137296536,
  3964562569,
  1160258022,
  953160567,
  3193202383,
  887688300,
  3232508343,
  3380367581,
  1065670069,
  3041331479,
  2450970073,
  2306472731
];
var S_ORIG = [
  3509652390,
  2564797868,
  805139163,
  3491422135,
  3101798381,
  1780907670,
  3128725573,
  4046225305,
  614570311,
  3012652279,
  134345442,
  2240740374,
  1667834072,
  1901547113,
  2757295779,
  4103290238,
  227898511,
  1921955416,
  1904987480,
  2182433518,
  2069144605,
  3260701109,
  2620446009,
  720527379,
  3318853667,
  677414384,
  3393288472,
  3101374703,
  2390351024,
  1614419982,
  1822297739,
  2954791486,
  3608508353,
  3174124327,
  2024746970,
  1432378464,
  3864339955,
  2857741204,
  1464375394,
  1676153920,
  1439316330,
  715854006,
  3033291828,
  289532110,
  2706671279,
  2087905683,
  3018724369,
  1668267050,
  732546397,
  1947742710,
  3462151702,
  2609353502,
  2950085171,
  1814351708,
  2050118529,
  680887927,
  999245976,
  1800124847,
  3300911131,
  1713906067,
  1641548236,
  4213287313,
  1216130144,
  1575780402,
  4018429277,
  3917837745,
  3693486850,
  3949271944,
  596196993,
  3549867205,
  258830323,
  2213823033,
  772490370,
  2760122372,
  1774776394,
  2652871518,
  566650946,
  4142492826,
  1728879713,
  2882767088,
  1783734482,
  3629395816,
  2517608232,
  2874225571,
  1861159788,
  326777828,
  3124490320,
  2130389656,
  2716951837,
  967770486,
  1724537150,
  2185432712,
  2364442137,
  1164943284,
  2105845187,
  998989502,
  3765401048,
  2244026483,
  1075463327,
  1455516326,
  1322494562,
  910128902,
  469688178,
  1117454909,
  936433444,
  3490320968,
  3675253459,
  1240580251,
  122909385,
  2157517691,
  634681816,
  4142456567,
  3825094682,
  3061402683,
  2540495037,
  79693498,
  3249098678,
  1084186820,
  1583128258,
  426386531,
  1761308591,
  1047286709,
  322548459,
  995290223,
  1845252383,
  2603652396,
  3431023940,
  2942221577,
  3202600964,
  3727903485,
  1712269319,
  422464435,
  3234572375,
  1170764815,
  3523960633,
  3117677531,
  1434042557,
  442511882,
  3600875718,
  1076654713,
  1738483198,
  4213154764,
  2393238008,
  3677496056,
  1014306527,
  4251020053,
  793779912,
  2902807211,
  842905082,
  4246964064,
  1395751752,
  1040244610,
  2656851899,
  3396308128,
  445077038,
  3742853595,
  3577915638,
  679411651,
  2892444358,
  2354009459,
  1767581616,
  3150600392,
  3791627101,
  3102740896,
  284835224,
  4246832056,
  1258075500,
  768725851,
  2589189241,
  3069724005,
  3532540348,
  1274779536,
  3789419226,
  2764799539,
  1660621633,
  3471099624,
  4011903706,
  913787905,
  3497959166,
  737222580,
  2514213453,
  2928710040,
  3937242737,
  1804850592,
  3499020752,
  2949064160,
  2386320175,
  2390070455,
  2415321851,
  4061277028,
  2290661394,
  2416832540,
  1336762016,
  1754252060,
  3520065937,
  3014181293,
  791618072,
  3188594551,
  3933548030,
  2332172193,
  3852520463,
  3043980520,
  413987798,
  3465142937,
  3030929376,
  4245938359,
  2093235073,
  3534596313,
  375366246,
  2157278981,
  2479649556,
  555357303,
  3870105701,
  2008414854,
  3344188149,
  4221384143,
  3956125452,
  2067696032,
  3594591187,
  2921233993,
  2428461,
  544322398,
  577241275,
  1471733935,
  610547355,
  4027169054,
  1432588573,
  1507829418,
  2025931657,
  3646575487,
  545086370,
  48609733,
  2200306550,
  1653985193,
  298326376,
  1316178497,
  3007786442,
  2064951626,
  458293330,
  2589141269,
  3591329599,
  3164325604,
  727753846,
  2179363840,
  146436021,
  1461446943,
  4069977195,
  705550613,
  3059967265,
  3887724982,
  4281599278,
  3313849956,
  1404054877,
  2845806497,
  146425753,
  1854211946,
  1266315497,
  3048417604,
  3681880366,
  3289982499,
  290971e4,
  1235738493,
  2632868024,
  2414719590,
  3970600049,
  1771706367,
  1449415276,
  3266420449,
  422970021,
  1963543593,
  2690192192,
  3826793022,
  1062508698,
  1531092325,
  1804592342,
  2583117782,
  2714934279,
  4024971509,
  1294809318,
  4028980673,
  1289560198,
  2221992742,
  1669523910,
  35572830,
  157838143,
  1052438473,
  1016535060,
  1802137761,
  1753167236,
  1386275462,
  3080475397,
  2857371447,
  1040679964,
  2145300060,
  2390574316,
  1461121720,
  2956646967,
  4031777805,
  4028374788,
  33600511,
  2920084762,
  1018524850,
  629373528,
  3691585981,
  3515945977,
  2091462646,
  2486323059,
  586499841,
  988145025,
  935516892,
  3367335476,
  2599673255,
  2839830854,
  265290510,
  3972581182,
  2759138881,
  3795373465,
  1005194799,
  847297441,
  406762289,
  1314163512,
  1332590856,
  1866599683,
  4127851711,
  750260880,
  613907577,
  1450815602,
  3165620655,
  3734664991,
  3650291728,
  3012275730,
  3704569646,
  1427272223,
  778793252,
  1343938022,
  2676280711,
  2052605720,
  1946737175,
  3164576444,
  3914038668,
  3967478842,
  3682934266,
  1661551462,
  3294938066,
  4011595847,
  840292616,
  3712170807,
  616741398,
  312560963,
  711312465,
  1351876610,
  322626781,
  1910503582,
  271666773,
  2175563734,
  1594956187,
  70604529,
  3617834859,
  1007753275,
  1495573769,
  4069517037,
  2549218298,
  2663038764,
  504708206,
  2263041392,
  3941167025,
  2249088522,
  1514023603,
  1998579484,
  1312622330,
  694541497,
  2582060303,
  2151582166,
  1382467621,
  776784248,
  2618340202,
  3323268794,
  2497899128,
  2784771155,
  503983604,
  4076293799,
  907881277,
  423175695,
  432175456,
  1378068232,
  4145222326,
  3954048622,
  3938656102,
  3820766613,
  2793130115,
  2977904593,
  26017576,
  3274890735,
  3194772133,
  1700274565,
  1756076034,
  4006520079,
  3677328699,
  720338349,
  1533947780,
  354530856,
  688349552,
  3973924725,
  1637815568,
  332179504,
  3949051286,
  53804574,
  2852348879,
  3044236432,
  1282449977,
  3583942155,
  3416972820,
  4006381244,
  1617046695,
  2628476075,
  3002303598,
  1686838959,
  431878346,
  2686675385,
  1700445008,
  1080580658,
  1009431731,
  832498133,
  3223435511,
  2605976345,
  2271191193,
  2516031870,
  1648197032,
  4164389018,
  2548247927,
  300782431,
  375919233,
  238389289,
  3353747414,
  2531188641,
  2019080857,
  1475708069,
  455242339,
  2609103871,
  448939670,
  3451063019,
  1395535956,
  2413381860,
  1841049896,
  1491858159,
  885456874,
  4264095073,
  4001119347,
  1565136089,
  3898914787,
  1108368660,
  540939232,
  1173283510,
  2745871338,
  3681308437,
  4207628240,
  3343053890,
  4016749493,
  1699691293,
  1103962373,
  3625875870,
  2256883143,
  3830138730,
  1031889488,
  3479347698,
  1535977030,
  4236805024,
  3251091107,
  2132092099,
  1774941330,
  1199868427,
  1452454533,
  157007616,
  2904115357,
  342012276,
  595725824,
  1480756522,
  206960106,
  497939518,
  591360097,
  863170706,
  2375253569,
  3596610801,
  1814182875,
  2094937945,
  3421402208,
  1082520231,
  3463918190,
  2785509508,
  435703966,
  3908032597,
  1641649973,
  2842273706,
  3305899714,
  1510255612,
  2148256476,
  2655287854,
  3276092548,
  4258621189,
  236887753,
  3681803219,
  274041037,
  1734335097,
  3815195456,
  3317970021,
  1899903192,
  1026095262,
  4050517792,
  356393447,
  2410691914,
  3873677099,
  3682840055,
  3913112168,
  2491498743,
  4132185628,
  2489919796,
  1091903735,
  1979897079,
  3170134830,
  3567386728,
  3557303409,
  857797738,
  1136121015,
  1342202287,
  507115054,
  2535736646,
  337727348,
  3213592640,
  1301675037,
  2528481711,
  1895095763,
  1721773893,
  3216771564,
  62756741,
  2142006736,
  835421444,
  2531993523,
  1442658625,
  3659876326,
  2882144922,
  676362277,
  1392781812,
  170690266,
  3921047035,
  1759253602,
  3611846912,
  1745797284,
  664899054,
  1329594018,
  3901205900,
  3045908486,
  2062866102,
  2865634940,
  3543621612,
  3464012697,
  1080764994,
  553557557,
  3656615353,
  3996768171,
  991055499,
  499776247,
  1265440854,
  648242737,
  3940784050,
  980351604,
  3713745714,
  1749149687,
  3396870395,
  4211799374,
  3640570775,
  1161844396,
  3125318951,
  1431517754,
  545492359,
  4268468663,
  3499529547,
  1437099964,
  2702547544,
  3433638243,
  2581715763,
  2787789398,
  1060185593,
  1593081372,
  2418618748,
  4260947970,
  69676912,
  2159744348,
  86519011,
  2512459080,
  3838209314,
  1220612927,
  3339683548,
  133810670,
  1090789135,
  1078426020,
  1569222167,
  845107691,
  3583754449,
  4072456591,
  1091646820,
  628848692,
  1613405280,
  3757631651,
  526609435,
  236106946,
  48312990,
  2942717905,
  3402727701,
  1797494240,
  859738849,
  992217954,
  4005476642,
  2243076622,
  3870952857,
  3732016268,
  765654824,
  3490871365,
  2511836413,
  1685915746,
  3888969200,
  1414112111,
  2273134842,
  3281911079,
  4080962846,
  172450625,
  2569994100,
  980381355,
  4109958455,
  2819808352,
  2716589560,
  2568741196,
  3681446669,
  3329971472,
  1835478071,
  660984891,
  3704678404,
  4045999559,
  3422617507,
  3040415634,
  1762651403,
  1719377915,
  3470491036,
  2693910283,
  3642056355,
  3138596744,
  1364962596,
  2073328063,
  1983633131,
  926494387,
  3423689081,
  2150032023,
  4096667949,
  1749200295,
  3328846651,
  309677260,
  2016342300,
  1779581495,
  3079819751,
  111262694,
  1274766160,
  443224088,
  298511866,
  1025883608,
  3806446537,
  1145181785,
  168956806,
  3641502830,
  3584813610,
  1689216846,
  3666258015,
  3200248200,
  1692713982,
  2646376535,
  4042768518,
  1618508792,
  1610833997,
  3523052358,
  4130873264,
  2001055236,
  3610705100,
  2202168115,
  4028541809,
  2961195399,
  1006657119,
  2006996926,
  3186142756,
  1430667929,
  3210227297,
  1314452623,
  4074634658,
  4101304120,
  2273951170,
  1399257539,
  3367210612,
  3027628629,
  1190975929,
  2062231137,
  2333990788,
  2221543033,
  2438960610,
  1181637006,
  548689776,
  2362791313,
  3372408396,
  3104550113,
  3145860560,
  296247880,
  1970579870,
  3078560182,
  3769228297,
  1714227617,
  3291629107,
  3898220290,
  166772364,
  1251581989,
  493813264,
  448347421,
  195405023,
  2709975567,
  677966185,
  3703036547,
  1463355134,
  2715995803,
  1338867538,
  1343315457,
  2802222074,
  2684532164,
  233230375,
  2599980071,
  2000651841,
  3277868038,
  1638401717,
  4028070440,
  3237316320,
  6314154,
  819756386,
  300326615,
  590932579,
  1405279636,
  3267499572,
  3150704214,
  2428286686,
  3959192993,
  3461946742,
  1862657033,
  1266418056,
  963775037,
  2089974820,
  2263052895,
  1917689273,
  448879540,
  3550394620,
  3981727096,
  150775221,
  3627908307,
  1303187396,
  508620638,
  2975983352,
  2726630617,
  1817252668,
  1876281319,
  1457606340,
  908771278,
  3720792119,
  3617206836,
  2455994898,
  1729034894,
  1080033504,
  976866871,
  3556439503,
  2881648439,
  1522871579,
  1555064734,
  1336096578,
  3548522304,
  2579274686,
  3574697629,
  3205460757,
  3593280638,
  3338716283,
  3079412587,
  564236357,
  2993598910,
  1781952180,
  1464380207,
  3163844217,
  3332601554,
  1699332808,
  1393555694,
  1183702653,
  3581086237,
  1288719814,
  691649499,
  2847557200,
  2895455976,
  3193889540,
  2717570544,
  1781354906,
  1676643554,
  2592534050,
  3230253752,
  1126444790,
  2770207658,
  2633158820,
  2210423226,
  2615765581,
  2414155088,
  3127139286,
  673620729,
  2805611233,
  1269405062,
  4015350505,
  3341807571,
  4149409754,
  1057255273,
  2012875353,
  2162469141,
  2276492801,
  2601117357,
  993977747,
  3918593370,
  2654263191,
  753973209,
  36408145,
  2530585658,
  25011837,
  3520020182,
  2088578344,
  530523599,
  2918365339,
  1524020338,
  1518925132,
  3760827505,
  3759777254,
  1202760957,
  3985898139,
  3906192525,
  674977740,
  4174734889,
  2031300136,
  2019492241,
  3983892565,
  4153806404,
  3822280332,
  352677332,
  2297720250,
  60907813,
  90501309,
  3286998549,
  1016092578,
  2535922412,
  2839152426,
  457141659,
  509813237,
  4120667899,
  652014361,
  1966332200,
  2975202805,
  55981186,
  2327461051,
  676427537,
  3255491064,
  2882294119,
  3433927263,
  1307055953,
  942726286,
  933058658,
  2468411793,
  3933900994,
  4215176142,
  1361170020,
  2001714738,
  2830558078,
  3274259782,
  1222529897,
  1679025792,
  2729314320,
  3714953764,
  1770335741,
  151462246,
  3013232138,
  1682292957,
  1483529935,
  471910574,
  1539241949,
  458788160,
  3436315007,
  1807016891,
  3718408830,
  978976581,
  1043663428,
  3165965781,
  1927990952,
  4200891579,
  2372276910,
  3208408903,
  3533431907,
  1412390302,
  2931980059,
  4132332400,
  1947078029,
  3881505623,
  4168226417,
  2941484381,
  1077988104,
  1320477388,
  886195818,
  18198404,
  3786409e3,
  2509781533,
  112762804,
  3463356488,
  1866414978,
  891333506,
  18488651,
  661792760,
  1628790961,
  3885187036,
  3141171499,
  876946877,
  2693282273,
  1372485963,
  791857591,
  2686433993,
  3759982718,
  3167212022,
  3472953795,
  2716379847,
  445679433,
  3561995674,
  3504004811,
  3574258232,
  54117162,
  3331405415,
  2381918588,
  3769707343,
  4154350007,
  1140177722,
  4074052095,
  668550556,
  3214352940,
  367459370,
  261225585,
  2610173221,
  4209349473,
  3468074219,
  3265815641,
  314222801,
  3066103646,
  3808782860,
  282218597,
  3406013506,
  3773591054,
  379116347,
  1285071038,
  846784868,
  2669647154,
  3771962079,
  3550491691,
  2305946142,
  453669953,
  1268987020,
  3317592352,
  3279303384,
  3744833421,
  2610507566,
  3859509063,
  266596637,
  3847019092,
  517658769,
  3462560207,
  3443424879,
  370717030,
  4247526661,
  2224018117,
  4143653529,
  4112773975,
  2788324899,
  2477274417,
  1456262402,
  2901442914,
  1517677493,
  1846949527,
  2295493580,
  3734397586,
  2176403920,
  1280348187,
  1908823572,
  3871786941,
  846861322,
  1172426758,
  3287448474,
  3383383037,
  1655181056,
  3139813346,
  901632758,
  1897031941,
  2986607138,
  3066810236,
  3447102507,
  1393639104,
  373351379,
  950779232,
  625454576,
  3124240540,
  4148612726,
  2007998917,
  544563296,
  2244738638,
  2330496472,
  2058025392,
  1291430526,
  424198748,
  50039436,
  29584100,
  3605783033,
  2429876329,
  2791104160,
  1057563949,
  3255363231,
  3075367218,
  3463963227,
  1469046755,
  985887462
];
var C_ORIG = [
  1332899944,
  1700884034,
  1701343084,
  1684370003,
  1668446532,
  1869963892
];
function _encipher(lr, off, P, S) {
  var n, l = lr[off], r = lr[off + 1];
  l ^= P[0];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[1];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[2];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[3];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[4];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[5];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[6];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[7];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[8];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[9];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[10];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[11];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[12];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[13];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[14];
  n = S[l >>> 24];
  n += S[256 | l >> 16 & 255];
  n ^= S[512 | l >> 8 & 255];
  n += S[768 | l & 255];
  r ^= n ^ P[15];
  n = S[r >>> 24];
  n += S[256 | r >> 16 & 255];
  n ^= S[512 | r >> 8 & 255];
  n += S[768 | r & 255];
  l ^= n ^ P[16];
  lr[off] = r ^ P[BLOWFISH_NUM_ROUNDS + 1];
  lr[off + 1] = l;
  return lr;
}
function _streamtoword(data, offp) {
  for (var i = 0, word = 0; i < 4; ++i)
    word = word << 8 | data[offp] & 255, offp = (offp + 1) % data.length;
  return { key: word, offp };
}
function _key(key2, P, S) {
  var offset = 0, lr = [0, 0], plen = P.length, slen = S.length, sw;
  for (var i = 0; i < plen; i++)
    sw = _streamtoword(key2, offset), offset = sw.offp, P[i] = P[i] ^ sw.key;
  for (i = 0; i < plen; i += 2)
    lr = _encipher(lr, 0, P, S), P[i] = lr[0], P[i + 1] = lr[1];
  for (i = 0; i < slen; i += 2)
    lr = _encipher(lr, 0, P, S), S[i] = lr[0], S[i + 1] = lr[1];
}
function _ekskey(data, key2, P, S) {
  var offp = 0, lr = [0, 0], plen = P.length, slen = S.length, sw;
  for (var i = 0; i < plen; i++)
    sw = _streamtoword(key2, offp), offp = sw.offp, P[i] = P[i] ^ sw.key;
  offp = 0;
  for (i = 0; i < plen; i += 2)
    sw = _streamtoword(data, offp), offp = sw.offp, lr[0] ^= sw.key, sw = _streamtoword(data, offp), offp = sw.offp, lr[1] ^= sw.key, lr = _encipher(lr, 0, P, S), P[i] = lr[0], P[i + 1] = lr[1];
  for (i = 0; i < slen; i += 2)
    sw = _streamtoword(data, offp), offp = sw.offp, lr[0] ^= sw.key, sw = _streamtoword(data, offp), offp = sw.offp, lr[1] ^= sw.key, lr = _encipher(lr, 0, P, S), S[i] = lr[0], S[i + 1] = lr[1];
}
function _crypt(b, salt, rounds, callback, progressCallback) {
  var cdata = C_ORIG.slice(), clen = cdata.length, err;
  if (rounds < 4 || rounds > 31) {
    err = Error("Illegal number of rounds (4-31): " + rounds);
    if (callback) {
      nextTick(callback.bind(this, err));
      return;
    } else throw err;
  }
  if (salt.length !== BCRYPT_SALT_LEN) {
    err = Error(
      "Illegal salt length: " + salt.length + " != " + BCRYPT_SALT_LEN
    );
    if (callback) {
      nextTick(callback.bind(this, err));
      return;
    } else throw err;
  }
  rounds = 1 << rounds >>> 0;
  var P, S, i = 0, j;
  if (typeof Int32Array === "function") {
    P = new Int32Array(P_ORIG);
    S = new Int32Array(S_ORIG);
  } else {
    P = P_ORIG.slice();
    S = S_ORIG.slice();
  }
  _ekskey(salt, b, P, S);
  function next() {
    if (progressCallback) progressCallback(i / rounds);
    if (i < rounds) {
      var start = Date.now();
      for (; i < rounds; ) {
        i = i + 1;
        _key(b, P, S);
        _key(salt, P, S);
        if (Date.now() - start > MAX_EXECUTION_TIME) break;
      }
    } else {
      for (i = 0; i < 64; i++)
        for (j = 0; j < clen >> 1; j++) _encipher(cdata, j << 1, P, S);
      var ret = [];
      for (i = 0; i < clen; i++)
        ret.push((cdata[i] >> 24 & 255) >>> 0), ret.push((cdata[i] >> 16 & 255) >>> 0), ret.push((cdata[i] >> 8 & 255) >>> 0), ret.push((cdata[i] & 255) >>> 0);
      if (callback) {
        callback(null, ret);
        return;
      } else return ret;
    }
    if (callback) nextTick(next);
  }
  if (typeof callback !== "undefined") {
    next();
  } else {
    var res;
    while (true) if (typeof (res = next()) !== "undefined") return res || [];
  }
}
function _hash(password2, salt, callback, progressCallback) {
  var err;
  if (typeof password2 !== "string" || typeof salt !== "string") {
    err = Error("Invalid string / salt: Not a string");
    if (callback) {
      nextTick(callback.bind(this, err));
      return;
    } else throw err;
  }
  var minor, offset;
  if (salt.charAt(0) !== "$" || salt.charAt(1) !== "2") {
    err = Error("Invalid salt version: " + salt.substring(0, 2));
    if (callback) {
      nextTick(callback.bind(this, err));
      return;
    } else throw err;
  }
  if (salt.charAt(2) === "$") minor = String.fromCharCode(0), offset = 3;
  else {
    minor = salt.charAt(2);
    if (minor !== "a" && minor !== "b" && minor !== "y" || salt.charAt(3) !== "$") {
      err = Error("Invalid salt revision: " + salt.substring(2, 4));
      if (callback) {
        nextTick(callback.bind(this, err));
        return;
      } else throw err;
    }
    offset = 4;
  }
  if (salt.charAt(offset + 2) > "$") {
    err = Error("Missing salt rounds");
    if (callback) {
      nextTick(callback.bind(this, err));
      return;
    } else throw err;
  }
  var r1 = parseInt(salt.substring(offset, offset + 1), 10) * 10, r2 = parseInt(salt.substring(offset + 1, offset + 2), 10), rounds = r1 + r2, real_salt = salt.substring(offset + 3, offset + 25);
  password2 += minor >= "a" ? "\0" : "";
  var passwordb = utf8Array(password2), saltb = base64_decode(real_salt, BCRYPT_SALT_LEN);
  function finish(bytes) {
    var res = [];
    res.push("$2");
    if (minor >= "a") res.push(minor);
    res.push("$");
    if (rounds < 10) res.push("0");
    res.push(rounds.toString());
    res.push("$");
    res.push(base64_encode(saltb, saltb.length));
    res.push(base64_encode(bytes, C_ORIG.length * 4 - 1));
    return res.join("");
  }
  if (typeof callback == "undefined")
    return finish(_crypt(passwordb, saltb, rounds));
  else {
    _crypt(
      passwordb,
      saltb,
      rounds,
      function(err2, bytes) {
        if (err2) callback(err2, null);
        else callback(null, finish(bytes));
      },
      progressCallback
    );
  }
}
function encodeBase64(bytes, length) {
  return base64_encode(bytes, length);
}

// components/registry-host/htpasswd.ts
var COST = 4;
var SALT_LENGTH = 16;
function htpasswd(users) {
  return users.map((user) => `${user.username}:${hash(user)}`).join("\n");
}
function hash({ password: password2, salt }) {
  const bytes = [...Buffer.from(salt, "base64")];
  if (bytes.length !== SALT_LENGTH) {
    throw new RangeError(`a bcrypt salt has ${SALT_LENGTH} bytes, but ${bytes.length} were given`);
  }
  const cost = String(COST).padStart(2, "0");
  return hashSync(password2, `$2b$${cost}$${encodeBase64(bytes, SALT_LENGTH)}`);
}

// components/registry-host/secrets.ts
function createUsers(name2, args, parent) {
  const user = (username2, which) => {
    const keepers = { version: args.credentials.passwordVersions[which] };
    const password2 = new random.RandomPassword(
      `${name2}-${username2}-password`,
      // 190 bits; letters and digits pass through every client and header unchanged.
      { length: 32, special: false, keepers },
      { parent, ...PASSING }
    );
    const salt = new random.RandomBytes(
      `${name2}-${username2}-salt`,
      { length: SALT_LENGTH, keepers },
      { parent, ...PASSING }
    );
    return pulumi63.secret({ username: username2, password: password2.result, salt: salt.base64 });
  };
  return {
    pullA: user("pull-a", "pullA"),
    pullB: user("pull-b", "pullB"),
    push: user("push", "push"),
    pushB: user("push-b", "pushB")
  };
}
function createTaskSecrets(name2, users, args, parent) {
  const { pullA, pullB, push, pushB } = users;
  const httpSecret = new random.RandomBytes(
    `${name2}-http-secret-bytes`,
    { length: 32, keepers: { version: args.credentials.httpSecretVersion } },
    { parent, ...PASSING }
  );
  const options = { parent, retainOnDelete: true };
  const store = (logicalName, description, value) => createSecret(logicalName, description, value, args, options);
  return {
    pullHtpasswd: store(
      logicalNames5.pullHtpasswd(name2),
      "Password hashes of those who may pull from the private registry",
      pulumi63.all([pullA, pullB]).apply(guarded(htpasswd))
    ),
    pushHtpasswd: store(
      logicalNames5.pushHtpasswd(name2),
      "Password hashes of those who may push to the private registry",
      pulumi63.all([push, pushB]).apply(guarded(htpasswd))
    ),
    httpSecret: store(
      logicalNames5.httpSecret(name2),
      "Key that the private registry signs the state of uploads with",
      pulumi63.secret(httpSecret.hex)
    )
  };
}
function createClientCredentials(name2, users, services, args, parent) {
  const pullUser = (active) => pulumi63.all([users.pullA, users.pullB, args.credentials.activePullUser]).apply(guarded(([a, b, user]) => credentials(user === PullUser.A === active ? a : b)));
  const store = (logicalName, description, value, endpoint) => {
    const { resource, serving } = services[endpoint];
    const known = pulumi63.all([value, serving]).apply(guarded(([text2]) => text2));
    return createSecret(logicalName, description, known, args, { parent, dependsOn: [resource] });
  };
  return {
    pull: store(
      logicalNames5.pullCredentials(name2),
      "Credentials to pull from the private registry",
      pullUser(true),
      "pull"
    ),
    standbyPull: store(
      logicalNames5.standbyPullCredentials(name2),
      "Credentials to pull from the private registry, of the user that is not in use",
      pullUser(false),
      "pull"
    ),
    push: store(
      logicalNames5.pushCredentials(name2),
      "Credentials to push to the private registry",
      pulumi63.all([users.push, users.pushB, args.credentials.activePushUser]).apply(guarded(([first, second, user]) => credentials(user === first.username ? first : second))),
      "push"
    )
  };
}
function credentials({ username: username2, password: password2 }) {
  return JSON.stringify({ username: username2, password: password2 });
}
function createSecret(name2, description, value, args, versionOptions) {
  const { parent } = versionOptions;
  const secret6 = new aws27.secretsmanager.Secret(
    name2,
    {
      description,
      kmsKeyId: args.common.kmsKeyArn,
      recoveryWindowInDays: args.secretRecoveryWindowInDays,
      tags: args.common.tags
    },
    { parent, ...protectOptions(args) }
  );
  refuseOpenedTags(secret6.tagsAll, args.failure);
  const version = new aws27.secretsmanager.SecretVersion(
    `${name2}-version`,
    { secretId: secret6.id, secretString: value },
    { ...versionOptions, ...PASSING }
  );
  return { secret: secret6, version, reference: pulumi63.interpolate`${secret6.arn}:::${version.versionId}` };
}

// components/registry-host/service.ts
var aws29 = __toESM(require("@pulumi/aws"));
var pulumi65 = __toESM(require("@pulumi/pulumi"));

// components/registry-host/container.ts
var STOP_TIMEOUT_IN_SECONDS = 120;
var CONTAINER_NAME = "registry";
var USER = "65534:65534";
var MEMORY_FOLDER_SIZE = 1;
function containerDefinition2(settings) {
  const { image: image2, configuration, secrets, imageCredentialsSecretArn, logGroupName, region } = settings;
  return {
    name: CONTAINER_NAME,
    image: image2,
    ...imageCredentialsSecretArn === void 0 ? {} : { repositoryCredentials: { credentialsParameter: imageCredentialsSecretArn } },
    essential: true,
    entryPoint: ["sh", "-c"],
    command: [START_SCRIPT],
    environment: [
      // JSON is YAML, which is what the registry reads.
      { name: "CONFIGURATION", value: JSON.stringify(configuration) },
      { name: "OTEL_TRACES_EXPORTER", value: "none" }
    ],
    secrets: Object.entries(secrets).map(([name2, valueFrom]) => ({ name: name2, valueFrom })),
    portMappings: [{ containerPort: CONTAINER_PORT, hostPort: CONTAINER_PORT, protocol: "tcp" }],
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: {
      capabilities: { drop: ["ALL"] },
      // A volume would be root's. Fargate has tmpfs since January 2026.
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
      tmpfs: [
        {
          containerPath: MEMORY_FOLDER,
          size: MEMORY_FOLDER_SIZE,
          mountOptions: ["rw", "noexec", "nosuid", "nodev"]
        }
      ]
    },
    stopTimeout: STOP_TIMEOUT_IN_SECONDS,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroupName,
        "awslogs-region": region,
        "awslogs-stream-prefix": CONTAINER_NAME,
        // A fault of CloudWatch Logs must not stop the registry from answering.
        mode: "non-blocking"
      }
    }
  };
}

// components/registry-host/live-service.ts
var aws28 = __toESM(require("@pulumi/aws"));
var pulumi64 = __toESM(require("@pulumi/pulumi"));

// components/registry-host/service-state.ts
var ACTIVE = "ACTIVE";
function serviceState(declared, live) {
  const service = `the ECS service ${declared.name}`;
  const at = `--cluster ${nameIn(declared.clusterArn)}`;
  if (live?.status !== ACTIVE) {
    return {
      kind: "absent",
      problem: `${service} does not exist in the cluster ${nameIn(declared.clusterArn)}, though Pulumi's state has it`,
      // Without --target scaling elsewhere would get its limits back that a scheduled action has changed.
      remedy: "Run `pulumi refresh --target '**ecs/service:Service::**'` and `pulumi up`, which creates it again"
    };
  }
  const failed = (what) => ({
    kind: "failed",
    problem: `${service} ${what}${causeOf(live)}`,
    remedy: `Fix what the service's events say (\`aws ecs describe-services ${at} --services ${declared.name}\`), and run \`pulumi up\`, which deploys it again`
  });
  const rolledBack = "its last deployment failed and ECS rolled it back, or somebody else has updated it";
  if (live.taskDefinition !== declared.taskDefinition) {
    const [runs, wanted] = [live.taskDefinition, declared.taskDefinition].map(nameIn);
    return failed(`runs the task definition ${runs}, and not ${wanted}: ${rolledBack}`);
  }
  const [network] = live.networkConfigurations;
  if (network !== void 0 && !isSameNetwork(declared, network)) {
    return failed(`runs in other subnets, or with other security groups, than it was given: ${rolledBack}`);
  }
  const [running, old] = [true, false].map(
    (isDeclared) => live.deployments.filter(({ taskDefinition }) => taskDefinition === declared.taskDefinition === isDeclared).reduce((sum, { runningCount }) => sum + runningCount, 0)
  );
  if (running > 0 && old === 0) return { kind: "serving" };
  if (old > 0 || live.pendingCount > 0) {
    return {
      kind: "deploying",
      problem: `${service} is still being deployed: ${running} of ${live.desiredCount} tasks run the task definition ${nameIn(declared.taskDefinition)}, and ${old} an older one`,
      remedy: `Wait for it (\`aws ecs wait services-stable ${at} --services ${declared.name}\`), and run \`pulumi up\` again`
    };
  }
  if (live.desiredCount > 0) {
    return failed(`runs no task, though ${live.desiredCount} are desired: its last deployment failed`);
  }
  return {
    kind: "stopped",
    problem: `${service} runs no task: somebody has set its desired count to 0`,
    remedy: `Run \`aws ecs update-service ${at} --service ${declared.name} --desired-count 1\`, or more, and then \`pulumi up\``
  };
}
function isSameNetwork({ subnetIds, securityGroupIds }, live) {
  return isSameSet(subnetIds, live.subnets) && isSameSet(securityGroupIds, live.securityGroups);
}
var isSameSet = (one, other) => (/* @__PURE__ */ new Set([...one, ...other])).size === new Set(one).size && new Set(one).size === new Set(other).size;
function causeOf({ events }) {
  const event = events.find(({ message }) => /fail|unable|unhealthy|error/i.test(message));
  return event === void 0 ? "" : `. ECS says: "${event.message.replace(/\.$/, "")}"`;
}
var nameIn = (arn2) => arn2.slice(arn2.lastIndexOf("/") + 1);

// components/registry-host/live-service.ts
var NOT_FOUND = /no matching ECS Service found|couldn't find resource/;
var READS = 24;
var PAUSE_IN_MILLISECONDS = 5e3;
function redeploymentTriggers(declared, parent) {
  return whole(declared).apply(
    guarded(async (known) => {
      const state = await read(known, parent);
      if (state.kind === "unread" && pulumi64.runtime.isDryRun()) await pulumi64.log.warn(told(state), parent);
      if (state.kind !== "failed") return void 0;
      if (pulumi64.runtime.isDryRun()) {
        await pulumi64.log.warn(`${state.problem}. \`pulumi up\` deploys it again`, parent);
      }
      return { redeployedAt: (/* @__PURE__ */ new Date()).toISOString() };
    })
  );
}
function servingService(service, declared, parent) {
  if (pulumi64.runtime.isDryRun()) return service.urn;
  return pulumi64.all([whole(declared), service.id]).apply(
    guarded(async ([known]) => {
      const state = await readSettled(known, parent);
      if (state.kind === "serving") return;
      if (state.kind === "untold") return pulumi64.log.warn(told(state), parent);
      throw deploymentError(
        `${told(state)}. Passwords that its tasks do not know are not handed out, and what it starts tasks with is kept`
      );
    })
  );
}
var told = ({ problem, remedy }) => `${problem}. ${remedy}`;
var whole = (declared) => pulumi64.output(declared);
async function readSettled(declared, parent) {
  let state = await read(declared, parent);
  for (let reads = 1; state.kind === "deploying" && reads < READS; reads++) {
    await new Promise((resolve2) => setTimeout(resolve2, PAUSE_IN_MILLISECONDS));
    state = await read(declared, parent);
  }
  return state;
}
async function read(declared, parent) {
  const { clusterArn, name: name2 } = declared;
  const unread2 = (kind, reason) => ({
    kind,
    problem: `whether the ECS service ${name2} runs what it was given is unknown: ${reason}`,
    remedy: "Allow ecs:DescribeServices where that is refused, and run `pulumi up` again"
  });
  try {
    const live = await whileEngineRuns(aws28.ecs.getService({ clusterArn, serviceName: name2 }, { parent }));
    if (typeof live.taskDefinition !== "string") return unread2("untold", "ECS names no task definition");
    return serviceState(declared, live);
  } catch (error) {
    const reason = reasonOf(error);
    return NOT_FOUND.test(reason) ? serviceState(declared, void 0) : unread2("unread", reason);
  }
}

// components/registry-host/service.ts
function createService(name2, settings, parent) {
  const { endpoint, args, target } = settings;
  const logGroup = new aws29.cloudwatch.LogGroup(
    `${name2}-logs`,
    {
      retentionInDays: args.common.logRetentionInDays ?? DEFAULT_LOG_RETENTION_IN_DAYS,
      kmsKeyId: args.common.kmsKeyArn,
      tags: args.common.tags
    },
    { parent, ...protectOptions(args) }
  );
  const { taskRole, executionRole, policies } = createRoles(name2, settings, logGroup, parent);
  const taskDefinition = createTaskDefinition(name2, settings, logGroup, taskRole, executionRole, parent);
  const pull = endpoint === "pull";
  const declared = {
    clusterArn: settings.clusterArn,
    // Known before the service is registered, so that it can be looked up: the role's name is this service's alone.
    name: taskRole.name,
    taskDefinition: taskDefinition.arn,
    subnetIds: args.subnetIds,
    securityGroupIds: pulumi65.all([settings.tasksSecurityGroupId])
  };
  const service = new aws29.ecs.Service(
    name2,
    {
      name: declared.name,
      cluster: declared.clusterArn,
      taskDefinition: declared.taskDefinition,
      launchType: "FARGATE",
      platformVersion: "LATEST",
      // Autoscaling takes the number of the tasks that serve images over from here.
      desiredCount: pull ? args.pullScaling.minTasks : 1,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      healthCheckGracePeriodSeconds: 60,
      networkConfiguration: {
        subnets: declared.subnetIds,
        securityGroups: declared.securityGroupIds,
        assignPublicIp: false
      },
      loadBalancers: [
        {
          targetGroupArn: target.targetGroup.arn,
          containerName: CONTAINER_NAME,
          containerPort: CONTAINER_PORT
        }
      ],
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: true,
      // The provider looks at triggers only with this, and starts a deployment only where something changes.
      forceNewDeployment: true,
      triggers: redeploymentTriggers(declared, parent),
      tags: args.common.tags
    },
    {
      parent,
      dependsOn: [target.listener, ...policies, ...settings.image.dependsOn, ...settings.dependsOn],
      ignoreChanges: pull ? ["desiredCount"] : [],
      // In another cluster the name is free: the registry must not be away for as long as the replacement takes.
      deleteBeforeReplace: false,
      ...protectOptions(args),
      // A task may take 17 minutes to finish a push and stop.
      customTimeouts: { create: "30m", update: "60m", delete: "60m" }
    }
  );
  return { resource: service, serving: servingService(service, declared, parent) };
}
function createRoles(name2, { endpoint, args, image: image2, bucket, secrets }, logGroup, parent) {
  const { common } = args;
  const placement = lookUpPlacement(parent);
  const options = { parent, ...protectOptions(args) };
  const role = (suffix, description) => new aws29.iam.Role(
    `${name2}-${suffix}`,
    {
      ...roleName(`${name2}-${suffix}`),
      description,
      assumeRolePolicy: placement.apply(guarded((known) => JSON.stringify(taskTrustPolicy(known)))),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags
    },
    options
  );
  const taskRole = role("task", `Role of the private registry, service for ${endpoint}`);
  const executionRole = role("execution", "Role of Fargate to start tasks of the private registry");
  const taskRolePolicy = new aws29.iam.RolePolicy(
    `${name2}-task`,
    {
      role: taskRole.name,
      policy: pulumi65.output({
        bucketArn: bucket.arn,
        kmsKeyArn: common.kmsKeyArn,
        region: placement.region,
        dnsSuffix: placement.dnsSuffix
      }).apply(guarded((access) => JSON.stringify(taskPolicy({ ...access, endpoint }))))
    },
    options
  );
  const executionRolePolicy = new aws29.iam.RolePolicy(
    `${name2}-execution`,
    {
      role: executionRole.name,
      policy: pulumi65.output({
        partition: placement.partition,
        region: placement.region,
        dnsSuffix: placement.dnsSuffix,
        logGroupArn: logGroup.arn,
        secretArns: Object.values(secrets).map(({ secret: secret6 }) => secret6.arn),
        kmsKeyArn: common.kmsKeyArn,
        image: image2.repository,
        imageCredentialsSecretArn: image2.credentialsSecretArn,
        imageCredentialsKmsKeyArn: image2.credentialsKmsKeyArn
      }).apply(guarded((access) => JSON.stringify(executionPolicy(access))))
    },
    options
  );
  return { taskRole, executionRole, policies: [taskRolePolicy, executionRolePolicy] };
}
function createTaskDefinition(name2, { endpoint, args, image: image2, bucket, secrets }, logGroup, taskRole, executionRole, parent) {
  const size = endpoint === "pull" ? args.pullTaskSize : args.pushTaskSize;
  const placement = lookUpPlacement(parent);
  const containers = pulumi65.output({
    region: placement.region,
    dnsSuffix: placement.dnsSuffix,
    bucketName: bucket.bucket,
    kmsKeyArn: args.common.kmsKeyArn,
    blobRedirects: args.blobRedirects,
    image: image2.reference,
    imageCredentialsSecretArn: image2.credentialsSecretArn,
    logGroupName: logGroup.name,
    secrets: Object.fromEntries(Object.entries(secrets).map(([key2, { reference }]) => [key2, reference]))
  }).apply(
    guarded(
      (known) => JSON.stringify([
        containerDefinition2({ ...known, configuration: registryConfiguration({ ...known, endpoint }) })
      ])
    )
  );
  return new aws29.ecs.TaskDefinition(
    name2,
    {
      // Pulumi makes up no family; the role's name is made up, and is this service's alone.
      family: taskRole.name,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: pulumi65.interpolate`${size.cpu}`,
      memory: pulumi65.interpolate`${size.memoryInMb}`,
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.architecture },
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      containerDefinitions: containers,
      tags: args.common.tags
    },
    { parent, ...PASSING }
  );
}

// components/registry-host/storage.ts
var aws30 = __toESM(require("@pulumi/aws"));
var pulumi66 = __toESM(require("@pulumi/pulumi"));
var INCOMPLETE_UPLOAD_DAYS = 8;
function createBucket(name2, args, parent) {
  const options = {
    parent,
    retainOnDelete: args.onDelete === OnDelete.Retain,
    ...protectOptions(args)
  };
  const { bucket } = createPrivateBucket(
    logicalNames5.images(name2),
    {
      bucketName: args.bucketName,
      forceDestroy: args.onDelete === OnDelete.Delete,
      lifecycleRules: expireLeftovers({
        incompleteUploads: INCOMPLETE_UPLOAD_DAYS,
        noncurrentVersions: args.noncurrentVersionExpirationInDays
      }),
      common: args.common
    },
    options
  );
  if (args.bucketLogsBucketName !== void 0) {
    new aws30.s3.BucketLogging(
      `${name2}-images-logging`,
      {
        bucket: bucket.id,
        targetBucket: args.bucketLogsBucketName,
        targetPrefix: pulumi66.interpolate`${bucket.id}/`
      },
      options
    );
  }
  return bucket;
}

// components/registry-host/zones.ts
var pulumi67 = __toESM(require("@pulumi/pulumi"));
function verifyTaskSubnets(places, component) {
  const { subnetIds, vpcId: vpcId2, architecture, failure } = places;
  const subnets = lookUpSubnets(subnetIds, vpcId2, component, ["availabilityZone"]);
  return pulumi67.all([subnets, architecture]).apply(
    guarded(([found, known]) => {
      const reason = zoneProblem(found);
      if (reason !== void 0) throw failure("subnetIds", reason);
      const zones = new Map(
        found.map(({ availabilityZone: name2, availabilityZoneId: id3 }) => [name2, { name: name2, id: id3 }])
      );
      const { problem, advice } = zonesForTasks([...zones.values()], known);
      if (problem !== void 0) throw failure("subnetIds", problem);
      if (advice !== void 0) void pulumi67.log.warn(advice, component);
      return found.map(({ id: id3 }) => id3);
    })
  );
}
function zonesForTasks(zones, architecture) {
  const placed = placedTasks(architecture);
  const unfit = zones.filter((zone) => lacking(zone, placed).length > 0);
  if (unfit.length === 0) return {};
  const lacks = unfit.flatMap((zone) => lacking(zone, placed)).join("; ");
  const others = unfit.every((zone) => lacking(zone, placedTasks("X86_64")).length === 0);
  const remedy = `give subnets in other zones (availabilityZoneNames for a new VPC)${others ? ", or set architecture to X86_64" : ""}`;
  return unfit.length === zones.length ? { problem: `are in zones where the registry's tasks cannot run: ${lacks}: ${remedy}` } : { advice: `the registry's tasks cannot run in each zone of subnetIds: ${lacks}: ${remedy}` };
}

// components/registry-host/registry-host.ts
var RegistryHost = class extends pulumi68.ComponentResource {
  /** The registry's URL, `https://` and its host name; resolves when the registry answers. */
  url;
  /** The registry's host name, with which image references begin; resolves when the registry answers. */
  registryHostname;
  /** The URL to push to, with its port; resolves when the service that takes images answers. */
  pushUrl;
  /** Id of the load balancer's security group. */
  securityGroupId;
  /** Id of the security group that lets whoever carries it pull. */
  pullClientSecurityGroupId;
  /** Id of the security group that lets whoever carries it push. */
  pushClientSecurityGroupId;
  /** Id of the security group of the registry's tasks. */
  tasksSecurityGroupId;
  /** Name of the bucket that holds the images. */
  bucketName;
  /** ARN of the secret with the `username` and `password` to pull with, as JSON. */
  pullCredentialsSecretArn;
  /** ARN of the secret with the `username` and `password` of the user for pulls that is not in use, as JSON. */
  standbyPullCredentialsSecretArn;
  /** ARN of the secret with the `username` and `password` to push with, as JSON. */
  pushCredentialsSecretArn;
  /** ARN of the certificate that the registry shows. */
  certificateArn;
  /** ARN of the ECS cluster that the services run in. */
  clusterArn;
  /** Name of the ECS service that serves images. */
  pullServiceName;
  /** Name of the ECS service that takes images. */
  pushServiceName;
  /** ARN of the load balancer. */
  loadBalancerArn;
  /** Host name of the load balancer, for a record of your own in another DNS. */
  loadBalancerDnsName;
  /** Id of the private hosted zone that holds the registry's record. */
  privateZoneId;
  /** The registry's own image by digest, as its tasks run it. */
  image;
  constructor(name2, args, opts) {
    const known = checkedArguments(checkArgs, name2, args);
    super("sagemaker-private-registry:index:RegistryHost", name2, {}, opts);
    warnOfPartition(known, this);
    const subnetIds = verifyTaskSubnets(known, this);
    const checked = { ...known, subnetIds };
    const groups = createGroups(name2, checked, this);
    const bucket = createBucket(name2, checked, this);
    const certificateArn = createCertificate(name2, checked, this);
    const loadBalancing = createLoadBalancer(name2, checked, groups.loadBalancer.id, certificateArn, this);
    const users = createUsers(name2, checked, this);
    const secrets = createTaskSecrets(name2, users, checked, this);
    const clusterArn = checked.clusterArn ?? createCluster(name2, checked, this);
    const clusterName = clusterArn.apply(guarded((arn2) => arn2.slice(arn2.lastIndexOf("/") + 1)));
    const image2 = provideImage(name2, checked, this);
    const shared = {
      args: checked,
      image: image2,
      clusterArn,
      bucket,
      tasksSecurityGroupId: groups.tasks.id,
      dependsOn: groups.taskRules
    };
    const pull = createService(
      `${name2}-pull`,
      {
        ...shared,
        endpoint: "pull",
        target: loadBalancing.pull,
        secrets: { HTPASSWD: secrets.pullHtpasswd }
      },
      this
    );
    const push = createService(
      `${name2}-push`,
      {
        ...shared,
        endpoint: "push",
        target: loadBalancing.push,
        secrets: { HTPASSWD: secrets.pushHtpasswd, REGISTRY_HTTP_SECRET: secrets.httpSecret }
      },
      this
    );
    const scaling2 = createScaling2(`${name2}-pull`, checked, clusterName, pull.resource, loadBalancing, this);
    const credentials2 = createClientCredentials(name2, users, { pull, push }, checked, this);
    const { zoneId, record: record2 } = createPrivateName(name2, checked, loadBalancing.loadBalancer, this);
    const services = { pull: pull.resource, push: push.resource };
    const reached = [record2, ...groups.clientRules];
    const versions = [credentials2.pull, credentials2.standbyPull, credentials2.push].map(
      (each3) => each3.version
    );
    const watched = { loadBalancing, clusterName, services, certificateArn };
    createAlarms2(name2, watched, [...scaling2, ...versions, ...reached], checked, this);
    const reachable = reached.map(({ urn }) => urn);
    const pullReady = [pull.serving, credentials2.pull.version.urn, ...reachable];
    const pushReady = [push.serving, credentials2.push.version.urn, ...reachable];
    this.url = whenReady(pulumi68.interpolate`https://${checked.domainName}`, pullReady);
    this.registryHostname = whenReady(checked.domainName, pullReady);
    this.pushUrl = whenReady(
      pulumi68.interpolate`https://${checked.domainName}:${checked.pushPort}`,
      pushReady
    );
    this.securityGroupId = groups.loadBalancer.id;
    this.pullClientSecurityGroupId = groups.pullClient.id;
    this.pushClientSecurityGroupId = groups.pushClient.id;
    this.tasksSecurityGroupId = groups.tasks.id;
    this.bucketName = bucket.bucket;
    this.pullCredentialsSecretArn = credentials2.pull.secret.arn;
    this.standbyPullCredentialsSecretArn = credentials2.standbyPull.secret.arn;
    this.pushCredentialsSecretArn = credentials2.push.secret.arn;
    this.certificateArn = certificateArn;
    this.clusterArn = clusterArn;
    this.pullServiceName = pull.resource.name;
    this.pushServiceName = push.resource.name;
    this.loadBalancerArn = loadBalancing.loadBalancer.arn;
    this.loadBalancerDnsName = loadBalancing.loadBalancer.dnsName;
    this.privateZoneId = zoneId;
    this.image = image2.reference;
    this.registerOutputs({
      url: this.url,
      registryHostname: this.registryHostname,
      pushUrl: this.pushUrl,
      securityGroupId: this.securityGroupId,
      pullClientSecurityGroupId: this.pullClientSecurityGroupId,
      pushClientSecurityGroupId: this.pushClientSecurityGroupId,
      tasksSecurityGroupId: this.tasksSecurityGroupId,
      bucketName: this.bucketName,
      pullCredentialsSecretArn: this.pullCredentialsSecretArn,
      standbyPullCredentialsSecretArn: this.standbyPullCredentialsSecretArn,
      pushCredentialsSecretArn: this.pushCredentialsSecretArn,
      certificateArn: this.certificateArn,
      clusterArn: this.clusterArn,
      pullServiceName: this.pullServiceName,
      pushServiceName: this.pushServiceName,
      loadBalancerArn: this.loadBalancerArn,
      loadBalancerDnsName: this.loadBalancerDnsName,
      privateZoneId: this.privateZoneId,
      image: this.image
    });
  }
};
function createCluster(name2, args, parent) {
  return new aws31.ecs.Cluster(
    name2,
    { settings: [{ name: "containerInsights", value: "enabled" }], tags: args.common.tags },
    { parent, ...protectOptions(args) }
  ).arn;
}
function whenReady(value, others) {
  return pulumi68.all([value, pulumi68.all(others)]).apply(guarded(([known]) => known));
}

// components/private-inference/hosted-data.ts
var pulumi69 = __toESM(require("@pulumi/pulumi"));
function neededByHosting(args) {
  const { dataCapture: capture, asyncInference: async } = args;
  const variants = [...Object.values(args.variants ?? {}), ...Object.values(args.shadowVariants ?? {})];
  const dumps = variants.map(({ coreDump }) => coreDump);
  return {
    modelData: dataContainers(args).flatMap(dataOf),
    inferenceOutputs: given2([
      capture?.destinationS3Uri,
      async?.s3OutputPath,
      async?.s3FailurePath,
      ...dumps.map((dump) => dump?.destinationS3Uri)
    ]),
    inferenceOutputKmsKeyArns: given2([
      capture?.kmsKeyArn,
      async?.kmsKeyArn,
      ...dumps.map((dump) => dump?.kmsKeyArn)
    ]),
    volumeKmsKeyArns: given2([args.kmsKeyArn]),
    notificationTopicArns: given2([async?.successTopicArn, async?.errorTopicArn]),
    ssmAccess: given2(variants.map(({ enableSsmAccess }) => enableSsmAccess))
  };
}
function usesS3(args) {
  const { modelData, inferenceOutputs } = neededByHosting(args);
  return modelData.length + inferenceOutputs.length > 0;
}
function requiredLists(args) {
  const required2 = neededByHosting(args);
  const all44 = (list2) => pulumi69.all([...list2]);
  const isSaid = args.executionRole?.modelData !== void 0;
  return {
    modelData: all44(required2.modelData).apply(guarded((urls) => isSaid ? urls.filter(isS3Uri) : urls)),
    inferenceOutputs: all44(required2.inferenceOutputs),
    inferenceOutputKmsKeyArns: all44(required2.inferenceOutputKmsKeyArns),
    volumeKmsKeyArns: all44(required2.volumeKmsKeyArns),
    notificationTopicArns: all44(required2.notificationTopicArns),
    rollbackAlarmNames: rollbackAlarmNames(args)
  };
}
function rollbackAlarmNames({
  deploymentConfig,
  endpointName: endpointName2
}) {
  const rollback = deploymentConfig?.autoRollbackConfiguration;
  if (rollback === void 0 || endpointName2 === void 0) return void 0;
  const { alarmNames = [], alarms = {} } = rollback;
  return pulumi69.all([pulumi69.output(alarmNames), endpointName2]).apply(
    guarded(([names, endpoint]) => [
      ...names,
      ...Object.keys(alarms).map((key2) => rollbackAlarmName(endpoint, key2))
    ])
  );
}
function hostedBuckets(args) {
  const { modelData, inferenceOutputs } = neededByHosting(args);
  const role = args.executionRole ?? {};
  const lists = [
    modelData,
    role.modelData ?? [],
    inferenceOutputs,
    role.inferenceOutputs ?? [],
    role.inferenceInputs ?? []
  ];
  const uris = lists.flatMap((list2) => Array.isArray(list2) ? list2 : [list2]);
  const isText2 = (uri) => typeof uri === "string";
  if (uris.every(isText2)) return bucketsOf(uris);
  return pulumi69.all(lists).apply(guarded((known) => bucketsOf(known.flat())));
}
var BUCKET_OF_URI = new RegExp(`^s3://(${checks_exports.S3_BUCKET})(/|$)`, "su");
function bucketsOf(uris) {
  return [...new Set(uris.flatMap((uri) => BUCKET_OF_URI.exec(uri)?.[1] ?? []))];
}
var isS3Uri = (url) => url.startsWith("s3://");
function dataContainers(args) {
  return args.models === void 0 ? [args] : Object.values(args.models).flatMap(({ containers }) => containers);
}
var dataOf = ({ modelDataUrl: modelDataUrl2, modelDataSource, additionalModelDataSources = {} }) => given2([
  modelDataUrl2,
  modelDataSource?.s3Uri,
  ...Object.values(additionalModelDataSources).map(({ s3Uri }) => s3Uri)
]);
var given2 = (values) => values.filter((value) => value !== void 0);

// components/private-inference/images.ts
var pulumi70 = __toESM(require("@pulumi/pulumi"));
function givenContainers2(args) {
  if (args.image !== void 0) {
    return [{ path: "image", container: { image: args.image } }];
  }
  return Object.entries(args.models ?? {}).flatMap(
    ([name2, model]) => model.containers.map((container, index) => ({
      path: `${propertyPathOf("models", name2)}.containers[${index}].image`,
      container
    }))
  );
}
function registryOf(image2) {
  try {
    return parseReference(image2).registry;
  } catch (error) {
    if (error instanceof InvalidReferenceError) return void 0;
    throw error;
  }
}
function strayImages(containers, expected) {
  const known = containers.flatMap(({ path, container: { image: image2 } }) => {
    const registry = typeof image2 === "string" ? registryOf(image2) : void 0;
    return registry === void 0 ? [] : [{ path, image: image2, registry }];
  });
  const home = expected ?? known[0]?.registry;
  return home === void 0 ? [] : known.filter(({ registry }) => registry !== home).map((each3) => ({ ...each3, expected: home }));
}
function openedRepositories(containers) {
  return containers.flatMap(
    ({ path, container: { image: image2 } }) => typeof image2 === "string" && registryOf(image2) !== void 0 ? [{ path, reason: openedRepositoryProblem(parseReference(image2).repository) }] : []
  );
}
function commonRegistry(containers, failure) {
  return pulumi70.all(containers.map(({ container }) => container.image)).apply(
    guarded((images) => {
      const registries = images.map(
        (image2, index) => knownRegistry(containers[index]?.path ?? "image", image2, failure)
      );
      const [registry = ""] = registries;
      const stray = registries.findIndex((each3) => each3 !== registry);
      if (stray < 0) return registry;
      const strayPath = containers[stray]?.path ?? "image";
      throw failure(
        strayPath,
        `is in ${registries[stray] ?? ""}, but all images must be in one registry, as the first in ${registry}`
      );
    })
  );
}
function knownRegistry(path, image2, failure) {
  try {
    const { registry } = parseReference(image2);
    const reason = checks_exports.registryHostname(registry);
    if (reason === void 0) return registry;
    throw failure(path, `is in a registry whose name ${reason}`);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    throw failure(path, `is no image reference: its ${error.part} is refused`);
  }
}

// components/private-inference/part-checks.ts
var pulumi73 = __toESM(require("@pulumi/pulumi"));

// components/private-inference/publishing-args.ts
var pulumi72 = __toESM(require("@pulumi/pulumi"));

// components/private-inference/part-args.ts
var pulumi71 = __toESM(require("@pulumi/pulumi"));
function commonArgs(args) {
  const { tags: tags2, kmsKeyArn: kmsKeyArn2, permissionsBoundaryArn, rolePath: rolePath2, logRetentionInDays: logRetentionInDays2 } = args;
  return { tags: tags2, kmsKeyArn: kmsKeyArn2, permissionsBoundaryArn, rolePath: rolePath2, logRetentionInDays: logRetentionInDays2 };
}
var isAnonymous = (args) => args.registry?.anonymous === true;
var isAdopted = (args) => args.network?.vpcId !== void 0;
var hasInternet = (args) => !isAdopted(args) && (args.network?.internetAccess ?? InternetAccess.None) !== InternetAccess.None;
function makesInterfaceEndpoints(args) {
  const closed = !isAdopted(args) && !hasInternet(args);
  const others = args.network?.interfaceEndpoints ?? {};
  const hasOwn = closed && CLOSED_VPC_SERVICES.some((service) => others[service] !== false);
  return hasOwn || Object.values(others).includes(true);
}
function lambdaRoute(args) {
  if (args.network?.lambdaRoute?.kind !== void 0) return args.network.lambdaRoute.kind;
  return isAdopted(args) || isAnonymous(args) ? LambdaRouteKind.Provided : LambdaRouteKind.Create;
}
function networkArgs(args) {
  const { network = {}, tags: tags2 } = args;
  return {
    tags: tags2,
    ...network,
    ...s3Buckets(args),
    lambdaRoute: { ...network.lambdaRoute, kind: lambdaRoute(args) }
  };
}
function s3Buckets(args) {
  const { s3EndpointPolicyJson, s3BucketNames } = args.network ?? {};
  if (!makesS3Endpoint(args) || s3EndpointPolicyJson !== void 0 || !usesS3(args)) return {};
  const hosted = hostedBuckets(args);
  if (s3BucketNames === void 0) return { s3BucketNames: hosted };
  if (Array.isArray(s3BucketNames) && Array.isArray(hosted)) {
    return { s3BucketNames: [...s3BucketNames, ...hosted] };
  }
  return {
    s3BucketNames: pulumi71.all([s3BucketNames, hosted]).apply(guarded((lists) => lists.flat()))
  };
}
function hostArgs(args, network) {
  if (args.newRegistry === void 0) return void 0;
  const { credentialsFunction: _, ...newRegistry } = args.newRegistry;
  const ways = {
    ...hasInternet(args) ? { internetEgress: true } : {},
    ...makesInterfaceEndpoints(args) ? { endpointSecurityGroupId: network.endpointSecurityGroupId } : {}
  };
  return {
    ...commonArgs(args),
    ...ways,
    s3PrefixListId: makesS3Endpoint(args) ? network.s3PrefixListId : void 0,
    ...newRegistry,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds
  };
}
function accessArgs(args, network, host, registryHostname3, s3PrefixListId) {
  const registry = host === void 0 ? { ...args.registry, registryHostname: registryHostname3 } : {
    registryHostname: host.registryHostname,
    clientSecurityGroupIds: [host.pullClientSecurityGroupId],
    credentialsSecretArn: host.pullCredentialsSecretArn,
    credentialsKmsKeyArn: args.kmsKeyArn,
    credentialsFunction: args.newRegistry?.credentialsFunction,
    alarmTopicArns: args.newRegistry?.alarmTopicArns
  };
  return {
    ...commonArgs(args),
    ...registry,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    lambdaAccess: isAnonymous(args) ? args.lambdaAccess : lambdaAccess(args, network),
    s3PrefixListId: reachesS3(args) ? s3PrefixListId : void 0,
    securityGroupIds: args.securityGroupIds,
    preflight: preflightFunction(args.preflight)
  };
}
function preflightFunction(preflight) {
  if (preflight === void 0) return void 0;
  const { severities: _, intervalInMinutes: __, ...settings } = preflight;
  return settings;
}
function endpointPreflight({ preflight = {} }, access) {
  const { enabled = true, scheduled = true, severities, intervalInMinutes, alarmTopicArns } = preflight;
  if (!enabled) return {};
  return {
    preflightFunctionArn: access.preflightFunctionArn,
    preflightScheduleRoleArn: scheduled ? access.preflightScheduleRoleArn : void 0,
    // Without a schedule the function's part has refused the topics.
    preflight: { severities, ...scheduled ? { intervalInMinutes, alarmTopicArns } : {} }
  };
}
function lambdaAccess(args, network) {
  const kind = lambdaRoute(args);
  const endpoint = network.lambdaEndpointSecurityGroupId;
  switch (kind) {
    case LambdaRouteKind.Create:
    case LambdaRouteKind.PrivateZone:
    case LambdaRouteKind.ExternalDns:
      return { kind, securityGroupId: endpoint, admitModels: true, ...args.lambdaAccess };
    case LambdaRouteKind.Adopt:
      return { kind, securityGroupId: endpoint, ...args.lambdaAccess };
    case LambdaRouteKind.Provided:
      return { kind, ...hasInternet(args) ? { internet: true } : {}, ...args.lambdaAccess };
  }
}
var makesS3Endpoint = (args) => args.network?.s3Endpoint ?? !isAdopted(args);
function reachesS3(args) {
  const redirects = args.newRegistry?.blobRedirects ?? false;
  return args.s3Access ?? (redirects !== false || usesS3(args));
}
function lookUpS3PrefixList(parent) {
  const name2 = lookUpPlacement(parent).apply(guarded(({ region }) => `com.amazonaws.${region}.s3`));
  return lookUp(LOOKUPS.managedPrefixList, { name: name2 }, parent).id;
}
function roleArgs(args, access) {
  const { tags: tags2, permissionsBoundaryArn, rolePath: rolePath2 } = args;
  const { ssmAccess } = neededByHosting(args);
  return {
    tags: tags2,
    permissionsBoundaryArn,
    rolePath: rolePath2,
    ssmAccess: ssmAccess.length === 0 ? void 0 : pulumi71.all([...ssmAccess]).apply(guarded((each3) => each3.includes(true))),
    ...args.executionRole,
    credentialsProviderArns: credentialsProviders(args, access),
    subnetIds: access.subnetIds,
    // An output, because the endpoint checks the name.
    endpointNames: args.endpointName === void 0 ? void 0 : [pulumi71.output(args.endpointName)]
  };
}
function credentialsProviders(args, access) {
  const ofContainers = givenContainers2(args).map(({ container }) => container.credentialsProviderArn);
  const ofRegistry = isAnonymous(args) ? [] : [access.credentialsProviderArn];
  return pulumi71.all([...ofRegistry, ...ofContainers]).apply(guarded((arns) => arns.filter((arn2) => arn2 !== void 0)));
}
function endpointArgs(args, access, executionRoleArn2, publishedImage, host) {
  const { environment, modelDataUrl: modelDataUrl2, modelDataSource, enableNetworkIsolation, models } = args;
  const { instanceType: instanceType3, initialInstanceCount: initialInstanceCount2, variants, shadowVariants, endpointName: endpointName2 } = args;
  const { dataCapture, asyncInference, scaling: scaling2, deploymentConfig, tags: tags2, kmsKeyArn: kmsKeyArn2 } = args;
  const hosting = {
    image: publishedImage ?? args.image,
    environment,
    modelDataUrl: modelDataUrl2,
    modelDataSource,
    enableNetworkIsolation,
    models,
    instanceType: instanceType3,
    initialInstanceCount: initialInstanceCount2,
    scaling: scaling2,
    variants,
    shadowVariants,
    dataCapture,
    asyncInference,
    deploymentConfig,
    monitoring: endpointMonitoring(args, host),
    endpointName: endpointName2
  };
  return {
    ...hosting,
    tags: tags2,
    kmsKeyArn: kmsKeyArn2,
    executionRoleArn: executionRoleArn2,
    subnetIds: access.subnetIds,
    securityGroupIds: access.securityGroupIds,
    credentialsProviderArn: isAnonymous(args) ? void 0 : access.credentialsProviderArn,
    ...endpointPreflight(args, access)
  };
}
function endpointMonitoring({ monitoring }, host) {
  const { dashboard } = monitoring ?? {};
  if (dashboard === void 0 || dashboard.registry !== void 0 || host === void 0) return monitoring;
  const { loadBalancerArn, clusterArn, pullServiceName } = host;
  return {
    ...monitoring,
    dashboard: { ...dashboard, registry: { loadBalancerArn, clusterArn, pullServiceName } }
  };
}

// components/private-inference/publishing-args.ts
function publisherArgs(args, network, host, newRegistry, s3PrefixListId) {
  const { endpointSecurityGroupId, internetEgress } = newRegistry ?? { internetEgress: true };
  const { sourceRegistries, stagingFunction, stagingMemoryInMb } = args.publish ?? {};
  const {
    memoryInMb,
    functionArchitecture,
    codeSigningConfigArn,
    reservedConcurrency,
    bucketLogsBucketName
  } = args.publish ?? {};
  return {
    ...commonArgs(args),
    pushUrl: host.pushUrl,
    registryHostname: host.registryHostname,
    pushCredentialsSecretArn: host.pushCredentialsSecretArn,
    pushCredentialsKmsKeyArn: args.kmsKeyArn,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    pushClientSecurityGroupIds: [host.pushClientSecurityGroupId],
    // The function reaches Secrets Manager as the registry's tasks do.
    endpointSecurityGroupId,
    internetEgress,
    s3PrefixListId,
    sourceRegistries: sourceRegistries ?? anonymousSource(args.publish),
    stagingFunction,
    stagingMemoryInMb,
    memoryInMb,
    functionArchitecture,
    codeSigningConfigArn,
    reservedConcurrency,
    bucketLogsBucketName
  };
}
function anonymousSource(publish) {
  const source = publish?.source;
  const registry = typeof source === "string" ? registryOf(source) : void 0;
  return registry === void 0 ? void 0 : { [registry]: {} };
}
function publishedImageArgs(args, { archive, source, image: image2, repository: repository2, tag: tag2, platform: platform2, mediaTypes, recompressZstd }, publisher) {
  const instanceType3 = args.instanceType ?? Object.values(args.variants ?? {})[0]?.instanceType;
  const delivered = {
    archive,
    source,
    image: image2,
    repository: repository2,
    tag: tag2,
    // One platform of an image for several is another manifest: an image of another registry stays as it is.
    platform: platform2 ?? (instanceType3 === void 0 || source !== void 0 ? void 0 : pulumi72.output(instanceType3).apply(guarded(platformOf))),
    mediaTypes,
    recompressZstd
  };
  return {
    // No tags: S3 takes fewer for an object than for its bucket, which carries them all.
    ...delivered,
    functionName: publisher.functionName,
    stagingFunctionName: source === void 0 ? void 0 : publisher.stagingFunctionName,
    bucketName: publisher.bucketName,
    registryHostname: publisher.registryHostname
  };
}

// components/private-inference/part-checks.ts
var SHARED = {
  name: "name",
  tags: "tags",
  kmsKeyArn: "kmsKeyArn",
  permissionsBoundaryArn: "permissionsBoundaryArn",
  rolePath: "rolePath",
  logRetentionInDays: "logRetentionInDays"
};
var IN_NETWORK = { ...SHARED, vpcId: "network.vpcId", subnetIds: "network.subnetIds" };
var PATHS = {
  network: { ...SHARED, "": "network" },
  registry: { ...IN_NETWORK, "": "newRegistry" },
  publisher: {
    ...IN_NETWORK,
    pushCredentialsKmsKeyArn: "kmsKeyArn",
    endpointSecurityGroupId: "newRegistry.endpointSecurityGroupId",
    internetEgress: "newRegistry.internetEgress",
    s3PrefixListId: "newRegistry.s3PrefixListId",
    "": "publish"
  },
  image: { ...SHARED, "": "publish" },
  access: {
    ...IN_NETWORK,
    securityGroupIds: "securityGroupIds",
    preflight: "preflight",
    lambdaAccess: "lambdaAccess",
    "": "registry"
  },
  role: { ...SHARED, "": "executionRole" },
  endpoint: { ...IN_NETWORK, "": "" }
};
var ACCESS_TO_NEW_REGISTRY = { ...PATHS.access, credentialsKmsKeyArn: "kmsKeyArn", "": "newRegistry" };
function checkParts(validation, name2, args, isChosen) {
  const part2 = (check, logicalName, given3, paths, later) => {
    const checked = validation.part(check, logicalName, given3, paths);
    return { args: checked, create: (make2) => later.resolve(make2(logicalName, checked)) };
  };
  const network = laterOutputs();
  const host = laterOutputs();
  const publisher = laterOutputs();
  const image2 = laterOutputs();
  const access = laterOutputs();
  const role = laterOutputs();
  const [registryHostname3, resolveHostname] = pulumi73.deferredOutput();
  const [foundPrefixList, resolvePrefixList] = pulumi73.deferredOutput();
  const { publish } = args;
  const newRegistry = isChosen ? hostArgs(args, network.outputs) : void 0;
  const madeHost = newRegistry && host.outputs;
  const needsPrefixList = publish !== void 0 || reachesS3(args);
  const s3PrefixListId = makesS3Endpoint(args) ? network.outputs.s3PrefixListId : foundPrefixList;
  return {
    network: part2(validate4, `${name2}-network`, networkArgs(args), PATHS.network, network),
    registry: newRegistry && part2(checkArgs, `${name2}-registry`, newRegistry, PATHS.registry, host),
    access: part2(
      isChosen ? validate5 : () => void 0,
      `${name2}-access`,
      accessArgs(args, network.outputs, madeHost, registryHostname3, s3PrefixListId),
      newRegistry === void 0 ? PATHS.access : ACCESS_TO_NEW_REGISTRY,
      access
    ),
    publisher: publish && part2(
      validatePublisher,
      `${name2}-publisher`,
      publisherArgs(args, network.outputs, host.outputs, newRegistry, s3PrefixListId),
      PATHS.publisher,
      publisher
    ),
    image: publish && part2(
      validate2,
      `${name2}-image`,
      publishedImageArgs(args, publish, publisher.outputs),
      PATHS.image,
      image2
    ),
    role: part2(
      (logicalName, given3, of) => validate(logicalName, given3, of, requiredLists(args)),
      `${name2}-role`,
      roleArgs(args, access.outputs),
      PATHS.role,
      role
    ),
    endpoint: part2(
      checkHosting,
      name2,
      endpointArgs(args, access.outputs, role.outputs.roleArn, publish && image2.outputs.reference, madeHost),
      PATHS.endpoint,
      laterOutputs()
    ),
    /** Resolves what the parts' arguments contain besides outputs of other parts. */
    resolveOthers: (parent) => {
      if (newRegistry === void 0) {
        resolveHostname(commonRegistry(givenContainers2(args), validation.failure));
      }
      if (needsPrefixList && !makesS3Endpoint(args)) resolvePrefixList(lookUpS3PrefixList(parent));
    }
  };
}

// components/private-inference/publish-checks.ts
function validatePublish(validation, args) {
  if (args.publish === void 0) return;
  for (const property2 of ["image", "models"]) {
    if (args[property2] !== void 0) {
      validation.problem(
        property2,
        "cannot be combined with publish, which delivers the one image: remove one of them"
      );
    }
  }
  const { source, sourceRegistries } = args.publish;
  if (source !== void 0 && typeof source !== "string" && sourceRegistries === void 0) {
    validation.problem(
      "publish.sourceRegistries",
      "is missing: publish.source is known only at deployment, so name its registry here"
    );
  }
  if (source === void 0 && sourceRegistries !== void 0) {
    validation.problem(
      "publish.sourceRegistries",
      "is about an image of another registry, but publish.source names none: give it, or leave this out"
    );
  }
  const home = typeof source === "string" ? registryOf(source) : void 0;
  for (const registry of Object.keys(sourceRegistries ?? {})) {
    const fullName2 = registryOf(`${registry}/namespace/repository`);
    if (home === void 0 || fullName2 === void 0 || fullName2 === home) continue;
    validation.problem(
      propertyPathOf("publish.sourceRegistries", registry),
      `is not the registry of publish.source, which is ${home}: name that one, or leave this out`
    );
  }
  const { repository: repository2 } = args.publish;
  if (args.newRegistry !== void 0 && typeof repository2 === "string") {
    validation.problem("publish.repository", openedRepositoryProblem(repository2));
  }
  if (args.newRegistry === void 0) {
    validation.problem(
      "publish",
      "delivers into a new registry, but newRegistry is not given: push the image yourself and give `image`, or use ImagePublisher and PublishedImage for a registry that exists"
    );
  }
}

// components/private-inference/checks.ts
function validate6(name2, given3, opts) {
  const validation = new Validation(`PrivateInference ${JSON.stringify(name2)}`);
  const args = validation.form("PrivateInference", given3, REFUSED_NAMES);
  refuseCustomTimeouts(validation, opts);
  const registries = ["registry", "newRegistry"].filter(
    (property2) => args[property2] !== void 0
  );
  const isChosen = registries.length === 1;
  if (!isChosen && (registries.length > 0 || args.publish === void 0)) {
    validation.problem(
      "registry",
      `${registries.length === 0 ? "is missing, and so is newRegistry" : "cannot be combined with newRegistry"}: give exactly one, registry for one that exists or newRegistry to have one made`
    );
  }
  if (isChosen) validateRegistry(validation, args);
  validateModelData(validation, args);
  validateInferenceInputs(validation, args);
  validatePublish(validation, args);
  if (isChosen) validateEndpoints(validation, args);
  validatePreflight2(validation, args);
  if (args.registry?.anonymous === true && args.lambdaAccess !== void 0) {
    validation.problem(
      "lambdaAccess",
      "is given, but an anonymous registry needs no credentials: leave it out"
    );
  }
  const parts = checkParts(validation, name2, args, isChosen);
  validation.throwIfInvalid();
  return { checked: args, parts };
}
function validateRegistry(validation, args) {
  const containers = givenContainers2(args);
  const domainName2 = args.newRegistry?.domainName;
  const expected = typeof domainName2 === "string" ? domainName2 : void 0;
  for (const { path, registry, expected: home } of strayImages(containers, expected)) {
    validation.problem(
      path,
      args.newRegistry === void 0 ? `is in ${registry}, but all images must be in one registry, as the first in ${home}: use a RegistryAccess for each registry and a ModelEndpoint in place of this component` : `is in ${registry}, but the new registry is ${home}: name the image ${home}/\u2026`
    );
  }
  if (args.newRegistry === void 0) return;
  for (const { path, reason } of openedRepositories(containers)) validation.problem(path, reason);
}
function validateModelData(validation, args) {
  if (args.executionRole?.modelData !== void 0) return;
  const isHttps = (url) => typeof url === "string" && !url.startsWith("s3://") && modelDataUrl(url) === void 0;
  if (dataContainers(args).some((container) => isHttps(container.modelDataUrl))) {
    validation.problem(
      "executionRole.modelData",
      "is missing: give the model data's URL as s3://bucket/key, or say here which S3 URIs the role may read"
    );
  }
}
function validateInferenceInputs(validation, args) {
  const { asyncInference, executionRole = {} } = args;
  const { roleArn: roleArn2, inferenceInputs } = executionRole;
  if (asyncInference === void 0 || roleArn2 !== void 0 || inferenceInputs !== void 0) return;
  validation.problem(
    "executionRole.inferenceInputs",
    "is missing, but asynchronous requests name their input in S3, which the role must read: give its prefixes, as s3://bucket/requests/"
  );
}
function validateEndpoints(validation, args) {
  const { network = {}, newRegistry } = args;
  const closed = network.vpcId === void 0 && (network.internetAccess ?? InternetAccess.None) === InternetAccess.None;
  if (newRegistry === void 0 || newRegistry.egressCidrBlocks !== void 0 || !closed) return;
  for (const service of CLOSED_VPC_SERVICES) {
    if (network.interfaceEndpoints?.[service] !== false) continue;
    validation.problem(
      `network.interfaceEndpoints["${service}"]`,
      "is false, but the new registry's tasks need it in a VPC without a way to the internet: leave it out, or name the way there in newRegistry.egressCidrBlocks"
    );
  }
  if (network.s3Endpoint === false) {
    validation.problem(
      "network.s3Endpoint",
      "is false, but the new registry keeps its images in S3: leave it out"
    );
  }
}
function validatePreflight2(validation, { preflight = {} }) {
  for (const property2 of ["severities", "intervalInMinutes"]) {
    if (preflight.enabled !== false || preflight[property2] === void 0) continue;
    validation.problem(
      `preflight.${property2}`,
      "is about the preflight, but preflight.enabled is false: leave it out"
    );
  }
  if (preflight.enabled !== false && preflight.scheduled === false && preflight.intervalInMinutes !== void 0) {
    validation.problem(
      "preflight.intervalInMinutes",
      "is about preflights on a schedule, but preflight.scheduled is false: leave it out"
    );
  }
}

// components/private-inference/private-inference.ts
var PrivateInference = class extends pulumi74.ComponentResource {
  /** Name of the endpoint, which callers of InvokeEndpoint use; resolves when the endpoint is in service. */
  endpointName;
  /** ARN of the endpoint; resolves when the endpoint is in service. */
  endpointArn;
  /** Name of the endpoint configuration that the endpoint uses. */
  endpointConfigName;
  /** Names of the SageMaker models, by the models' names in `models`; `model` is the one made of `image`. */
  modelNames;
  /** The images of each model's containers, in their order, by the models' names in `models`. */
  imageReferences;
  /** The endpoint's metrics in CloudWatch, for alarms and dashboards of your own. */
  metrics;
  /** The IAM policy, as JSON, of those who call the endpoint: it allows InvokeEndpoint in all its forms, on this endpoint alone. */
  invokePolicyJson;
  /** Id of the models' VPC. */
  vpcId;
  /** Ids of the models' subnets. */
  subnetIds;
  /** Ids of all security groups that the models carry. */
  securityGroupIds;
  /** Id of the models' own security group, for rules elsewhere that admit them. */
  modelSecurityGroupId;
  /** The name of the Lambda API that must lead to Lambda from the models' subnets. */
  lambdaHostname;
  /** DNS name of the endpoint to which a DNS of another provider maps `lambdaHostname`; absent where the route is provided. */
  lambdaEndpointDnsName;
  /** ARN of the function that returns the registry's credentials; absent for a registry without authentication. */
  credentialsProviderArn;
  /** Name of the function that performs the pull beforehand; absent where none is made. */
  preflightFunctionName;
  /** ARN of the role that SageMaker assumes for the models. */
  executionRoleArn;
  /** The IAM policy, as JSON, of all that SageMaker does with that role: what a role that exists must allow. */
  requiredPolicyJson;
  /** The registry's name, with which image references begin. */
  registryHostname;
  /** The URL to push images to; absent for a registry that exists. */
  pushUrl;
  /** ARN of the secret with the credentials to push with; absent for a registry that exists. */
  pushCredentialsSecretArn;
  /** Id of the security group that lets whoever carries it push; absent for a registry that exists. */
  pushClientSecurityGroupId;
  constructor(name2, args, opts) {
    const { checked, parts } = validate6(name2, args, opts);
    super("sagemaker-private-registry:index:PrivateInference", name2, {}, onceImageIsChecked(parts, opts));
    const networkOptions = { parent: this, ...protectionOf(checked) };
    const network = parts.network.create((part2, of) => new RegistryNetwork(part2, of, networkOptions));
    const afterNetwork = { parent: this, dependsOn: [network] };
    const host = parts.registry?.create((part2, of) => new RegistryHost(part2, of, afterNetwork));
    parts.resolveOthers(this);
    parts.publisher?.create((part2, of) => new ImagePublisher(part2, of, afterNetwork));
    const made = host === void 0 ? [] : [host];
    parts.image?.create((part2, of) => new PublishedImage(part2, of, { parent: this, dependsOn: made }));
    const access = parts.access.create((part2, of) => new RegistryAccess(part2, of, { parent: this }));
    const role = parts.role.create((part2, of) => new ExecutionRole(part2, of, { parent: this }));
    const hosting = { parent: this, dependsOn: [network, ...made, access, role] };
    const endpoint = parts.endpoint.create((part2, of) => new ModelEndpoint(part2, of, hosting));
    this.endpointName = endpoint.endpointName;
    this.endpointArn = endpoint.endpointArn;
    this.endpointConfigName = endpoint.endpointConfigName;
    this.modelNames = endpoint.modelNames;
    this.imageReferences = endpoint.imageReferences;
    this.metrics = endpoint.metrics;
    this.invokePolicyJson = endpoint.invokePolicyJson;
    this.vpcId = network.vpcId;
    this.subnetIds = access.subnetIds;
    this.securityGroupIds = access.securityGroupIds;
    this.modelSecurityGroupId = access.modelSecurityGroupId;
    this.lambdaHostname = network.lambdaHostname;
    this.lambdaEndpointDnsName = network.lambdaEndpointDnsName;
    this.credentialsProviderArn = access.credentialsProviderArn;
    this.preflightFunctionName = access.preflightFunctionName;
    this.executionRoleArn = role.roleArn;
    this.requiredPolicyJson = role.requiredPolicyJson;
    this.registryHostname = access.registryHostname;
    this.pushUrl = pulumi74.output(host?.pushUrl);
    this.pushCredentialsSecretArn = pulumi74.output(host?.pushCredentialsSecretArn);
    this.pushClientSecurityGroupId = pulumi74.output(host?.pushClientSecurityGroupId);
    this.registerOutputs({
      endpointName: this.endpointName,
      endpointArn: this.endpointArn,
      endpointConfigName: this.endpointConfigName,
      modelNames: this.modelNames,
      imageReferences: this.imageReferences,
      metrics: this.metrics,
      invokePolicyJson: this.invokePolicyJson,
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
      modelSecurityGroupId: this.modelSecurityGroupId,
      lambdaHostname: this.lambdaHostname,
      lambdaEndpointDnsName: this.lambdaEndpointDnsName,
      credentialsProviderArn: this.credentialsProviderArn,
      preflightFunctionName: this.preflightFunctionName,
      executionRoleArn: this.executionRoleArn,
      requiredPolicyJson: this.requiredPolicyJson,
      registryHostname: this.registryHostname,
      pushUrl: this.pushUrl,
      pushCredentialsSecretArn: this.pushCredentialsSecretArn,
      pushClientSecurityGroupId: this.pushClientSecurityGroupId
    });
  }
};
function protectionOf({ newRegistry }) {
  return newRegistry?.onDelete === OnDelete.Protect ? { protect: true } : {};
}
function onceImageIsChecked({ image: image2 }, opts) {
  if (image2 === void 0) return opts;
  const { givenArchive, archiveFile: archiveFile2 } = checkedArguments(validate2, "", image2.args);
  return { ...opts, dependsOn: onceChecked(givenArchive, archiveFile2, opts?.dependsOn) };
}

// sdk/schema.json
var schema_default = {
  description: "Serve Amazon SageMaker real-time endpoints from a private Docker registry in your VPC: no ECR for the model's image, no internet.",
  displayName: "SageMaker Private Registry",
  homepage: "https://github.com/OWNER/sagemaker-private-registry#readme",
  keywords: [
    "pulumi",
    "kind/component",
    "category/cloud",
    "aws",
    "sagemaker",
    "docker-registry",
    "oci",
    "private-registry",
    "inference"
  ],
  language: {
    csharp: {
      namespaces: {
        "sagemaker-private-registry": "PrivateRegistry"
      },
      packageReferences: {
        Pulumi: "3.*"
      },
      respectSchemaVersion: true,
      rootNamespace: "SageMaker"
    },
    go: {
      generateResourceContainerTypes: true,
      importBasePath: "github.com/OWNER/sagemaker-private-registry/sdk/go/sagemakerprivateregistry",
      respectSchemaVersion: true
    },
    java: {
      basePackage: "io.github.owner",
      buildFiles: "gradle"
    },
    nodejs: {
      dependencies: {
        "@pulumi/pulumi": "^3.248.0"
      },
      packageName: "sagemaker-private-registry-sdk",
      readme: "# sagemaker-private-registry\n\nServe Amazon SageMaker real-time endpoints from a private Docker registry in your VPC: no ECR for the model's image, no internet.\n\nGenerated by Pulumi from the schema of the package: do not edit. Documentation: https://github.com/OWNER/sagemaker-private-registry",
      respectSchemaVersion: true
    },
    python: {
      packageName: "pulumi_sagemaker_private_registry",
      pyproject: {
        enabled: true
      },
      pythonRequires: ">=3.10",
      readme: "# sagemaker-private-registry\n\nServe Amazon SageMaker real-time endpoints from a private Docker registry in your VPC: no ECR for the model's image, no internet.\n\nGenerated by Pulumi from the schema of the package: do not edit. Documentation: https://github.com/OWNER/sagemaker-private-registry",
      requires: {
        pulumi: ">=3.248.0,<4"
      },
      respectSchemaVersion: true
    }
  },
  license: "MIT",
  logoUrl: "https://github.com/OWNER/sagemaker-private-registry/raw/HEAD/sdk/logo.png",
  name: "sagemaker-private-registry",
  publisher: "The sagemaker-private-registry authors",
  repository: "https://github.com/OWNER/sagemaker-private-registry",
  resources: {
    "sagemaker-private-registry:index:CredentialsProvider": {
      description: "The Lambda function that SageMaker asks for a registry's credentials, over a secret in Secrets Manager. It keeps what it\nread for a minute, and serves it for at most 15 minutes while Secrets Manager fails: after a rotation the registry must\nknow the old password for that long.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
      inputProperties: {
        alarmTopicArns: {
          description: "ARNs of up to 5 SNS topics to notify when the function fails. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        credentials: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryCredentials",
          description: "The user and password; the component stores them in a new secret, encrypted with `kmsKeyArn`. Default: none.",
          plain: true
        },
        credentialsKmsKeyArn: {
          description: "ARN of the customer-managed KMS key that encrypts the secret of `credentialsSecretArn`. Default: AWS's own key, which\nneeds no permission.",
          type: "string"
        },
        credentialsSecretArn: {
          description: "ARN of the Secrets Manager secret that holds the credentials as a JSON object, complete with the six characters at its\nend. Default: a secret made of `credentials`.",
          type: "string"
        },
        function: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the function is run. Default: outside any VPC, unsigned and without reserved concurrency.",
          plain: true
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what the component stores (secrets, logs, objects). The key's policy must let CloudWatch\nLogs use it in this region, or no log group is made with it. Default: AWS-managed encryption.",
          type: "string"
        },
        logRetentionInDays: {
          description: "Days for which the component's log groups keep events, one of the values that CloudWatch Logs allows. Default: 30.",
          type: "integer"
        },
        passwordKey: {
          description: "The key of the secret's JSON object that holds the password or token. Default: `password`.",
          type: "string"
        },
        permissionsBoundaryArn: {
          description: "ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary.",
          type: "string"
        },
        rolePath: {
          description: "Path of every role the component makes, which begins and ends with a slash. Default: `/`.",
          type: "string"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        usernameKey: {
          description: "The key of the secret's JSON object that holds the user's name. Default: `username`.",
          type: "string"
        }
      },
      isComponent: true,
      properties: {
        credentialsKmsKeyArn: {
          description: "ARN of the customer-managed KMS key that encrypts the secret; nothing where AWS's own key does.",
          type: "string"
        },
        credentialsSecretArn: {
          description: "ARN of the secret; for one made here it resolves when the secret holds the credentials.",
          type: "string"
        },
        errorsAlarmName: {
          description: "Name of the alarm on the function's errors.",
          type: "string"
        },
        functionArn: {
          description: "ARN of the function, without a version or alias; it resolves when the function can read the secret.",
          type: "string"
        },
        functionName: {
          description: "Name of the function.",
          type: "string"
        },
        functionRoleArn: {
          description: "ARN of the function's role, for the policies of a secret or key in another account.",
          type: "string"
        },
        logGroupName: {
          description: "Name of the function's log group.",
          type: "string"
        }
      },
      required: [
        "credentialsSecretArn",
        "errorsAlarmName",
        "functionArn",
        "functionName",
        "functionRoleArn",
        "logGroupName"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ExecutionRole": {
      description: "The role that SageMaker assumes for models whose images are in a private registry, with least privilege. It opens the\npasswords of all registries whose functions it may invoke, so make one for each registry.",
      inputProperties: {
        additionalPolicyJson: {
          description: "An IAM policy, as JSON, of what the models' own code does in AWS with a role made here. Default: nothing.",
          type: "string"
        },
        credentialsProviderArns: {
          description: "ARNs of the Lambda functions that return the registries' credentials, exactly as in the models: with a version\nor alias if they have one there, without otherwise. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        endpointNames: {
          description: "Names of the endpoints whose log groups the role writes. Default: those of all endpoints of the account and region.",
          items: {
            type: "string"
          },
          type: "array"
        },
        inferenceInputs: {
          description: "S3 URIs of what asynchronous requests are about: an object, or all objects below a prefix that ends in a slash, for\nexample `s3://bucket/requests/`. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        inferenceOutputKmsKeyArns: {
          description: "ARNs of the customer-managed KMS keys that encrypt what SageMaker writes there. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        inferenceOutputs: {
          description: "S3 URIs of buckets or prefixes below which SageMaker writes captured data, responses to asynchronous requests and core\ndumps, for example `s3://bucket/captured`. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        managedPolicyArns: {
          additionalProperties: {
            type: "string"
          },
          description: "ARNs of up to 20 managed policies to attach to a role made here, each under a name of your choice. An account allows 10 a\nrole unless its quota is raised. Default: none.",
          plain: true,
          type: "object"
        },
        modelData: {
          description: "S3 URIs of the model data to be read: an object, for example `s3://bucket/fraud/model.tar.gz`, or all objects below a\nprefix that ends in a slash, for example `s3://bucket/fraud/`. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        modelDataKmsKeyArns: {
          description: "ARNs of the customer-managed KMS keys that encrypt the model data and the inputs of asynchronous requests. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        notificationTopicArns: {
          description: "ARNs of the SNS topics to notify of asynchronous requests. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        permissionsBoundaryArn: {
          description: "ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary.",
          type: "string"
        },
        roleArn: {
          description: "ARN of a role that exists and is used as it is: then nothing is made, and the output `requiredPolicyJson` says what it\nmust allow. Default: a role is created.",
          type: "string"
        },
        rolePath: {
          description: "Path of every role the component makes, which begins and ends with a slash. Default: `/`.",
          type: "string"
        },
        rollbackAlarmNames: {
          description: "Names of the CloudWatch alarms that roll updates of the endpoint back, in this account and region: SageMaker looks at them\nwith this role. Default: none.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
          items: {
            type: "string"
          },
          type: "array"
        },
        ssmAccess: {
          description: "Whether AWS Systems Manager opens sessions in the containers, for variants with `enableSsmAccess`. Default: `false`.",
          type: "boolean"
        },
        subnetIds: {
          description: "Ids of the models' subnets. The role creates and deletes network interfaces in these subnets only. Default: all subnets of\nthe region.",
          items: {
            type: "string"
          },
          type: "array"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        volumeKmsKeyArns: {
          description: "ARNs of the customer-managed KMS keys that encrypt the volumes of the endpoint's instances, such as `kmsKeyArn` of a\nModelEndpoint. Default: none.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
          items: {
            type: "string"
          },
          type: "array"
        }
      },
      isComponent: true,
      properties: {
        requiredPolicyJson: {
          description: "The IAM policy, as JSON, of all that SageMaker does with the role: what a role that exists must allow.",
          type: "string"
        },
        roleArn: {
          description: "ARN of the role; for one made here it resolves only when every policy is attached.",
          type: "string"
        },
        roleName: {
          description: "Name of the role, without its path.",
          type: "string"
        }
      },
      required: [
        "requiredPolicyJson",
        "roleArn",
        "roleName"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ImagePublisher": {
      description: "What delivers images into one registry that only its VPC can reach, once per registry: a bucket that takes archives,\nand a function in the VPC that streams them from there into the registry. For images of other registries, a second\nfunction outside the VPC streams them into that bucket first. `PublishedImage` uses all of them.",
      inputProperties: {
        bucketLogsBucketName: {
          description: "Name of the bucket that gets the access logs of the bucket through which images are delivered. Default: no access logs.",
          type: "string"
        },
        codeSigningConfigArn: {
          description: "ARN of the code-signing configuration that the function is deployed under. Default: none.",
          type: "string"
        },
        endpointSecurityGroupId: {
          description: "Id of the security group of the VPC's interface endpoint for Secrets Manager, to which a rule is added that admits the\nfunction. Default: none.",
          type: "string"
        },
        functionArchitecture: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionArchitecture",
          description: "Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`."
        },
        internetEgress: {
          description: "Whether the function may reach any address on port 443, where S3, Secrets Manager or the registry are on the internet.\nDefault: `false`.",
          plain: true,
          type: "boolean"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what the component stores (secrets, logs, objects). The key's policy must let CloudWatch\nLogs use it in this region, or no log group is made with it. Default: AWS-managed encryption.",
          type: "string"
        },
        logRetentionInDays: {
          description: "Days for which the component's log groups keep events, one of the values that CloudWatch Logs allows. Default: 30.",
          type: "integer"
        },
        memoryInMb: {
          description: "Memory of the function in MB, with which its processors grow, 512 to 10240. Default: 2048.",
          type: "integer"
        },
        passwordKey: {
          description: "Key of the password in the secret's JSON object. Default: `password`.",
          type: "string"
        },
        permissionsBoundaryArn: {
          description: "ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary.",
          type: "string"
        },
        pushClientSecurityGroupIds: {
          description: "Ids of security groups whose carriers the registry admits, which the function carries, at most 3. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        pushCredentialsKmsKeyArn: {
          description: "ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key.",
          type: "string"
        },
        pushCredentialsSecretArn: {
          description: "ARN of the Secrets Manager secret with the credentials of a user who may push, as a JSON object. Required.",
          type: "string"
        },
        pushUrl: {
          description: "URL to push images to, `https://host[:port]`; credentials are sent nowhere else. Required.",
          type: "string"
        },
        registryCidrBlocks: {
          description: "CIDR blocks with the registry's addresses, IPv4 or IPv6, for a registry that admits no client groups. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        registryHostname: {
          description: "The registry's name as image references begin with it, `host[:port]`. Default: the host of `pushUrl` without its port.",
          type: "string"
        },
        reservedConcurrency: {
          description: "Reserved concurrency of the function, at least 1. Default: unreserved.",
          type: "integer"
        },
        rolePath: {
          description: "Path of every role the component makes, which begins and ends with a slash. Default: `/`.",
          type: "string"
        },
        s3PrefixListId: {
          description: "Id of the prefix list of S3, to which the VPC's gateway endpoint leads. Default: none.",
          type: "string"
        },
        sourceRegistries: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:SourceRegistry",
            plain: true
          },
          description: "The registries that images can be taken from, by their names as image references begin with them, `host[:port]`, and\n`docker.io` for Docker Hub. With them a second function is made, which brings images into the bucket. Default: none.",
          plain: true,
          type: "object"
        },
        stagingFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the function that brings images of those registries is run. In a VPC it also needs routes to the registries, to S3 and\nto Secrets Manager. Default: outside any VPC, where it reaches the internet, without reserved concurrency.",
          plain: true
        },
        stagingMemoryInMb: {
          description: "Memory of that function in MB, with which its processors and its network grow, 512 to 10240. Default: 2048.",
          type: "integer"
        },
        stagingTimeoutInSeconds: {
          description: "Seconds after which that function stops; the next deployment continues. From 60 to 900. Default: 900.",
          type: "integer"
        },
        subnetIds: {
          description: "Ids of the 1 to 16 subnets for the function's network interfaces.",
          items: {
            type: "string"
          },
          type: "array"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        timeoutInSeconds: {
          description: "Seconds after which one publication stops; the next one continues it. From 60 to 900. Default: 900.",
          type: "integer"
        },
        usernameKey: {
          description: "Key of the user name in the secret's JSON object. Default: `username`.",
          type: "string"
        },
        vpcId: {
          description: "Id of the VPC from which the registry can be reached.",
          type: "string"
        }
      },
      isComponent: true,
      properties: {
        bucketName: {
          description: "Name of the bucket through which images are delivered; resolves when the bucket is protected, encrypted and keeps versions.",
          type: "string"
        },
        functionArn: {
          description: "ARN of the function; resolves when the function can do its work.",
          type: "string"
        },
        functionName: {
          description: "Name of the function; resolves when the function can do its work.",
          type: "string"
        },
        functionRoleArn: {
          description: "ARN of the function's role.",
          type: "string"
        },
        logGroupName: {
          description: "Name of the function's log group.",
          type: "string"
        },
        registryHostname: {
          description: "The registry's name as image references begin with it: the name that images are pulled by.",
          type: "string"
        },
        securityGroupId: {
          description: "Id of the function's own security group, for rules elsewhere that admit it.",
          type: "string"
        },
        stagingFunctionArn: {
          description: "ARN of that function, which resolves when it can do its work; absent where no such registry is named.",
          type: "string"
        },
        stagingFunctionName: {
          description: "Name of the function that brings images of other registries, which resolves when it can do its work; absent where no such registry is named.",
          type: "string"
        },
        stagingFunctionRoleArn: {
          description: "ARN of that function's role, for the policy of a secret or key of another account; absent where no such registry is named.",
          type: "string"
        },
        stagingLogGroupName: {
          description: "Name of that function's log group; absent where no such registry is named.",
          type: "string"
        }
      },
      required: [
        "bucketName",
        "functionArn",
        "functionName",
        "functionRoleArn",
        "logGroupName",
        "registryHostname",
        "securityGroupId"
      ],
      requiredInputs: [
        "subnetIds",
        "vpcId"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ModelEndpoint": {
      description: "A SageMaker real-time endpoint whose images come from a private Docker registry in its VPC: models, endpoint\nconfiguration and endpoint, and the preflights of its images. It takes flat ids, also those of another stack.\n\nModels and configurations cannot be changed at AWS: a change makes new ones, updates the endpoint in place, and\ndeletes the old ones last. The endpoint keeps its name and answers all the while.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
      inputProperties: {
        asyncInference: {
          $ref: "#/types/sagemaker-private-registry:index:AsyncInference",
          description: "Asynchronous inference; the endpoint then accepts asynchronous requests only. Default: real-time inference.",
          plain: true
        },
        credentialsProviderArn: {
          description: "ARN of the Lambda function that returns the registry's credentials to SageMaker. Default: none, for a registry without\nauthentication.",
          type: "string"
        },
        dataCapture: {
          $ref: "#/types/sagemaker-private-registry:index:DataCapture",
          description: "Capture of requests and responses in S3. Default: none.",
          plain: true
        },
        deploymentConfig: {
          $ref: "#/types/sagemaker-private-registry:index:DeploymentConfig",
          description: "How updates of the endpoint are rolled out, and rolled back. Default: blue/green all at once, without a rollback.",
          plain: true
        },
        enableNetworkIsolation: {
          description: "Whether the container has no network access and no credentials. Only with `image`. Default: `false`.",
          type: "boolean"
        },
        endpointName: {
          description: "Name of the endpoint, which callers use: 1 to 63 letters, digits and hyphens. Default: the component's name, `-endpoint-` and\nseven digits of a hash of organization, project, stack and the component's place in it, so that a preview knows it and each\nstack has its own; an endpoint that exists keeps the name that it has. Another name means another endpoint. A deployment that\nwould create an endpoint of a name that exists fails before it asks SageMaker for one, and its preview warns.",
          type: "string"
        },
        environment: {
          additionalProperties: {
            type: "string"
          },
          description: "Environment of the one model's container, at most 100 variables and no secrets. Default: goes with `image`, empty.",
          type: "object"
        },
        executionRoleArn: {
          description: "ARN of the role that SageMaker assumes for the models; it must be allowed to invoke the credentials function.",
          type: "string"
        },
        image: {
          description: "The image of the endpoint's one model, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255\ncharacters; or by a tag, where there is a preflight, which finds the digest that the tag has when the deployment runs.\nEither this or `models` is required.",
          type: "string"
        },
        initialInstanceCount: {
          description: "Instances that the one variant starts with, at least 1; goes with `instanceType`. Default: 1, or what `scaling` leaves at\nleast.",
          type: "integer"
        },
        instanceType: {
          description: "Instance type of the endpoint's one variant, for example `ml.m5.large`. Either this or `variants` is required.",
          type: "string"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts the instances' volumes. The local storage that some instance types have instead of a\nvolume is encrypted by their hardware, not by this key. The key's policy must admit the execution role. Default: AWS's own\nkey.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
          type: "string"
        },
        modelDataSource: {
          $ref: "#/types/sagemaker-private-registry:index:ModelDataSource",
          description: "The one model's data in S3, packed or not, instead of `modelDataUrl`. Default: goes with `image`, none.",
          plain: true
        },
        modelDataUrl: {
          description: "The one model's data, the https or s3 URL of one .tar.gz file in this region. Default: goes with `image`, none.",
          type: "string"
        },
        models: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:HostedModel",
            plain: true
          },
          description: "The models that the endpoint serves, each by a name of its own that does not change. Default: one model named `model`,\nmade of `image`.",
          plain: true,
          type: "object"
        },
        monitoring: {
          $ref: "#/types/sagemaker-private-registry:index:EndpointMonitoring",
          description: "What is watched of the endpoint, and who is told. Default: nothing.",
          plain: true
        },
        preflight: {
          $ref: "#/types/sagemaker-private-registry:index:PreflightSettings",
          description: "Severities of the preflight's checks, and how often it is repeated. Default: hourly, with the default severity of each\ncheck.",
          plain: true
        },
        preflightFunctionArn: {
          description: "ARN of the function that pulls the images as SageMaker does before any model is made of them, `preflightFunctionArn` of a\nRegistryAccess that makes one. Without it images must be specified by digest. An output whose value is undefined is\nrefused. Default: none.",
          type: "string"
        },
        preflightScheduleRoleArn: {
          description: "ARN of the role by which EventBridge Scheduler calls that function, `preflightScheduleRoleArn` of a RegistryAccess that\nmakes one: with it every image that the endpoint serves is checked on a schedule, and an alarm tells of one that can no\nlonger be pulled. Leave it out where the RegistryAccess makes none. Default: no schedule.",
          type: "string"
        },
        scaling: {
          $ref: "#/types/sagemaker-private-registry:index:VariantScaling",
          description: "How the number of the one variant's instances follows its load. Default: goes with `instanceType`, no scaling.",
          plain: true
        },
        securityGroupIds: {
          description: "Ids of the models' security groups: 1 to 4, or 5 without `waitForNetworkInterfaces`; admitted by the registry on port 443.",
          items: {
            type: "string"
          },
          type: "array"
        },
        shadowVariants: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:ProductionVariant",
            plain: true
          },
          description: "A shadow variant by its name. It receives copies of the requests of the one production variant; its responses are not\nreturned to callers. Exactly one, not in addition to several variants, several containers in a model, models of mode `MultiModel`,\nasynchronous inference or `ml.inf1` instances. Default: none.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests.html",
          plain: true,
          type: "object"
        },
        subnetIds: {
          description: "Ids of the subnets of the models' network interfaces, from which images are pulled: 2 to 16, in at least two\navailability zones.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
          items: {
            type: "string"
          },
          type: "array"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        variants: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:ProductionVariant",
            plain: true
          },
          description: "The endpoint's variants, 1 to 10, each by its name. Default: one variant named `AllTraffic`, made of `instanceType`.",
          plain: true,
          type: "object"
        },
        waitForNetworkInterfaces: {
          description: "Whether a deletion waits until SageMaker has deleted the models' network interfaces. Default: true. SageMaker needs the\nrole, the groups and the subnets for it, some minutes longer than the endpoint exists. What makes the deletion wait is a\nsecurity group without rules, which the models carry in addition to yours. With `false` none is created: keep the role,\nthe groups and the subnets until the interfaces are gone.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html",
          plain: true,
          type: "boolean"
        }
      },
      isComponent: true,
      properties: {
        endpointArn: {
          description: "ARN of the endpoint; resolves when the endpoint is in service with the requested configuration.",
          type: "string"
        },
        endpointConfigName: {
          description: "Name of the endpoint configuration that the endpoint uses.",
          type: "string"
        },
        endpointName: {
          description: "Name of the endpoint, which callers of InvokeEndpoint use; resolves when the endpoint is in service with the requested configuration.",
          type: "string"
        },
        imageReferences: {
          additionalProperties: {
            items: {
              type: "string"
            },
            type: "array"
          },
          description: "The images of each model's containers, in their order, by the models' names in `models`.",
          type: "object"
        },
        invokePolicyJson: {
          description: "The IAM policy, as JSON, of those who call the endpoint: it allows InvokeEndpoint in all its forms, on this endpoint alone.",
          type: "string"
        },
        metrics: {
          description: "The endpoint's metrics in CloudWatch, for alarms and dashboards of your own.",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:MetricIdentity"
          },
          type: "array"
        },
        modelNames: {
          additionalProperties: {
            type: "string"
          },
          description: "Names of the SageMaker models, by the models' names in `models`; `model` is the one made of `image`.",
          type: "object"
        },
        variantNames: {
          description: "Names of the endpoint's variants, sorted.",
          items: {
            type: "string"
          },
          type: "array"
        }
      },
      required: [
        "endpointArn",
        "endpointConfigName",
        "endpointName",
        "imageReferences",
        "invokePolicyJson",
        "metrics",
        "modelNames",
        "variantNames"
      ],
      requiredInputs: [
        "executionRoleArn",
        "securityGroupIds",
        "subnetIds"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:PrivateInference": {
      description: "A SageMaker real-time endpoint that is served from a private Docker registry, all in one: the network or the VPC that\nis adopted, the registry if it is to be made, the models' access to it, their role, and the endpoint.\n\nEach part is a component of its own, and can be replaced by what you have: a VPC (`network.vpcId`), a registry\n(`registry`), a credentials function (`registry.credentialsProviderArn`), a role (`executionRole.roleArn`).\n\nThe component's name has at most 46 letters, digits and hyphens: Pulumi makes the endpoint's name of it, which has at most\n63. What other services take less of is shortened.",
      inputProperties: {
        asyncInference: {
          $ref: "#/types/sagemaker-private-registry:index:AsyncInference",
          description: "Asynchronous inference; the endpoint then accepts asynchronous requests only. Default: real-time inference.",
          plain: true
        },
        dataCapture: {
          $ref: "#/types/sagemaker-private-registry:index:DataCapture",
          description: "Capture of requests and responses in S3. Default: none.",
          plain: true
        },
        deploymentConfig: {
          $ref: "#/types/sagemaker-private-registry:index:DeploymentConfig",
          description: "How updates of the endpoint are rolled out, and rolled back. Default: blue/green all at once, without a rollback.",
          plain: true
        },
        enableNetworkIsolation: {
          description: "Whether the container has no network access and no credentials. Only with `image`. Default: `false`.",
          type: "boolean"
        },
        endpointName: {
          description: "Name of the endpoint, which callers use: 1 to 63 letters, digits and hyphens. Default: the component's name, `-endpoint-` and\nseven digits of a hash of organization, project, stack and the component's place in it, so that a preview knows it and each\nstack has its own; an endpoint that exists keeps the name that it has. Another name means another endpoint. A deployment that\nwould create an endpoint of a name that exists fails before it asks SageMaker for one, and its preview warns.",
          type: "string"
        },
        environment: {
          additionalProperties: {
            type: "string"
          },
          description: "Environment of the one model's container, at most 100 variables and no secrets. Default: goes with `image`, empty.",
          type: "object"
        },
        executionRole: {
          $ref: "#/types/sagemaker-private-registry:index:ExecutionRoleSettings",
          description: "The role that SageMaker assumes for the models, and what one that is made here may do in addition to what the endpoint\ncalls for. `modelData`, `inferenceOutputs`, `inferenceOutputKmsKeyArns`, `notificationTopicArns` and `rollbackAlarmNames`\nare added to those of the endpoint's own arguments. Default: one with least privilege.",
          plain: true
        },
        image: {
          description: "The image of the endpoint's one model, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255\ncharacters; or by a tag, where there is a preflight, which finds the digest that the tag has when the deployment runs.\nEither this or `models` is required.",
          type: "string"
        },
        initialInstanceCount: {
          description: "Instances that the one variant starts with, at least 1; goes with `instanceType`. Default: 1, or what `scaling` leaves at\nleast.",
          type: "integer"
        },
        instanceType: {
          description: "Instance type of the endpoint's one variant, for example `ml.m5.large`. Either this or `variants` is required.",
          type: "string"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what the component stores (secrets, logs, objects). The key's policy must let CloudWatch\nLogs use it in this region, or no log group is made with it. Default: AWS-managed encryption.",
          type: "string"
        },
        lambdaAccess: {
          $ref: "#/types/sagemaker-private-registry:index:LambdaAccess",
          description: "The route to the Lambda API as the models' security group names it. By default it is the endpoint that the network makes\nor adopts, the internet in a new VPC with a way there and no endpoint, and otherwise the VPC's own addresses, where an\ninterface endpoint that the VPC has listens.",
          plain: true
        },
        logRetentionInDays: {
          description: "Days for which the component's log groups keep events, one of the values that CloudWatch Logs allows. Default: 30.",
          type: "integer"
        },
        modelDataSource: {
          $ref: "#/types/sagemaker-private-registry:index:ModelDataSource",
          description: "The one model's data in S3, packed or not, instead of `modelDataUrl`. Default: goes with `image`, none.",
          plain: true
        },
        modelDataUrl: {
          description: "The one model's data, the https or s3 URL of one .tar.gz file in this region. Default: goes with `image`, none.",
          type: "string"
        },
        models: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:HostedModel",
            plain: true
          },
          description: "The models that the endpoint serves, each by a name of its own that does not change. Default: one model named `model`,\nmade of `image`.",
          plain: true,
          type: "object"
        },
        monitoring: {
          $ref: "#/types/sagemaker-private-registry:index:EndpointMonitoring",
          description: "What is watched of the endpoint, and who is told. Default: nothing.",
          plain: true
        },
        network: {
          $ref: "#/types/sagemaker-private-registry:index:NetworkSettings",
          description: "The network of the models. Default: a new VPC without a route to the internet.",
          plain: true
        },
        newRegistry: {
          $ref: "#/types/sagemaker-private-registry:index:InferenceRegistry",
          description: "The registry to make, in the network of the models; required without `registry`.",
          plain: true
        },
        permissionsBoundaryArn: {
          description: "ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary.",
          type: "string"
        },
        preflight: {
          $ref: "#/types/sagemaker-private-registry:index:InferencePreflight",
          description: "The pull of the images as SageMaker performs it, before any model exists and then on a schedule. Default: every hour, with\nthe default severity of each check.",
          plain: true
        },
        publish: {
          $ref: "#/types/sagemaker-private-registry:index:ImageDelivery",
          description: "The image as an archive, or in another registry, which the deployment delivers into the new registry, instead of `image`:\na new registry starts empty, and only its VPC can reach it. Of an archive the platform of the instances is taken by\ndefault; an image of another registry stays as it is.",
          plain: true
        },
        registry: {
          $ref: "#/types/sagemaker-private-registry:index:ExistingRegistry",
          description: "The registry that exists and holds the images, named by the images' references; required without `newRegistry`.",
          plain: true
        },
        rolePath: {
          description: "Path of every role the component makes, which begins and ends with a slash. Default: `/`.",
          type: "string"
        },
        s3Access: {
          description: "Whether the models may reach S3. Default: `true` where they have model data, or where a new registry redirects them there\nfor layers.",
          plain: true,
          type: "boolean"
        },
        scaling: {
          $ref: "#/types/sagemaker-private-registry:index:VariantScaling",
          description: "How the number of the one variant's instances follows its load. Default: goes with `instanceType`, no scaling.",
          plain: true
        },
        securityGroupIds: {
          description: "Ids of further security groups that the models carry, at most 4 in all. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        shadowVariants: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:ProductionVariant",
            plain: true
          },
          description: "A shadow variant by its name. It receives copies of the requests of the one production variant; its responses are not\nreturned to callers. Exactly one, not in addition to several variants, several containers in a model, models of mode `MultiModel`,\nasynchronous inference or `ml.inf1` instances. Default: none.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests.html",
          plain: true,
          type: "object"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        variants: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:ProductionVariant",
            plain: true
          },
          description: "The endpoint's variants, 1 to 10, each by its name. Default: one variant named `AllTraffic`, made of `instanceType`.",
          plain: true,
          type: "object"
        }
      },
      isComponent: true,
      properties: {
        credentialsProviderArn: {
          description: "ARN of the function that returns the registry's credentials; absent for a registry without authentication.",
          type: "string"
        },
        endpointArn: {
          description: "ARN of the endpoint; resolves when the endpoint is in service.",
          type: "string"
        },
        endpointConfigName: {
          description: "Name of the endpoint configuration that the endpoint uses.",
          type: "string"
        },
        endpointName: {
          description: "Name of the endpoint, which callers of InvokeEndpoint use; resolves when the endpoint is in service.",
          type: "string"
        },
        executionRoleArn: {
          description: "ARN of the role that SageMaker assumes for the models.",
          type: "string"
        },
        imageReferences: {
          additionalProperties: {
            items: {
              type: "string"
            },
            type: "array"
          },
          description: "The images of each model's containers, in their order, by the models' names in `models`.",
          type: "object"
        },
        invokePolicyJson: {
          description: "The IAM policy, as JSON, of those who call the endpoint: it allows InvokeEndpoint in all its forms, on this endpoint alone.",
          type: "string"
        },
        lambdaEndpointDnsName: {
          description: "DNS name of the endpoint to which a DNS of another provider maps `lambdaHostname`; absent where the route is provided.",
          type: "string"
        },
        lambdaHostname: {
          description: "The name of the Lambda API that must lead to Lambda from the models' subnets.",
          type: "string"
        },
        metrics: {
          description: "The endpoint's metrics in CloudWatch, for alarms and dashboards of your own.",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:MetricIdentity"
          },
          type: "array"
        },
        modelNames: {
          additionalProperties: {
            type: "string"
          },
          description: "Names of the SageMaker models, by the models' names in `models`; `model` is the one made of `image`.",
          type: "object"
        },
        modelSecurityGroupId: {
          description: "Id of the models' own security group, for rules elsewhere that admit them.",
          type: "string"
        },
        preflightFunctionName: {
          description: "Name of the function that performs the pull beforehand; absent where none is made.",
          type: "string"
        },
        pushClientSecurityGroupId: {
          description: "Id of the security group that lets whoever carries it push; absent for a registry that exists.",
          type: "string"
        },
        pushCredentialsSecretArn: {
          description: "ARN of the secret with the credentials to push with; absent for a registry that exists.",
          type: "string"
        },
        pushUrl: {
          description: "The URL to push images to; absent for a registry that exists.",
          type: "string"
        },
        registryHostname: {
          description: "The registry's name, with which image references begin.",
          type: "string"
        },
        requiredPolicyJson: {
          description: "The IAM policy, as JSON, of all that SageMaker does with that role: what a role that exists must allow.",
          type: "string"
        },
        securityGroupIds: {
          description: "Ids of all security groups that the models carry.",
          items: {
            type: "string"
          },
          type: "array"
        },
        subnetIds: {
          description: "Ids of the models' subnets.",
          items: {
            type: "string"
          },
          type: "array"
        },
        vpcId: {
          description: "Id of the models' VPC.",
          type: "string"
        }
      },
      required: [
        "endpointArn",
        "endpointConfigName",
        "endpointName",
        "executionRoleArn",
        "imageReferences",
        "invokePolicyJson",
        "lambdaHostname",
        "metrics",
        "modelNames",
        "modelSecurityGroupId",
        "registryHostname",
        "requiredPolicyJson",
        "securityGroupIds",
        "subnetIds",
        "vpcId"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:PublishedImage": {
      description: "One image, delivered into a private registry by the deployment. An archive is put into S3, and the ImagePublisher's\nfunction copies it from there; an image of another registry is first brought into S3 by the one that reaches that registry.\nThe calls are repeated only when the image, or what is to be made of it, changes; a call that fails fails the deployment,\nand the next one goes on where it stopped. Deleting the component leaves the image in the registry.",
      inputProperties: {
        archive: {
          $ref: "pulumi.json#/Asset",
          description: "The image as a file: an archive of `docker save`, or an OCI image layout as `docker buildx build --output type=oci` writes\nit, as an uncompressed tar. Default: none."
        },
        bucketName: {
          description: "Name of the bucket of the registry's ImagePublisher.",
          type: "string"
        },
        functionName: {
          description: "Name of the function of the registry's ImagePublisher.",
          type: "string"
        },
        image: {
          description: "Which image of the archive, by its name or digest. Default: needed only when the archive holds several, none.",
          type: "string"
        },
        mediaTypes: {
          $ref: "#/types/sagemaker-private-registry:index:ManifestMediaTypes",
          description: "Which media types the manifest has in the registry, Docker's schema 2 or those that it has. Default: `DockerSchema2` for\nan archive, `Preserve` for an image of another registry, whose digest and signatures stay."
        },
        platform: {
          description: "The one platform taken out of an image for several, `os/architecture[/variant]`. Default: `linux/amd64` for Docker's\nschema 2, all platforms otherwise.",
          type: "string"
        },
        recompressZstd: {
          description: "Whether layers that are compressed with zstd, which Docker's schema 2 does not know, are compressed with gzip instead of\nbeing refused. Default: `false`.",
          type: "boolean"
        },
        registryHostname: {
          description: "The registry's name as image references begin with it, `host[:port]`: what the registry's ImagePublisher says.",
          type: "string"
        },
        repository: {
          description: "Repository in the registry that the image is put into, for example `ml/fraud`. In a registry that keeps its images in S3 a\nname that contains `sagemaker` opens its objects to every role with AmazonSageMakerFullAccess.",
          type: "string"
        },
        source: {
          description: "The image in another registry by its digest, `host/repository@sha256:<64 hexadecimal digits>`: one that the\nImagePublisher's `sourceRegistries` name. Default: none.",
          type: "string"
        },
        stagingFunctionName: {
          description: "Name of the function of the registry's ImagePublisher that stages images of other registries; required with `source`.",
          type: "string"
        },
        tag: {
          description: "Tag that points to the image, in addition to its digest. Default: none.",
          type: "string"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags of the archive in S3, at most 10, with keys that do not begin with `aws:`. Default: none.",
          type: "object"
        }
      },
      isComponent: true,
      properties: {
        digest: {
          description: "Digest of the image's manifest in the registry, `sha256:<64 hexadecimal digits>`.",
          type: "string"
        },
        mediaType: {
          description: "Media type of the manifest.",
          type: "string"
        },
        reference: {
          description: "The image by its digest, `host/repository@sha256:<64 hexadecimal digits>`, as models name it.",
          type: "string"
        },
        size: {
          description: "Bytes of the image's configuration and layers as the registry stores them.",
          type: "number"
        }
      },
      required: [
        "digest",
        "mediaType",
        "reference",
        "size"
      ],
      requiredInputs: [
        "bucketName",
        "functionName",
        "registryHostname",
        "repository"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:RegistryAccess": {
      description: "All that models need to pull from one registry in one VPC, once for both: the models' security group with exactly the egress\nthat the pull takes, the function that returns the registry's credentials, and the one that performs the pull beforehand and\nsays what is in its way.",
      inputProperties: {
        admitModels: {
          description: "Whether a rule that admits the models' group is added to `securityGroupId`. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        alarmTopicArns: {
          description: "ARNs of SNS topics to notify when the credentials function made here fails. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        anonymous: {
          description: "Whether the registry answers without credentials. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        authorizationServer: {
          $ref: "#/types/sagemaker-private-registry:index:AuthorizationServer",
          description: "Where the authorization server of a registry with bearer tokens listens. Default: at the registry itself.",
          plain: true
        },
        cidrBlocks: {
          description: "CIDR blocks with the host's addresses, IPv4 or IPv6. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        clientSecurityGroupIds: {
          description: "Ids of security groups that the host admits and that the models therefore carry too. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        credentials: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryCredentials",
          description: "The credentials themselves, which are put into a secret made here. Default: none.",
          plain: true
        },
        credentialsFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the credentials function made here is run. Default: outside the VPC, in the account's shared pool.",
          plain: true
        },
        credentialsKmsKeyArn: {
          description: "ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key.",
          type: "string"
        },
        credentialsProviderArn: {
          description: "ARN of a Lambda function of your own that answers with the credentials. Default: none.",
          type: "string"
        },
        credentialsSecretArn: {
          description: "ARN of a Secrets Manager secret with the credentials, as JSON. Default: none.",
          type: "string"
        },
        internet: {
          description: "Whether the host is on the internet, so that any address is allowed. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what the component stores (secrets, logs, objects). The key's policy must let CloudWatch\nLogs use it in this region, or no log group is made with it. Default: AWS-managed encryption.",
          type: "string"
        },
        lambdaAccess: {
          $ref: "#/types/sagemaker-private-registry:index:LambdaAccess",
          description: "The route to the Lambda API. Default: the VPC's own addresses on port 443, where an interface endpoint of the VPC listens.",
          plain: true
        },
        logRetentionInDays: {
          description: "Days for which the component's log groups keep events, one of the values that CloudWatch Logs allows. Default: 30.",
          type: "integer"
        },
        passwordKey: {
          description: "Key of the password in that JSON. Default: `password`.",
          type: "string"
        },
        permissionsBoundaryArn: {
          description: "ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary.",
          type: "string"
        },
        prefixListIds: {
          description: "Ids of managed prefix lists with the host's addresses. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        preflight: {
          $ref: "#/types/sagemaker-private-registry:index:PreflightFunction",
          description: "The function that performs the pull before any model exists. Default: a function that is also invoked on a schedule.",
          plain: true
        },
        registryHostname: {
          description: "The registry's name as it begins image references: a host name, with `:port` unless that is 443.",
          type: "string"
        },
        rolePath: {
          description: "Path of every role the component makes, which begins and ends with a slash. Default: `/`.",
          type: "string"
        },
        s3PrefixListId: {
          description: "Id of the prefix list of S3's addresses, which layers behind redirects and model data need. Default: no route to S3.",
          type: "string"
        },
        securityGroupId: {
          description: "Id of the security group in front of the host, in the models' VPC or a peered one. Default: none.",
          type: "string"
        },
        securityGroupIds: {
          description: "Ids of further security groups that the models carry, at most 4 in all. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        subnetIds: {
          description: "Ids of the models' 2 to 16 subnets, in at least two zones.",
          items: {
            type: "string"
          },
          type: "array"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        usernameKey: {
          description: "Key of the user name in that JSON. Default: `username`.",
          type: "string"
        },
        vpcId: {
          description: "Id of the models' VPC.",
          type: "string"
        }
      },
      isComponent: true,
      properties: {
        credentialsProviderArn: {
          description: "ARN of the Lambda function that answers with the credentials; absent for a registry without authentication.",
          type: "string"
        },
        credentialsSecretArn: {
          description: "ARN of the secret that the function made here reads; absent where none is made.",
          type: "string"
        },
        lambdaRouteKind: {
          $ref: "#/types/sagemaker-private-registry:index:LambdaRouteKind",
          description: "How the name of the Lambda API leads to Lambda; absent for a registry without authentication."
        },
        modelSecurityGroupId: {
          description: "Id of the security group made here, for rules elsewhere that admit the models.",
          type: "string"
        },
        preflightFunctionArn: {
          description: "ARN of that function, which resolves when it can do what the models can; absent where none is made.",
          type: "string"
        },
        preflightFunctionName: {
          description: "Name of the function that performs the pull beforehand; absent where none is made.",
          type: "string"
        },
        preflightScheduleRoleArn: {
          description: "ARN of the role by which EventBridge Scheduler calls that function; absent where no schedule is requested.",
          type: "string"
        },
        registryHostname: {
          description: "The registry's name as it begins image references.",
          type: "string"
        },
        securityGroupIds: {
          description: "Ids of all security groups that the models carry, at most 4.",
          items: {
            type: "string"
          },
          type: "array"
        },
        subnetIds: {
          description: "Ids of the models' subnets, in at least two zones.",
          items: {
            type: "string"
          },
          type: "array"
        },
        vpcId: {
          description: "Id of the models' VPC.",
          type: "string"
        }
      },
      required: [
        "modelSecurityGroupId",
        "registryHostname",
        "securityGroupIds",
        "subnetIds",
        "vpcId"
      ],
      requiredInputs: [
        "registryHostname",
        "subnetIds",
        "vpcId"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:RegistryHost": {
      description: "A private Docker registry in a VPC: CNCF distribution on ECS Fargate, its images in S3, behind an internal load\nbalancer with a certificate that SageMaker trusts.\n\nTwo services share the bucket. The one for pulls, on port 443, can only read, whoever asks: the registry's user file\ntells who someone is, not what he may do, so that whoever may pull could otherwise push and delete. The one for\npushes, on a port of its own, is reached by those alone who carry the group for pushes or are named.",
      inputProperties: {
        activePullUser: {
          $ref: "#/types/sagemaker-private-registry:index:PullUser",
          description: "The user whose credentials `pullCredentialsSecretArn` holds, instead of `rotation`. To change the password in use, change\nthe version of the other user's password and make that user the active one, in one deployment or in two: the credentials\nchange only after every task knows the new password, and the old one stays valid until its own version changes. Never\nchange the version of the active user's password while that user stays active: clients that still use the old one get a\n401 at once. Default: `A`."
        },
        alarmTopicArns: {
          description: "ARNs of the SNS topics to notify when an alarm changes its state. Default: the alarms tell nobody.",
          items: {
            type: "string"
          },
          type: "array"
        },
        architecture: {
          $ref: "#/types/sagemaker-private-registry:index:TaskArchitecture",
          description: "The processors that the tasks run on, for which `image` must be made. Default: `ARM64`."
        },
        blobRedirects: {
          description: "Whether those who pull are sent to S3 for the layers, by redirects to URLs that are valid for 20 minutes. They must then\nbe able to reach S3. Whether SageMaker follows redirects is not documented. Default: `false`.",
          type: "boolean"
        },
        bucketLogsBucketName: {
          description: "Name of the bucket that gets the access logs of the bucket with the images. Default: no access logs.",
          type: "string"
        },
        bucketName: {
          description: "Name of the bucket that holds the images. Default: auto-generated by Pulumi.",
          type: "string"
        },
        certificateArn: {
          description: "ARN of a certificate in ACM for `domainName` by a public authority, as SageMaker trusts no other; required without\n`validationZoneId`.",
          type: "string"
        },
        clusterArn: {
          description: "ARN of the ECS cluster that the services run in. Default: a new cluster with Container Insights.",
          type: "string"
        },
        domainName: {
          description: "The registry's host name, for example `registry.ml.example.com`: images are named after it.",
          type: "string"
        },
        egressCidrBlocks: {
          additionalProperties: {
            type: "string"
          },
          description: "IPv4 CIDR blocks that the tasks may reach on port 443, by names of your choice, for interface endpoints whose group is not\nto be changed, or for the registry of `image`. Default: none.",
          plain: true,
          type: "object"
        },
        endpointSecurityGroupId: {
          description: "Id of the security group of the VPC's interface endpoints, by which the tasks reach Secrets Manager, CloudWatch\nLogs and ECR: it gets a rule that admits the tasks. At least one of `endpointSecurityGroupId`, `egressCidrBlocks`\nand `internetEgress` must be given.",
          type: "string"
        },
        image: {
          description: "The registry's own image by digest: CNCF distribution of at least version 3.1.2, in ECR, in a registry that the tasks\nreach by `egressCidrBlocks` or `internetEgress`, or, with `imageMirror`, in any registry on the internet. Default:\nDocker's image of version 3.1.2 in Amazon ECR Public.",
          type: "string"
        },
        imageCredentialsKmsKeyArn: {
          description: "ARN of the KMS key of that secret, if it is not `kmsKeyArn` or AWS's own. Default: none.",
          type: "string"
        },
        imageCredentialsSecretArn: {
          description: "ARN of the secret with the `username` and `password` for the registry of `image`. Default: none.",
          type: "string"
        },
        imageMirror: {
          $ref: "#/types/sagemaker-private-registry:index:ImageMirror",
          description: "Whether the image is copied into a private repository of ECR, which the tasks then pull it from. By default it is\nwhere neither `image` nor `internetEgress` is given: the public image lies on the internet, which a closed VPC does\nnot reach.",
          plain: true
        },
        imageMirrorFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the function that copies the image into ECR is run. Default: outside any VPC.",
          plain: true
        },
        internetEgress: {
          description: "Whether the tasks may reach every address on port 443, which takes a NAT gateway. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what the component stores (secrets, logs, objects). The key's policy must let CloudWatch\nLogs use it in this region, or no log group is made with it. Default: AWS-managed encryption.",
          type: "string"
        },
        loadBalancerLogsBucketName: {
          description: "Name of the bucket that gets the access logs of the load balancer. Default: no access logs.",
          type: "string"
        },
        logRetentionInDays: {
          description: "Days for which the component's log groups keep events, one of the values that CloudWatch Logs allows. Default: 30.",
          type: "integer"
        },
        noncurrentVersionExpirationInDays: {
          description: "Days for which S3 keeps what was deleted or overwritten, from 1 to 36500. Default: 30.",
          type: "integer"
        },
        onDelete: {
          $ref: "#/types/sagemaker-private-registry:index:OnDelete",
          description: "What becomes of the registry when it is destroyed. With `Delete` the tasks are given a minute to finish downloads and\npushes, instead of 5 and 15. Default: `Retain`.",
          plain: true
        },
        passwordVersions: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryPasswordVersions",
          description: "Versions of the passwords, instead of `rotation`; another version creates a new password. Default: `1` for each."
        },
        permissionsBoundaryArn: {
          description: "ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary.",
          type: "string"
        },
        privateZoneId: {
          description: "Id of the private hosted zone, associated with the VPC, for the registry's record. Default: a new zone for `domainName`\nalone, so that no other name is hidden from the VPC.",
          type: "string"
        },
        pullCidrBlocks: {
          additionalProperties: {
            type: "string"
          },
          description: "IPv4 CIDR blocks that may pull, by names of your choice. Default: none.",
          plain: true,
          type: "object"
        },
        pullScaling: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryScaling",
          description: "How the service that serves images grows and shrinks. Default: from 2 to 6 tasks."
        },
        pullSecurityGroupIds: {
          additionalProperties: {
            type: "string"
          },
          description: "Ids of security groups that may pull, by names of your choice, in addition to the group for pulls. Default: none.",
          plain: true,
          type: "object"
        },
        pullTaskSize: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryTaskSize",
          description: "The size of the tasks that serve images. Default: 512 CPU units and 1024 MB."
        },
        pushCidrBlocks: {
          additionalProperties: {
            type: "string"
          },
          description: "IPv4 CIDR blocks that may push, by names of your choice. Default: none.",
          plain: true,
          type: "object"
        },
        pushPort: {
          description: "Port of the service that takes images, from 1 to 65535 and not 443, which serves them. Default: 8443.",
          type: "integer"
        },
        pushSecurityGroupIds: {
          additionalProperties: {
            type: "string"
          },
          description: "Ids of security groups that may push, by names of your choice, in addition to the group for pushes. Default: none.",
          plain: true,
          type: "object"
        },
        pushTaskSize: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryTaskSize",
          description: "The size of the task that takes images. Default: 512 CPU units and 1024 MB."
        },
        rolePath: {
          description: "Path of every role the component makes, which begins and ends with a slash. Default: `/`.",
          type: "string"
        },
        rotation: {
          description: "Number of rotations of the registry's credentials, a whole number. Increase it by 1 to rotate all of them: users that are\nnot in use get new passwords and are put in use, and the key that signs the state of uploads changes. Clients are handed\nthe new passwords only after every task knows them, and the passwords before stay valid until the next rotation. Pulls and\npushes go on; an upload in progress is retried. After a theft increase it by 2: stolen credentials are then refused.\nDefault: 0.",
          type: "integer"
        },
        s3PrefixListId: {
          description: "Id of the managed prefix list of S3 in the region. Default: looked up by its name.",
          type: "string"
        },
        secretRecoveryWindowInDays: {
          description: "Days for which deleted secrets can be recovered, 0 or 7 to 30. Default: 30.",
          type: "integer"
        },
        sslPolicy: {
          description: "TLS policy of the load balancer's listeners, by its name. AWS does not document which TLS versions SageMaker's puller\nsupports. Default: `ELBSecurityPolicy-TLS13-1-2-Res-2021-06` (TLS 1.2 and 1.3, only with forward secrecy and authenticated\nencryption).\nhttps://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
          type: "string"
        },
        subnetIds: {
          description: "Ids of the subnets of the load balancer and the tasks, at least two and in different zones.",
          items: {
            type: "string"
          },
          type: "array"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        validationZoneId: {
          description: "Id of the public hosted zone for the record by which a certificate for `domainName` is validated. Nothing else is\nwritten to it. Exactly one of `validationZoneId` and `certificateArn` must be given.",
          type: "string"
        },
        vpcId: {
          description: "Id of the VPC that the registry is reached in.",
          type: "string"
        }
      },
      isComponent: true,
      properties: {
        bucketName: {
          description: "Name of the bucket that holds the images.",
          type: "string"
        },
        certificateArn: {
          description: "ARN of the certificate that the registry shows.",
          type: "string"
        },
        clusterArn: {
          description: "ARN of the ECS cluster that the services run in.",
          type: "string"
        },
        image: {
          description: "The registry's own image by digest, as its tasks run it.",
          type: "string"
        },
        loadBalancerArn: {
          description: "ARN of the load balancer.",
          type: "string"
        },
        loadBalancerDnsName: {
          description: "Host name of the load balancer, for a record of your own in another DNS.",
          type: "string"
        },
        privateZoneId: {
          description: "Id of the private hosted zone that holds the registry's record.",
          type: "string"
        },
        pullClientSecurityGroupId: {
          description: "Id of the security group that lets whoever carries it pull.",
          type: "string"
        },
        pullCredentialsSecretArn: {
          description: "ARN of the secret with the `username` and `password` to pull with, as JSON.",
          type: "string"
        },
        pullServiceName: {
          description: "Name of the ECS service that serves images.",
          type: "string"
        },
        pushClientSecurityGroupId: {
          description: "Id of the security group that lets whoever carries it push.",
          type: "string"
        },
        pushCredentialsSecretArn: {
          description: "ARN of the secret with the `username` and `password` to push with, as JSON.",
          type: "string"
        },
        pushServiceName: {
          description: "Name of the ECS service that takes images.",
          type: "string"
        },
        pushUrl: {
          description: "The URL to push to, with its port; resolves when the service that takes images answers.",
          type: "string"
        },
        registryHostname: {
          description: "The registry's host name, with which image references begin; resolves when the registry answers.",
          type: "string"
        },
        securityGroupId: {
          description: "Id of the load balancer's security group.",
          type: "string"
        },
        standbyPullCredentialsSecretArn: {
          description: "ARN of the secret with the `username` and `password` of the user for pulls that is not in use, as JSON.",
          type: "string"
        },
        tasksSecurityGroupId: {
          description: "Id of the security group of the registry's tasks.",
          type: "string"
        },
        url: {
          description: "The registry's URL, `https://` and its host name; resolves when the registry answers.",
          type: "string"
        }
      },
      required: [
        "bucketName",
        "certificateArn",
        "clusterArn",
        "image",
        "loadBalancerArn",
        "loadBalancerDnsName",
        "privateZoneId",
        "pullClientSecurityGroupId",
        "pullCredentialsSecretArn",
        "pullServiceName",
        "pushClientSecurityGroupId",
        "pushCredentialsSecretArn",
        "pushServiceName",
        "pushUrl",
        "registryHostname",
        "securityGroupId",
        "standbyPullCredentialsSecretArn",
        "tasksSecurityGroupId",
        "url"
      ],
      requiredInputs: [
        "domainName",
        "subnetIds",
        "vpcId"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:RegistryNetwork": {
      description: "The network of models that pull from a private registry, once per VPC: a new VPC, closed by default, with the endpoints it\nneeds, or a VPC that exists, in which nothing is made unless requested.",
      inputProperties: {
        availabilityZoneCount: {
          description: "Number of zones of the new VPC, 2 to 6. They are the first zones of the region that offer Fargate for both architectures\nand current instance types, as far as AWS documents it. Default: 2.",
          plain: true,
          type: "integer"
        },
        availabilityZoneIds: {
          description: "Ids of 2 to 6 zones of the new VPC, such as `use1-az1`, instead of `availabilityZoneCount` and `availabilityZoneNames`. An\nid leads to the same zone in every account. Default: none.",
          items: {
            plain: true,
            type: "string"
          },
          plain: true,
          type: "array"
        },
        availabilityZoneNames: {
          description: "Names of 2 to 6 zones of the new VPC, such as `us-east-1a`, instead of `availabilityZoneCount`. A name leads to different\nzones in different accounts. Default: none.",
          items: {
            plain: true,
            type: "string"
          },
          plain: true,
          type: "array"
        },
        cidrBlock: {
          description: "IPv4 CIDR block of the new VPC, from /16 to /24. Default: `10.0.0.0/16`.",
          plain: true,
          type: "string"
        },
        interfaceEndpointPolicyJson: {
          additionalProperties: {
            type: "string"
          },
          description: "Policies of these endpoints by service, as JSON. By default each lets this account's principals use this account's\nresources; in a new VPC without a route to the internet only for what the package's parts need: pulling from `ecr.api` and\n`ecr.dkr` (from other accounts' repositories too), writing `logs`, and reading secrets from `secretsmanager`.",
          plain: true,
          type: "object"
        },
        interfaceEndpoints: {
          additionalProperties: {
            plain: true,
            type: "boolean"
          },
          description: 'Interface endpoints with private DNS by service, for example `{ "ecr.api": true, "logs": false }`. By default a new VPC\nwithout a route to the internet has those that a registry host needs (`ecr.api`, `ecr.dkr`, `logs`, `secretsmanager`), and\nother VPCs get none. The endpoint for Lambda is `lambdaRoute`\'s. Those who call SageMaker endpoints from the VPC need\n`sagemaker.runtime`.',
          plain: true,
          type: "object"
        },
        internetAccess: {
          $ref: "#/types/sagemaker-private-registry:index:InternetAccess",
          description: "The new VPC's route to the internet. Default: `None`.",
          plain: true
        },
        lambdaRoute: {
          $ref: "#/types/sagemaker-private-registry:index:NetworkLambdaRoute",
          description: "The route to the Lambda API, which returns the registry's credentials; see its properties for the defaults.",
          plain: true
        },
        routeTableIds: {
          description: "Ids of the adopted VPC's route tables that get the route to S3; only with `vpcId`. Default: those that serve `subnetIds`.",
          items: {
            type: "string"
          },
          type: "array"
        },
        s3BucketNames: {
          description: "Names of buckets of other accounts that the default policy of the endpoint for S3 lets this account's principals use, such\nas those of model data. A PrivateInference adds the buckets of its model data, inputs and outputs. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        s3Endpoint: {
          description: "Whether a gateway endpoint for S3 is made. Default: `true` in a new VPC and `false` in an adopted one.",
          plain: true,
          type: "boolean"
        },
        s3EndpointPolicyJson: {
          description: "Policy of the gateway endpoint for S3, as JSON. By default it lets this account's principals use this account's buckets\nand `s3BucketNames`, and everyone read ECR's layers; in a VPC with a route to the internet, and in an adopted one, also\nother buckets be read.",
          type: "string"
        },
        subnetIds: {
          description: "Ids of 2 to 16 subnets of the adopted VPC, in at least two zones; required with `vpcId`, and with it alone.",
          items: {
            type: "string"
          },
          type: "array"
        },
        tags: {
          additionalProperties: {
            type: "string"
          },
          description: "Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make\nfunctions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.\nDefault: none.",
          type: "object"
        },
        vpcId: {
          description: "Id of a VPC to adopt, in which nothing is made unless requested. Default: a new VPC is created.",
          type: "string"
        }
      },
      isComponent: true,
      properties: {
        endpointSecurityGroupId: {
          description: "Id of the security group of the interface endpoints made here, without Lambda's, for rules that admit others; absent where none is made.",
          type: "string"
        },
        lambdaEndpointDnsName: {
          description: "DNS name of that endpoint, to which a DNS of another provider maps `lambdaHostname`; absent with `Provided`.",
          type: "string"
        },
        lambdaEndpointId: {
          description: "Id of the interface endpoint for Lambda, made or adopted; absent with the route `Provided`.",
          type: "string"
        },
        lambdaEndpointSecurityGroupId: {
          description: "Id of a security group of that endpoint, for a rule that admits the models' group; absent with `Provided`.",
          type: "string"
        },
        lambdaHostname: {
          description: "The name of the Lambda API that must lead there, for example `lambda.eu-west-1.amazonaws.com`.",
          type: "string"
        },
        lambdaRouteKind: {
          $ref: "#/types/sagemaker-private-registry:index:LambdaRouteKind",
          description: "How the name of the Lambda API leads to Lambda."
        },
        s3EndpointId: {
          description: "Id of the gateway endpoint for S3; absent where none is made.",
          type: "string"
        },
        s3PrefixListId: {
          description: "Id of the managed prefix list of S3's addresses, for rules; absent where no gateway endpoint is made.",
          type: "string"
        },
        subnetIds: {
          description: "Ids of the subnets for models, registry and endpoints, in at least two zones.",
          items: {
            type: "string"
          },
          type: "array"
        },
        vpcCidrBlocks: {
          description: "CIDR blocks of the VPC.",
          items: {
            type: "string"
          },
          type: "array"
        },
        vpcId: {
          description: "Id of the VPC.",
          type: "string"
        }
      },
      required: [
        "lambdaHostname",
        "lambdaRouteKind",
        "subnetIds",
        "vpcCidrBlocks",
        "vpcId"
      ],
      type: "object"
    }
  },
  types: {
    "sagemaker-private-registry:index:AdjustmentType": {
      description: "What a step changes.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html",
      enum: [
        {
          description: "Adds or removes instances.",
          name: "ChangeInCapacity",
          value: "ChangeInCapacity"
        },
        {
          description: "Sets the number of instances.",
          name: "ExactCapacity",
          value: "ExactCapacity"
        },
        {
          description: "Adds or removes a percentage of the instances.",
          name: "PercentChangeInCapacity",
          value: "PercentChangeInCapacity"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:AsyncInference": {
      description: "Asynchronous inference: requests name an object in S3, wait in a queue, and are answered in S3, with the models' role. AWS\ndoes not say whether it goes together with private registries.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html",
      properties: {
        errorTopicArn: {
          description: "ARN of the SNS topic to notify of failed requests. Default: none.",
          type: "string"
        },
        includeInferenceResponseIn: {
          description: "Which of the two topics are told the answer itself, where it has at most 128 KB. Default: none.",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:AsyncNotificationTopic"
          },
          type: "array"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what is written. Default: the bucket's own encryption.",
          type: "string"
        },
        maxConcurrentInvocationsPerInstance: {
          description: "Requests that one instance's container is sent at a time, 1 to 1000. Default: a number that SageMaker chooses.",
          type: "integer"
        },
        s3FailurePath: {
          description: "S3 URI below which SageMaker writes why a request failed. AWS does not document where it writes otherwise. Default: none.",
          type: "string"
        },
        s3OutputPath: {
          description: "S3 URI below which responses are written, for example `s3://bucket/responses`, at most 512 characters.",
          type: "string"
        },
        successTopicArn: {
          description: "ARN of the SNS topic to notify of successful requests. Default: none.",
          type: "string"
        }
      },
      required: [
        "s3OutputPath"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:AsyncNotificationTopic": {
      description: "A topic whose notifications hold the answer itself, if that has at most 128 KB.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html",
      enum: [
        {
          description: "The topic for successful requests (`successTopicArn`).",
          name: "Success",
          value: "SUCCESS_NOTIFICATION_TOPIC"
        },
        {
          description: "The topic for failed requests (`errorTopicArn`).",
          name: "Error",
          value: "ERROR_NOTIFICATION_TOPIC"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:AuthorizationServer": {
      description: "The authorization server of a registry with bearer tokens, where it is not the registry itself.\nhttps://distribution.github.io/distribution/spec/auth/token/",
      properties: {
        admitModels: {
          description: "Whether a rule that admits the models' group is added to `securityGroupId`. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        cidrBlocks: {
          description: "CIDR blocks with the host's addresses, IPv4 or IPv6. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        clientSecurityGroupIds: {
          description: "Ids of security groups that the host admits and that the models therefore carry too. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        internet: {
          description: "Whether the host is on the internet, so that any address is allowed. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        port: {
          description: "TCP port of the authorization server. Default: 443.",
          type: "integer"
        },
        prefixListIds: {
          description: "Ids of managed prefix lists with the host's addresses. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        securityGroupId: {
          description: "Id of the security group in front of the host, in the models' VPC or a peered one. Default: none.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:AutoRollbackConfiguration": {
      description: "The alarms that end a deployment and bring the old configuration back: 1 to 10, given and made ones together. The AWS\nprovider cannot change them on an endpoint that exists, so choose them before the endpoint is made. The execution role\nmust be allowed `cloudwatch:DescribeAlarms` on them.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
      properties: {
        alarmNames: {
          description: "Names of CloudWatch alarms that exist, of 1 to 255 characters. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        alarms: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:EndpointAlarm",
            plain: true
          },
          description: "Alarms to be made, each under a name of its own that never changes: the alarm's is `<endpointName>-rollback-<name>`.\nDefault: none.",
          plain: true,
          type: "object"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:BlueGreenUpdatePolicy": {
      description: "A deployment that starts all new instances before the old ones are taken away.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html",
      properties: {
        maximumExecutionTimeoutInSeconds: {
          description: "Seconds after which the deployment has failed, 600 to 14400 and more than all waits together. Default: AWS's own limit.",
          type: "integer"
        },
        terminationWaitInSeconds: {
          description: "Seconds for which the old instances stay after the last shift, 0 to 3600, in which the alarms are watched. Default: 0.",
          type: "integer"
        },
        trafficRoutingConfiguration: {
          $ref: "#/types/sagemaker-private-registry:index:TrafficRoutingConfiguration",
          description: "How traffic is shifted. Default: all at once."
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:CapacitySize": {
      description: "The size of a step of a deployment.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html",
      properties: {
        type: {
          $ref: "#/types/sagemaker-private-registry:index:CapacitySizeType",
          description: "What `value` counts, `INSTANCE_COUNT` or `CAPACITY_PERCENT`."
        },
        value: {
          description: "Instances, or percent of the variant's instances: a whole number of at least 1.",
          type: "integer"
        }
      },
      required: [
        "type",
        "value"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:CapacitySizeType": {
      description: "What the size of a step counts.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html",
      enum: [
        {
          description: "Instances.",
          name: "InstanceCount",
          value: "INSTANCE_COUNT"
        },
        {
          description: "Percent of the variant's instances.",
          name: "CapacityPercent",
          value: "CAPACITY_PERCENT"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:CaptureMode": {
      description: "What of a request is captured.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureOption.html",
      enum: [
        {
          description: "What the caller sends.",
          name: "InputOnly",
          value: "Input"
        },
        {
          description: "What the model answers.",
          name: "OutputOnly",
          value: "Output"
        },
        {
          description: "Both, as one option.",
          name: "InputAndOutput",
          value: "InputAndOutput"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ComparisonOperator": {
      description: "When a metric is beyond its threshold.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
      enum: [
        {
          description: "Above it.",
          name: "GreaterThanThreshold",
          value: "GreaterThanThreshold"
        },
        {
          description: "At it or above.",
          name: "GreaterThanOrEqualToThreshold",
          value: "GreaterThanOrEqualToThreshold"
        },
        {
          description: "Below it.",
          name: "LessThanThreshold",
          value: "LessThanThreshold"
        },
        {
          description: "At it or below.",
          name: "LessThanOrEqualToThreshold",
          value: "LessThanOrEqualToThreshold"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ContainerMode": {
      description: "How many models a container serves.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html",
      enum: [
        {
          description: "One model, which is there when the container starts.",
          name: "SingleModel",
          value: "SingleModel"
        },
        {
          description: "Any number of models below one prefix in S3, each loaded when a request first names it.",
          name: "MultiModel",
          value: "MultiModel"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:CoreDump": {
      description: "Core dumps of a variant's containers, written to S3 with the models' role when the process crashes.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html",
      properties: {
        destinationS3Uri: {
          description: "S3 URI below which they are written, for example `s3://bucket/dumps`, at most 512 characters.",
          type: "string"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts them; required for a shadow variant. Default: your account's AWS managed key for S3.",
          type: "string"
        }
      },
      required: [
        "destinationS3Uri"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:CustomizedScalingMetric": {
      description: "A metric of your own, or of another service, that grows and falls with the load of each instance. Exactly one of\n`metricName` and `queries` must be given.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_CustomizedMetricSpecification.html",
      properties: {
        dimensions: {
          additionalProperties: {
            type: "string"
          },
          description: "The metric's dimensions. Default: none.",
          type: "object"
        },
        metricName: {
          description: "The metric's name; required without `queries`.",
          type: "string"
        },
        namespace: {
          description: "The metric's CloudWatch namespace; required with `metricName`.",
          type: "string"
        },
        queries: {
          description: "Metrics and expressions over them: the policy follows the last; required without `metricName`.",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:ScalingMetricQuery"
          },
          type: "array"
        },
        statistic: {
          description: "The statistic, `Average`, `Minimum`, `Maximum`, `SampleCount` or `Sum`. Default: `Average`.",
          type: "string"
        },
        unit: {
          description: "The metric's unit, as CloudWatch names it. Default: any.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:DashboardRegistry": {
      description: "A registry on ECS behind a load balancer, as a RegistryHost makes it, for the dashboard.",
      properties: {
        clusterArn: {
          description: "ARN of the ECS cluster that the registry runs in.",
          type: "string"
        },
        loadBalancerArn: {
          description: "ARN of the registry's load balancer.",
          type: "string"
        },
        pullServiceName: {
          description: "Name of the ECS service that serves images.",
          type: "string"
        }
      },
      required: [
        "clusterArn",
        "loadBalancerArn",
        "pullServiceName"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:DataCapture": {
      description: "Requests and answers that are written to S3, with the models' role.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html",
      properties: {
        captureModes: {
          description: "What of them is captured, at most two of `Input` and `Output`, or `InputAndOutput` alone. Default: `Input` and `Output`.",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:CaptureMode"
          },
          type: "array"
        },
        csvContentTypes: {
          description: "Content types, up to 10, that are captured as CSV; others are captured in base64. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        destinationS3Uri: {
          description: "S3 URI below which they are written, for example `s3://bucket/captured`, at most 512 characters: there they lie under the\nnames of endpoint and variant, and by the hour.",
          type: "string"
        },
        enableCapture: {
          description: "Whether requests or responses are captured. Default: `true`.",
          type: "boolean"
        },
        initialSamplingPercentage: {
          description: "The percentage of requests that is captured, 0 to 100.",
          type: "integer"
        },
        jsonContentTypes: {
          description: "Content types, up to 10, that are captured as JSON; others are captured in base64. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        kmsKeyArn: {
          description: "ARN of the KMS key that encrypts what is written. Default: the bucket's own encryption.",
          type: "string"
        }
      },
      required: [
        "destinationS3Uri",
        "initialSamplingPercentage"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:DeploymentConfig": {
      description: "How an update of the endpoint is rolled out, and when it is rolled back: one policy, blue/green all at once by default.\nAn update must keep the variants' names. Other policies than before are an update themselves, with a new configuration.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html",
      properties: {
        autoRollbackConfiguration: {
          $ref: "#/types/sagemaker-private-registry:index:AutoRollbackConfiguration",
          description: "The alarms that roll a deployment back, which takes `endpointName`. Default: no rollback.",
          plain: true
        },
        blueGreenUpdatePolicy: {
          $ref: "#/types/sagemaker-private-registry:index:BlueGreenUpdatePolicy",
          description: "A blue/green deployment. Default: all traffic at once."
        },
        rollingUpdatePolicy: {
          $ref: "#/types/sagemaker-private-registry:index:RollingUpdatePolicy",
          description: "A rolling deployment instead of `blueGreenUpdatePolicy`. Default: none."
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:EndpointAlarm": {
      description: "An alarm on the endpoint.",
      properties: {
        comparisonOperator: {
          $ref: "#/types/sagemaker-private-registry:index:ComparisonOperator",
          description: "How the metric is compared with the threshold. Default: `GreaterThanOrEqualToThreshold`."
        },
        datapointsToAlarm: {
          description: "How many of those periods must be beyond the threshold. Default: all of them.",
          type: "integer"
        },
        evaluationPeriods: {
          description: "Periods that are looked at, at most those of a day, or of 7 days where a period has an hour or more. Default: 3.",
          type: "integer"
        },
        metric: {
          $ref: "#/types/sagemaker-private-registry:index:EndpointMetric",
          description: "The metric that is watched.",
          plain: true
        },
        period: {
          description: "Seconds of a period, a multiple of 60, at most 7 days; with `ConcurrentRequestsPerModel` also 10, 20 or 30. Default: 60.",
          type: "integer"
        },
        statistic: {
          description: "The statistic of each period, for example `Average`, `Sum`, `Maximum`, `p99` or `tm90`. Default: by the metric: the\naverage of shares and of utilizations, the sum of requests, and `p99` of times.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
          plain: true,
          type: "string"
        },
        threshold: {
          description: "The threshold, in the metric's unit: a share of 0.05 for 5 % of the requests, 500000 microseconds for half a second.",
          type: "number"
        },
        treatMissingData: {
          $ref: "#/types/sagemaker-private-registry:index:MissingData",
          description: "What periods without data count as, for example periods without a request. Default: `notBreaching`; `breaching` where the\nalarm is on too few requests, for example `Invocations` with `LessThanThreshold`."
        },
        variant: {
          description: "The variant that is watched; required where there are several. Default: the only one.",
          plain: true,
          type: "string"
        }
      },
      required: [
        "metric",
        "threshold"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:EndpointAlarmRule": {
      description: "When an alarm on a metric of the endpoint fires.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
      properties: {
        comparisonOperator: {
          $ref: "#/types/sagemaker-private-registry:index:ComparisonOperator",
          description: "How the metric is compared with the threshold. Default: `GreaterThanOrEqualToThreshold`."
        },
        datapointsToAlarm: {
          description: "How many of those periods must be beyond the threshold. Default: all of them.",
          type: "integer"
        },
        evaluationPeriods: {
          description: "Periods that are looked at, at most those of a day, or of 7 days where a period has an hour or more. Default: 3.",
          type: "integer"
        },
        metric: {
          $ref: "#/types/sagemaker-private-registry:index:EndpointMetric",
          description: "The metric that is watched.",
          plain: true
        },
        period: {
          description: "Seconds of a period, a multiple of 60, at most 7 days; with `ConcurrentRequestsPerModel` also 10, 20 or 30. Default: 60.",
          type: "integer"
        },
        statistic: {
          description: "The statistic of each period, for example `Average`, `Sum`, `Maximum`, `p99` or `tm90`. Default: by the metric: the\naverage of shares and of utilizations, the sum of requests, and `p99` of times.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
          plain: true,
          type: "string"
        },
        threshold: {
          description: "The threshold, in the metric's unit: a share of 0.05 for 5 % of the requests, 500000 microseconds for half a second.",
          type: "number"
        },
        treatMissingData: {
          $ref: "#/types/sagemaker-private-registry:index:MissingData",
          description: "What periods without data count as, for example periods without a request. Default: `notBreaching`; `breaching` where the\nalarm is on too few requests, for example `Invocations` with `LessThanThreshold`."
        }
      },
      required: [
        "metric",
        "threshold"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:EndpointDashboard": {
      description: "One CloudWatch dashboard for all that an answer of the endpoint takes.",
      properties: {
        dashboardName: {
          description: "The dashboard's name: 1 to 255 letters, digits, hyphens and underscores. A dashboard belongs to the account, in all\nregions: one of that name is overwritten. Default: the endpoint's name and the region, for example `fraud-eu-west-1`.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
          type: "string"
        },
        registry: {
          $ref: "#/types/sagemaker-private-registry:index:DashboardRegistry",
          description: "The registry that the images are in. Default: the dashboard shows no registry.",
          plain: true
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:EndpointMetric": {
      description: "What CloudWatch measures of an endpoint, once a minute where nothing else is said. Asynchronous endpoints have those that\nname them, and of the others only errors by 4xx and 5xx, `ModelLatency` and utilizations.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html",
      enum: [
        {
          description: "Percent of a CPU, up to 100 for each that the instance has.",
          name: "CPUUtilization",
          value: "CPUUtilization"
        },
        {
          description: "Percent of the instance's memory.",
          name: "MemoryUtilization",
          value: "MemoryUtilization"
        },
        {
          description: "Percent of a GPU, up to 100 for each that the instance has.",
          name: "GPUUtilization",
          value: "GPUUtilization"
        },
        {
          description: "Percent of a GPU's memory, up to 100 for each that the instance has.",
          name: "GPUMemoryUtilization",
          value: "GPUMemoryUtilization"
        },
        {
          description: "Requests that wait or are being answered for each instance, of an asynchronous endpoint.",
          name: "ApproximateBacklogSizePerInstance",
          value: "ApproximateBacklogSizePerInstance"
        },
        {
          description: "Requests to each instance of the variant; the sum is their number in a period.",
          name: "InvocationsPerInstance",
          value: "InvocationsPerInstance"
        },
        {
          description: "Requests that each instance has at a time, by default the most of them; measured every 10 seconds.",
          name: "ConcurrentRequestsPerModel",
          value: "ConcurrentRequestsPerModel"
        },
        {
          description: "Requests that the model answered with 4xx; the average is their share, 0 to 1.",
          name: "Invocation4XXErrors",
          value: "Invocation4XXErrors"
        },
        {
          description: "Requests that the model answered with 5xx; the average is their share, 0 to 1.",
          name: "Invocation5XXErrors",
          value: "Invocation5XXErrors"
        },
        {
          description: "Requests that no 2xx came of; the average is their share, 0 to 1.",
          name: "InvocationModelErrors",
          value: "InvocationModelErrors"
        },
        {
          description: "Answers in a stream that broke off after they had begun; the sum is their number in a period.",
          name: "MidStreamErrors",
          value: "MidStreamErrors"
        },
        {
          description: "Requests to the variant; the sum is their number in a period.",
          name: "Invocations",
          value: "Invocations"
        },
        {
          description: "Microseconds that the model takes to answer. Default: those of the slowest 1 %.",
          name: "ModelLatency",
          value: "ModelLatency"
        },
        {
          description: "Microseconds that SageMaker adds to the model's. Default: those of the slowest 1 %.",
          name: "OverheadLatency",
          value: "OverheadLatency"
        },
        {
          description: "Microseconds to the first part of an answer in a stream of both directions. Default: those of the slowest 1 %.",
          name: "FirstChunkLatency",
          value: "FirstChunkLatency"
        },
        {
          description: "Percent of the instance's storage volume.",
          name: "DiskUtilization",
          value: "DiskUtilization"
        },
        {
          description: "Requests that wait or are being answered, of an asynchronous endpoint.",
          name: "ApproximateBacklogSize",
          value: "ApproximateBacklogSize"
        },
        {
          description: "Seconds that the oldest request has waited. Default: the most of them, of an asynchronous endpoint.",
          name: "ApproximateAgeOfOldestRequest",
          value: "ApproximateAgeOfOldestRequest"
        },
        {
          description: "1 while requests wait and there is no instance, else 0, of an asynchronous endpoint.",
          name: "HasBacklogWithoutCapacity",
          value: "HasBacklogWithoutCapacity"
        },
        {
          description: "Requests that an asynchronous endpoint has processed; the sum is their number in a period.",
          name: "InvocationsProcessed",
          value: "InvocationsProcessed"
        },
        {
          description: "Requests to an asynchronous endpoint that failed for any reason; the sum is their number in a period.",
          name: "InvocationFailures",
          value: "InvocationFailures"
        },
        {
          description: "Requests that an asynchronous endpoint gave up, as they had waited too long; the sum is their number in a period.",
          name: "ExpiredRequests",
          value: "ExpiredRequests"
        },
        {
          description: "Requests whose input an asynchronous endpoint could not get from S3; the sum is their number in a period.",
          name: "RequestDownloadFailures",
          value: "RequestDownloadFailures"
        },
        {
          description: "Answers that an asynchronous endpoint could not put into S3; the sum is their number in a period.",
          name: "ResponseUploadFailures",
          value: "ResponseUploadFailures"
        },
        {
          description: "Topics that an asynchronous endpoint could not tell; the sum is their number in a period.",
          name: "NotificationFailures",
          value: "NotificationFailures"
        },
        {
          description: "Milliseconds that a request waits at an asynchronous endpoint. Default: those of the slowest 1 %.",
          name: "TimeInBacklog",
          value: "TimeInBacklog"
        },
        {
          description: "Milliseconds from a request to an asynchronous endpoint to its end. Default: those of the slowest 1 %.",
          name: "TotalProcessingTime",
          value: "TotalProcessingTime"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:EndpointMonitoring": {
      description: "What is watched of the endpoint, and who is told.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
      properties: {
        alarmTopicArns: {
          description: "ARNs of up to 5 SNS topics to notify when one of these alarms, or an alarm that rolls deployments back, fires or returns\nto OK. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        alarms: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:EndpointAlarm",
            plain: true
          },
          description: "Alarms on the endpoint, each under a name of its own. Default: none.",
          plain: true,
          type: "object"
        },
        dashboard: {
          $ref: "#/types/sagemaker-private-registry:index:EndpointDashboard",
          description: "A dashboard of the endpoint, the function that returns the credentials, the preflights and the registry. Default: none.",
          plain: true
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:ExecutionRoleSettings": {
      description: "What the role of models is made of, or which role is adopted: everything but the registry's function.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
      properties: {
        additionalPolicyJson: {
          description: "An IAM policy, as JSON, of what the models' own code does in AWS with a role made here. Default: nothing.",
          type: "string"
        },
        inferenceInputs: {
          description: "S3 URIs of what asynchronous requests are about: an object, or all objects below a prefix that ends in a slash, for\nexample `s3://bucket/requests/`. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        inferenceOutputKmsKeyArns: {
          description: "ARNs of the customer-managed KMS keys that encrypt what SageMaker writes there. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        inferenceOutputs: {
          description: "S3 URIs of buckets or prefixes below which SageMaker writes captured data, responses to asynchronous requests and core\ndumps, for example `s3://bucket/captured`. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        managedPolicyArns: {
          additionalProperties: {
            type: "string"
          },
          description: "ARNs of up to 20 managed policies to attach to a role made here, each under a name of your choice. An account allows 10 a\nrole unless its quota is raised. Default: none.",
          plain: true,
          type: "object"
        },
        modelData: {
          description: "S3 URIs of the model data to be read: an object, for example `s3://bucket/fraud/model.tar.gz`, or all objects below a\nprefix that ends in a slash, for example `s3://bucket/fraud/`. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        modelDataKmsKeyArns: {
          description: "ARNs of the customer-managed KMS keys that encrypt the model data and the inputs of asynchronous requests. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        notificationTopicArns: {
          description: "ARNs of the SNS topics to notify of asynchronous requests. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        roleArn: {
          description: "ARN of a role that exists and is used as it is: then nothing is made, and the output `requiredPolicyJson` says what it\nmust allow. Default: a role is created.",
          type: "string"
        },
        rollbackAlarmNames: {
          description: "Names of the CloudWatch alarms that roll updates of the endpoint back, in this account and region: SageMaker looks at them\nwith this role. Default: none.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
          items: {
            type: "string"
          },
          type: "array"
        },
        ssmAccess: {
          description: "Whether AWS Systems Manager opens sessions in the containers, for variants with `enableSsmAccess`. Default: `false`.",
          type: "boolean"
        },
        volumeKmsKeyArns: {
          description: "ARNs of the customer-managed KMS keys that encrypt the volumes of the endpoint's instances, such as `kmsKeyArn` of a\nModelEndpoint. Default: none.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
          items: {
            type: "string"
          },
          type: "array"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:ExistingRegistry": {
      description: "A private registry that exists: where it listens, and how it knows its clients. Exactly one of `credentialsSecretArn`,\n`credentials`, `credentialsProviderArn` and `anonymous` says the latter.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
      properties: {
        admitModels: {
          description: "Whether a rule that admits the models' group is added to `securityGroupId`. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        alarmTopicArns: {
          description: "ARNs of SNS topics to notify when the credentials function made here fails. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        anonymous: {
          description: "Whether the registry answers without credentials. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        authorizationServer: {
          $ref: "#/types/sagemaker-private-registry:index:AuthorizationServer",
          description: "Where the authorization server of a registry with bearer tokens listens. Default: at the registry itself.",
          plain: true
        },
        cidrBlocks: {
          description: "CIDR blocks with the host's addresses, IPv4 or IPv6. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        clientSecurityGroupIds: {
          description: "Ids of security groups that the host admits and that the models therefore carry too. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        credentials: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryCredentials",
          description: "The credentials themselves, which are put into a secret made here. Default: none.",
          plain: true
        },
        credentialsFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the credentials function made here is run. Default: outside the VPC, in the account's shared pool.",
          plain: true
        },
        credentialsKmsKeyArn: {
          description: "ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key.",
          type: "string"
        },
        credentialsProviderArn: {
          description: "ARN of a Lambda function of your own that answers with the credentials. Default: none.",
          type: "string"
        },
        credentialsSecretArn: {
          description: "ARN of a Secrets Manager secret with the credentials, as JSON. Default: none.",
          type: "string"
        },
        internet: {
          description: "Whether the host is on the internet, so that any address is allowed. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        passwordKey: {
          description: "Key of the password in that JSON. Default: `password`.",
          type: "string"
        },
        prefixListIds: {
          description: "Ids of managed prefix lists with the host's addresses. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        securityGroupId: {
          description: "Id of the security group in front of the host, in the models' VPC or a peered one. Default: none.",
          type: "string"
        },
        usernameKey: {
          description: "Key of the user name in that JSON. Default: `username`.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:FunctionArchitecture": {
      description: "The processors that a Lambda function runs on.\nhttps://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
      enum: [
        {
          description: "AWS Graviton, which costs less.",
          name: "Arm64",
          value: "arm64"
        },
        {
          description: "64-bit Intel and AMD.",
          name: "X8664",
          value: "x86_64"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:FunctionPlacement": {
      description: "Where a Lambda function's network interfaces are placed.\nhttps://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
      properties: {
        securityGroupIds: {
          description: "Ids of the 1 to 4 security groups of the function's network interfaces. The fifth that Lambda allows is created here, without\nrules: its deletion waits until Lambda has deleted the interfaces.",
          items: {
            type: "string"
          },
          type: "array"
        },
        subnetIds: {
          description: "Ids of the 1 to 16 subnets for the function's network interfaces.",
          items: {
            type: "string"
          },
          type: "array"
        }
      },
      required: [
        "securityGroupIds",
        "subnetIds"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:FunctionSettings": {
      description: "How the operator wants a Lambda function of this package run.\nhttps://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
      properties: {
        architecture: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionArchitecture",
          description: "Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`."
        },
        codeSigningConfigArn: {
          description: "ARN of the code-signing configuration that the function is deployed under. The package's code carries no signature, so\nthat a configuration that enforces signatures refuses it. Default: none.",
          type: "string"
        },
        reservedConcurrency: {
          description: "Reserved concurrency of the function, at least 1. Default: unreserved.",
          type: "integer"
        },
        vpc: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionPlacement",
          description: "The function's network interfaces in a VPC. Default: outside any VPC.",
          plain: true
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:HostedModel": {
      description: "One model: the containers that answer a request.",
      properties: {
        containers: {
          description: "The model's containers, 1 to 15; more than one are an inference pipeline, in this order, unless `inferenceExecutionMode` is\n`Direct`. Each of several listens on the port that `SAGEMAKER_BIND_TO_PORT` names, and its image says so with the label\n`com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true`.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:ModelContainer",
            plain: true
          },
          plain: true,
          type: "array"
        },
        enableNetworkIsolation: {
          description: "Whether the model's containers are cut off from every network, and from credentials. AWS does not say whether it goes\ntogether with images of private registries. Default: `false`.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
          type: "boolean"
        },
        inferenceExecutionMode: {
          $ref: "#/types/sagemaker-private-registry:index:InferenceExecutionMode",
          description: "How two and more containers are called, `Serial` (one after the other) or `Direct` (the caller names one). AWS names\ninference pipelines as models that may have images of private registries, and is silent on `Direct`. Default: `Serial`.\nhttps://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-multicontainer-private-registry.html",
          plain: true
        }
      },
      required: [
        "containers"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ImageDelivery": {
      description: "The image that is delivered into the new registry, and how it gets there.",
      properties: {
        archive: {
          $ref: "pulumi.json#/Asset",
          description: "The image as a file: an archive of `docker save`, or an OCI image layout as `docker buildx build --output type=oci` writes\nit, as an uncompressed tar. Default: none."
        },
        bucketLogsBucketName: {
          description: "Name of the bucket that gets the access logs of the bucket through which images are delivered. Default: no access logs.",
          type: "string"
        },
        codeSigningConfigArn: {
          description: "ARN of the code-signing configuration that the function in the VPC is deployed under. Default: none.",
          type: "string"
        },
        functionArchitecture: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionArchitecture",
          description: "Processors that the function in the VPC runs on, `arm64` or `x86_64`. Default: `arm64`."
        },
        image: {
          description: "Which image of the archive, by its name or digest. Default: needed only when the archive holds several, none.",
          type: "string"
        },
        mediaTypes: {
          $ref: "#/types/sagemaker-private-registry:index:ManifestMediaTypes",
          description: "Which media types the manifest has in the registry, Docker's schema 2 or those that it has. Default: `DockerSchema2` for\nan archive, `Preserve` for an image of another registry, whose digest and signatures stay."
        },
        memoryInMb: {
          description: "Memory of the function in the VPC that sends the image into the registry, in MB, 512 to 10240. Default: 2048.",
          type: "integer"
        },
        platform: {
          description: "The one platform taken out of an image for several, `os/architecture[/variant]`. Default: `linux/amd64` for Docker's\nschema 2, all platforms otherwise.",
          type: "string"
        },
        recompressZstd: {
          description: "Whether layers that are compressed with zstd, which Docker's schema 2 does not know, are compressed with gzip instead of\nbeing refused. Default: `false`.",
          type: "boolean"
        },
        repository: {
          description: "Repository in the registry that the image is put into, for example `ml/fraud`. In a registry that keeps its images in S3 a\nname that contains `sagemaker` opens its objects to every role with AmazonSageMakerFullAccess.",
          type: "string"
        },
        reservedConcurrency: {
          description: "Reserved concurrency of the function in the VPC, at least 1. Default: unreserved.",
          type: "integer"
        },
        source: {
          description: "The image in another registry by its digest, `host/repository@sha256:<64 hexadecimal digits>`: one that the\nImagePublisher's `sourceRegistries` name. Default: none.",
          type: "string"
        },
        sourceRegistries: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:SourceRegistry",
            plain: true
          },
          description: "The registry of `source`, by its name as image references begin with it, with what it takes to pull from there. Default:\nthe one that `source` names, read without credentials.",
          plain: true,
          type: "object"
        },
        stagingFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the function that brings the image of `source` is run. Default: outside the VPC, where it reaches the internet.",
          plain: true
        },
        stagingMemoryInMb: {
          description: "Memory of that function in MB, with which its processors and its network grow, 512 to 10240. Default: 2048.",
          type: "integer"
        },
        tag: {
          description: "Tag that points to the image, in addition to its digest. Default: none.",
          type: "string"
        }
      },
      required: [
        "repository"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ImageMirror": {
      description: "Whether the registry's own image is copied before its tasks run it.",
      enum: [
        {
          description: "Into a private repository of ECR, at deployment, by a function outside the VPC: tasks without a route to the internet\npull it from there through the VPC's endpoints for ECR and S3. Of an image for several platforms, the one that the\ntasks run on is copied: it has the digest that the image's index lists for it.",
          name: "Ecr",
          value: "Ecr"
        },
        {
          description: "As `Ecr`, with all platforms of the image, under the digest of `image`: for tools that look for that digest, such as\nthose that verify signatures. It takes more requests to the image's registry, which may limit them.",
          name: "EcrAllPlatforms",
          value: "EcrAllPlatforms"
        },
        {
          description: "Not at all: the tasks pull the image from where it lies.",
          name: "None",
          value: "None"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:InferenceExecutionMode": {
      description: "How the containers of a model are called.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExecutionConfig.html",
      enum: [
        {
          description: "An inference pipeline: the request goes to the first container, and each answer to the next container.",
          name: "Serial",
          value: "Serial"
        },
        {
          description: "Each request names one container by its host name, and only that one is called.",
          name: "Direct",
          value: "Direct"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:InferencePreflight": {
      description: "The preflight of the images: the function that performs the pull beforehand, what it holds to, and how often it is repeated.",
      properties: {
        alarmTopicArns: {
          description: "ARNs of up to 5 SNS topics to notify when preflights on the schedule fail, or are overdue. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        architecture: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionArchitecture",
          description: "Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`."
        },
        codeSigningConfigArn: {
          description: "ARN of the code-signing configuration that the function is deployed under. Default: none.",
          type: "string"
        },
        enabled: {
          description: "Whether the function is made. Without it images must be given by digest, and nothing proves the pull. Default: `true`.",
          plain: true,
          type: "boolean"
        },
        intervalInMinutes: {
          description: "Minutes from one preflight on the schedule to the next, 5 to 1440. Default: 60.",
          type: "integer"
        },
        minimumCertificateDays: {
          description: "Days of the certificate's validity below which the alarm fires, from 1 to 365. Default: 14.",
          type: "integer"
        },
        reservedConcurrency: {
          description: "Reserved concurrency of the function, at least 1. Default: unreserved.",
          type: "integer"
        },
        scheduled: {
          description: "Whether endpoints may have it called on a schedule: what that takes is made, a role and an alarm on the days for which the\nregistry's certificate is still valid. Default: `true`.",
          plain: true,
          type: "boolean"
        },
        severities: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:PreflightSeverity"
          },
          description: "What a problem counts as, by the id of the check that finds it, for example `redirects`. Default: an error for what AWS\ndocuments, a warning for what is only suspected.",
          type: "object"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:InferenceRegistry": {
      description: "The registry to be made for an endpoint.",
      properties: {
        activePullUser: {
          $ref: "#/types/sagemaker-private-registry:index:PullUser",
          description: "The user whose credentials `pullCredentialsSecretArn` holds, instead of `rotation`. To change the password in use, change\nthe version of the other user's password and make that user the active one, in one deployment or in two: the credentials\nchange only after every task knows the new password, and the old one stays valid until its own version changes. Never\nchange the version of the active user's password while that user stays active: clients that still use the old one get a\n401 at once. Default: `A`."
        },
        alarmTopicArns: {
          description: "ARNs of the SNS topics to notify when an alarm changes its state. Default: the alarms tell nobody.",
          items: {
            type: "string"
          },
          type: "array"
        },
        architecture: {
          $ref: "#/types/sagemaker-private-registry:index:TaskArchitecture",
          description: "The processors that the tasks run on, for which `image` must be made. Default: `ARM64`."
        },
        blobRedirects: {
          description: "Whether those who pull are sent to S3 for the layers, by redirects to URLs that are valid for 20 minutes. They must then\nbe able to reach S3. Whether SageMaker follows redirects is not documented. Default: `false`.",
          type: "boolean"
        },
        bucketLogsBucketName: {
          description: "Name of the bucket that gets the access logs of the bucket with the images. Default: no access logs.",
          type: "string"
        },
        bucketName: {
          description: "Name of the bucket that holds the images. Default: auto-generated by Pulumi.",
          type: "string"
        },
        certificateArn: {
          description: "ARN of a certificate in ACM for `domainName` by a public authority, as SageMaker trusts no other; required without\n`validationZoneId`.",
          type: "string"
        },
        clusterArn: {
          description: "ARN of the ECS cluster that the services run in. Default: a new cluster with Container Insights.",
          type: "string"
        },
        credentialsFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the function that returns the registry's credentials is run. Default: outside the VPC, in the account's shared pool.",
          plain: true
        },
        domainName: {
          description: "The registry's host name, for example `registry.ml.example.com`: images are named after it.",
          type: "string"
        },
        egressCidrBlocks: {
          additionalProperties: {
            type: "string"
          },
          description: "IPv4 CIDR blocks that the tasks may reach on port 443, by names of your choice, for interface endpoints whose group is not\nto be changed, or for the registry of `image`. Default: none.",
          plain: true,
          type: "object"
        },
        endpointSecurityGroupId: {
          description: "Id of the security group of the VPC's interface endpoints, by which the tasks reach Secrets Manager, CloudWatch\nLogs and ECR: it gets a rule that admits the tasks. At least one of `endpointSecurityGroupId`, `egressCidrBlocks`\nand `internetEgress` must be given.",
          type: "string"
        },
        image: {
          description: "The registry's own image by digest: CNCF distribution of at least version 3.1.2, in ECR, in a registry that the tasks\nreach by `egressCidrBlocks` or `internetEgress`, or, with `imageMirror`, in any registry on the internet. Default:\nDocker's image of version 3.1.2 in Amazon ECR Public.",
          type: "string"
        },
        imageCredentialsKmsKeyArn: {
          description: "ARN of the KMS key of that secret, if it is not `kmsKeyArn` or AWS's own. Default: none.",
          type: "string"
        },
        imageCredentialsSecretArn: {
          description: "ARN of the secret with the `username` and `password` for the registry of `image`. Default: none.",
          type: "string"
        },
        imageMirror: {
          $ref: "#/types/sagemaker-private-registry:index:ImageMirror",
          description: "Whether the image is copied into a private repository of ECR, which the tasks then pull it from. By default it is\nwhere neither `image` nor `internetEgress` is given: the public image lies on the internet, which a closed VPC does\nnot reach.",
          plain: true
        },
        imageMirrorFunction: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionSettings",
          description: "How the function that copies the image into ECR is run. Default: outside any VPC.",
          plain: true
        },
        internetEgress: {
          description: "Whether the tasks may reach every address on port 443, which takes a NAT gateway. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        loadBalancerLogsBucketName: {
          description: "Name of the bucket that gets the access logs of the load balancer. Default: no access logs.",
          type: "string"
        },
        noncurrentVersionExpirationInDays: {
          description: "Days for which S3 keeps what was deleted or overwritten, from 1 to 36500. Default: 30.",
          type: "integer"
        },
        onDelete: {
          $ref: "#/types/sagemaker-private-registry:index:OnDelete",
          description: "What becomes of the registry when it is destroyed. With `Delete` the tasks are given a minute to finish downloads and\npushes, instead of 5 and 15. Default: `Retain`.",
          plain: true
        },
        passwordVersions: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryPasswordVersions",
          description: "Versions of the passwords, instead of `rotation`; another version creates a new password. Default: `1` for each."
        },
        privateZoneId: {
          description: "Id of the private hosted zone, associated with the VPC, for the registry's record. Default: a new zone for `domainName`\nalone, so that no other name is hidden from the VPC.",
          type: "string"
        },
        pullCidrBlocks: {
          additionalProperties: {
            type: "string"
          },
          description: "IPv4 CIDR blocks that may pull, by names of your choice. Default: none.",
          plain: true,
          type: "object"
        },
        pullScaling: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryScaling",
          description: "How the service that serves images grows and shrinks. Default: from 2 to 6 tasks."
        },
        pullSecurityGroupIds: {
          additionalProperties: {
            type: "string"
          },
          description: "Ids of security groups that may pull, by names of your choice, in addition to the group for pulls. Default: none.",
          plain: true,
          type: "object"
        },
        pullTaskSize: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryTaskSize",
          description: "The size of the tasks that serve images. Default: 512 CPU units and 1024 MB."
        },
        pushCidrBlocks: {
          additionalProperties: {
            type: "string"
          },
          description: "IPv4 CIDR blocks that may push, by names of your choice. Default: none.",
          plain: true,
          type: "object"
        },
        pushPort: {
          description: "Port of the service that takes images, from 1 to 65535 and not 443, which serves them. Default: 8443.",
          type: "integer"
        },
        pushSecurityGroupIds: {
          additionalProperties: {
            type: "string"
          },
          description: "Ids of security groups that may push, by names of your choice, in addition to the group for pushes. Default: none.",
          plain: true,
          type: "object"
        },
        pushTaskSize: {
          $ref: "#/types/sagemaker-private-registry:index:RegistryTaskSize",
          description: "The size of the task that takes images. Default: 512 CPU units and 1024 MB."
        },
        rotation: {
          description: "Number of rotations of the registry's credentials, a whole number. Increase it by 1 to rotate all of them: users that are\nnot in use get new passwords and are put in use, and the key that signs the state of uploads changes. Clients are handed\nthe new passwords only after every task knows them, and the passwords before stay valid until the next rotation. Pulls and\npushes go on; an upload in progress is retried. After a theft increase it by 2: stolen credentials are then refused.\nDefault: 0.",
          type: "integer"
        },
        s3PrefixListId: {
          description: "Id of the managed prefix list of S3 in the region. Default: looked up by its name.",
          type: "string"
        },
        secretRecoveryWindowInDays: {
          description: "Days for which deleted secrets can be recovered, 0 or 7 to 30. Default: 30.",
          type: "integer"
        },
        sslPolicy: {
          description: "TLS policy of the load balancer's listeners, by its name. AWS does not document which TLS versions SageMaker's puller\nsupports. Default: `ELBSecurityPolicy-TLS13-1-2-Res-2021-06` (TLS 1.2 and 1.3, only with forward secrecy and authenticated\nencryption).\nhttps://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
          type: "string"
        },
        validationZoneId: {
          description: "Id of the public hosted zone for the record by which a certificate for `domainName` is validated. Nothing else is\nwritten to it. Exactly one of `validationZoneId` and `certificateArn` must be given.",
          type: "string"
        }
      },
      required: [
        "domainName"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:InternetAccess": {
      description: "The way from a new VPC's private subnets to the internet.\nhttps://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
      enum: [
        {
          description: "There is none: subnets are isolated, and AWS services are reached through VPC endpoints.",
          name: "None",
          value: "None"
        },
        {
          description: "One NAT gateway for all zones: the cheapest way out, and gone with its zone.",
          name: "SingleNatGateway",
          value: "SingleNatGateway"
        },
        {
          description: "One NAT gateway in every zone.",
          name: "NatGatewayPerZone",
          value: "NatGatewayPerZone"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:LambdaAccess": {
      description: "The route to the Lambda API, that `RegistryNetwork` creates or the VPC has.\nhttps://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html",
      properties: {
        admitModels: {
          description: "Whether a rule that admits the models' group is added to `securityGroupId`. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        cidrBlocks: {
          description: "CIDR blocks with the host's addresses, IPv4 or IPv6. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        clientSecurityGroupIds: {
          description: "Ids of security groups that the host admits and that the models therefore carry too. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        internet: {
          description: "Whether the host is on the internet, so that any address is allowed. Default: `false`.",
          plain: true,
          type: "boolean"
        },
        kind: {
          $ref: "#/types/sagemaker-private-registry:index:LambdaRouteKind",
          description: "How the name of the Lambda API leads to Lambda, which checks take as the intention. Default: `Provided`."
        },
        prefixListIds: {
          description: "Ids of managed prefix lists with the host's addresses. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        securityGroupId: {
          description: "Id of the security group in front of the host, in the models' VPC or a peered one. Default: none.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:LambdaRouteKind": {
      description: "How the name of the Lambda API leads from the model's subnets to Lambda. SageMaker asks for the registry's credentials\nat `lambda.<region>.<suffix>` through the model's VPC.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
      enum: [
        {
          description: "An interface endpoint is made, with private DNS: the name leads to it for everyone in the VPC.",
          name: "Create",
          value: "Create"
        },
        {
          description: "An interface endpoint that the VPC has is used.",
          name: "Adopt",
          value: "Adopt"
        },
        {
          description: "An interface endpoint is made without private DNS, and a private hosted zone that maps the name to it.",
          name: "PrivateZone",
          value: "PrivateZone"
        },
        {
          description: "An interface endpoint is made without private DNS; the operator maps the name to it in a DNS of another provider.",
          name: "ExternalDns",
          value: "ExternalDns"
        },
        {
          description: "Nothing is made: the VPC leads there already, through an endpoint, a NAT gateway or a proxy of the operator's.",
          name: "Provided",
          value: "Provided"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ManifestMediaTypes": {
      description: "Which media types the manifest of a published image has.\nhttps://github.com/opencontainers/image-spec/blob/v1.1.0/media-types.md",
      enum: [
        {
          description: "Docker's schema 2, which SageMaker is known to take, for one platform. A manifest that had other types gets\nanother digest; annotations and signatures over it are lost.",
          name: "DockerSchema2",
          value: "DockerSchema2"
        },
        {
          description: "Those of the archive: manifests are stored byte for byte, so that digests and signatures stay what they are.",
          name: "Preserve",
          value: "Preserve"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:MetricAggregationType": {
      description: "Over which of an alarm's data a policy by steps looks.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html",
      enum: [
        {
          description: "Their average.",
          name: "Average",
          value: "Average"
        },
        {
          description: "The least of them.",
          name: "Minimum",
          value: "Minimum"
        },
        {
          description: "The most of them.",
          name: "Maximum",
          value: "Maximum"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:MetricIdentity": {
      description: "A metric of the endpoint, as CloudWatch finds it.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html",
      properties: {
        dimensions: {
          additionalProperties: {
            type: "string"
          },
          description: "The metric's dimensions: `EndpointName`, and `VariantName` where it is measured for each variant.",
          type: "object"
        },
        metricName: {
          description: "The metric's name, for example `ModelLatency`.",
          type: "string"
        },
        namespace: {
          description: "The CloudWatch namespace, for example `AWS/SageMaker`.",
          type: "string"
        }
      },
      required: [
        "dimensions",
        "metricName",
        "namespace"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:MissingData": {
      description: "What periods without data count as.\nhttps://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
      enum: [
        {
          description: "As periods in which all is well.",
          name: "NotBreaching",
          value: "notBreaching"
        },
        {
          description: "As periods beyond the threshold.",
          name: "Breaching",
          value: "breaching"
        },
        {
          description: "As nothing: the alarm stays as it is.",
          name: "Ignore",
          value: "ignore"
        },
        {
          description: "As a want of data, of which the alarm tells by a state of its own.",
          name: "Missing",
          value: "missing"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ModelCacheSetting": {
      description: "Whether a container that serves many models keeps them loaded.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MultiModelConfig.html",
      enum: [
        {
          description: "Models stay in memory between requests.",
          name: "Enabled",
          value: "Enabled"
        },
        {
          description: "Models are loaded for each request: for many models that are each called rarely.",
          name: "Disabled",
          value: "Disabled"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ModelCompressionType": {
      description: "How model data is packed.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html",
      enum: [
        {
          description: "As it is: one file, or all files below a prefix.",
          name: "None",
          value: "None"
        },
        {
          description: "One gzip-compressed tar archive, which SageMaker unpacks.",
          name: "Gzip",
          value: "Gzip"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ModelContainer": {
      description: "One container of a model.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
      properties: {
        additionalModelDataSources: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:ModelDataSource",
            plain: true
          },
          description: "Further model data, up to 5 sources, each by the name of its channel: 1 to 64 letters, digits, dots, hyphens and\nunderscores. The container finds each below `/opt/ml/additional-model-data-sources`. Default: none.",
          plain: true,
          type: "object"
        },
        containerHostname: {
          description: "The container's name within its model, at most 63 letters, digits and hyphens; either all containers of a model have one\nor none. Required for `Direct`. Default: none.",
          type: "string"
        },
        credentialsProviderArn: {
          description: "ARN of the credentials function of this container's registry. Default: the endpoint's `credentialsProviderArn`.",
          type: "string"
        },
        environment: {
          additionalProperties: {
            type: "string"
          },
          description: "The container's environment: at most 100 variables, names and values of at most 1024 bytes, 32 KiB in all containers of\nthe model, and no secrets. Default: empty.",
          type: "object"
        },
        image: {
          description: "The container's image, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255 characters; or by a tag,\nwhere there is a preflight for it.",
          type: "string"
        },
        mode: {
          $ref: "#/types/sagemaker-private-registry:index:ContainerMode",
          description: "How many models the container serves, `SingleModel` or `MultiModel`, with the models that are below `modelDataUrl`. At\nmost one container of a model serves many, and its image must have the label\n`com.amazonaws.sagemaker.capabilities.multi-models=true`. Default: `SingleModel`.",
          plain: true
        },
        modelCacheSetting: {
          $ref: "#/types/sagemaker-private-registry:index:ModelCacheSetting",
          description: "Whether a container of mode `MultiModel` keeps models in memory. Default: `Enabled`."
        },
        modelDataSource: {
          $ref: "#/types/sagemaker-private-registry:index:ModelDataSource",
          description: "The container's model data in S3, packed or not, instead of `modelDataUrl`, and not with the mode `MultiModel`. Default:\nnone.",
          plain: true
        },
        modelDataUrl: {
          description: "The container's model data, the https or s3 URL of one .tar.gz file in this region; or, required with the mode\n`MultiModel`, the S3 URI of the prefix below which such files lie, for example `s3://bucket/models/`. Default: none.",
          type: "string"
        },
        preflightFunctionArn: {
          description: "ARN of the preflight function of this container's registry. Schedules are for the endpoint's function alone. Default: the\nendpoint's, or none for a container with a credentials function of its own.",
          type: "string"
        }
      },
      required: [
        "image"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ModelDataSource": {
      description: "Model data in S3, packed or not, which a container finds below `/opt/ml/model`.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html",
      properties: {
        acceptEula: {
          description: "Whether you accept the licence that the model's provider requires. Default: no licence is accepted or refused.",
          type: "boolean"
        },
        compressionType: {
          $ref: "#/types/sagemaker-private-registry:index:ModelCompressionType",
          description: "How the data is packed. Default: `Gzip` for an object whose name ends in `.tar.gz` and `None` otherwise."
        },
        s3Uri: {
          description: "S3 URI of one object, for example `s3://bucket/fraud/model.tar.gz`, or of a prefix that ends in a slash, for example\n`s3://bucket/fraud/`, for all objects below it; in this region, at most 1024 characters.",
          type: "string"
        }
      },
      required: [
        "s3Uri"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:NetworkLambdaRoute": {
      description: "The route to the Lambda API that a network makes or adopts.\nhttps://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html",
      properties: {
        admittedCidrBlocks: {
          description: "CIDR blocks that the endpoint made here admits too, in addition to the VPC's own in an adopted VPC. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        admittedSecurityGroupIds: {
          description: "Ids of security groups that the endpoint made here admits too. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        endpointId: {
          description: "Id of the interface endpoint to adopt; required with `Adopt`, and allowed with no other kind.",
          type: "string"
        },
        endpointPolicyJson: {
          description: "Policy of the endpoint made here, as JSON. By default this account's principals invoke this account's functions through\nit, and outside of a new VPC without a route to the internet also use the rest of Lambda's API.",
          type: "string"
        },
        kind: {
          $ref: "#/types/sagemaker-private-registry:index:LambdaRouteKind",
          description: "How the name of the Lambda API leads to Lambda. Default: `Create` in a new VPC and `Provided` in an adopted one.",
          plain: true
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:NetworkSettings": {
      description: "What a network is made of, or which VPC it adopts.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
      properties: {
        availabilityZoneCount: {
          description: "Number of zones of the new VPC, 2 to 6. They are the first zones of the region that offer Fargate for both architectures\nand current instance types, as far as AWS documents it. Default: 2.",
          plain: true,
          type: "integer"
        },
        availabilityZoneIds: {
          description: "Ids of 2 to 6 zones of the new VPC, such as `use1-az1`, instead of `availabilityZoneCount` and `availabilityZoneNames`. An\nid leads to the same zone in every account. Default: none.",
          items: {
            plain: true,
            type: "string"
          },
          plain: true,
          type: "array"
        },
        availabilityZoneNames: {
          description: "Names of 2 to 6 zones of the new VPC, such as `us-east-1a`, instead of `availabilityZoneCount`. A name leads to different\nzones in different accounts. Default: none.",
          items: {
            plain: true,
            type: "string"
          },
          plain: true,
          type: "array"
        },
        cidrBlock: {
          description: "IPv4 CIDR block of the new VPC, from /16 to /24. Default: `10.0.0.0/16`.",
          plain: true,
          type: "string"
        },
        interfaceEndpointPolicyJson: {
          additionalProperties: {
            type: "string"
          },
          description: "Policies of these endpoints by service, as JSON. By default each lets this account's principals use this account's\nresources; in a new VPC without a route to the internet only for what the package's parts need: pulling from `ecr.api` and\n`ecr.dkr` (from other accounts' repositories too), writing `logs`, and reading secrets from `secretsmanager`.",
          plain: true,
          type: "object"
        },
        interfaceEndpoints: {
          additionalProperties: {
            plain: true,
            type: "boolean"
          },
          description: 'Interface endpoints with private DNS by service, for example `{ "ecr.api": true, "logs": false }`. By default a new VPC\nwithout a route to the internet has those that a registry host needs (`ecr.api`, `ecr.dkr`, `logs`, `secretsmanager`), and\nother VPCs get none. The endpoint for Lambda is `lambdaRoute`\'s. Those who call SageMaker endpoints from the VPC need\n`sagemaker.runtime`.',
          plain: true,
          type: "object"
        },
        internetAccess: {
          $ref: "#/types/sagemaker-private-registry:index:InternetAccess",
          description: "The new VPC's route to the internet. Default: `None`.",
          plain: true
        },
        lambdaRoute: {
          $ref: "#/types/sagemaker-private-registry:index:NetworkLambdaRoute",
          description: "The route to the Lambda API, which returns the registry's credentials; see its properties for the defaults.",
          plain: true
        },
        routeTableIds: {
          description: "Ids of the adopted VPC's route tables that get the route to S3; only with `vpcId`. Default: those that serve `subnetIds`.",
          items: {
            type: "string"
          },
          type: "array"
        },
        s3BucketNames: {
          description: "Names of buckets of other accounts that the default policy of the endpoint for S3 lets this account's principals use, such\nas those of model data. A PrivateInference adds the buckets of its model data, inputs and outputs. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        s3Endpoint: {
          description: "Whether a gateway endpoint for S3 is made. Default: `true` in a new VPC and `false` in an adopted one.",
          plain: true,
          type: "boolean"
        },
        s3EndpointPolicyJson: {
          description: "Policy of the gateway endpoint for S3, as JSON. By default it lets this account's principals use this account's buckets\nand `s3BucketNames`, and everyone read ECR's layers; in a VPC with a route to the internet, and in an adopted one, also\nother buckets be read.",
          type: "string"
        },
        subnetIds: {
          description: "Ids of 2 to 16 subnets of the adopted VPC, in at least two zones; required with `vpcId`, and with it alone.",
          items: {
            type: "string"
          },
          type: "array"
        },
        vpcId: {
          description: "Id of a VPC to adopt, in which nothing is made unless requested. Default: a new VPC is created.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:OnDelete": {
      description: "What becomes of the registry when it is destroyed, or when the program ceases to have it.",
      enum: [
        {
          description: "The bucket and the images in it stay in the account; everything else is deleted.",
          name: "Retain",
          value: "Retain"
        },
        {
          description: "Nothing of the registry is deleted, with a preview or without, until this is changed. Updates that replace task\ndefinitions, secret versions and passwords work; those that replace anything else are refused.",
          name: "Protect",
          value: "Protect"
        },
        {
          description: "Everything is deleted, the bucket with every image in it.",
          name: "Delete",
          value: "Delete"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:PreflightFunction": {
      description: "The function that performs the pull as SageMaker does, before any model exists, and how it is run.",
      properties: {
        alarmTopicArns: {
          description: "ARNs of up to 5 SNS topics to notify when preflights on a schedule fail. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        architecture: {
          $ref: "#/types/sagemaker-private-registry:index:FunctionArchitecture",
          description: "Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`."
        },
        codeSigningConfigArn: {
          description: "ARN of the code-signing configuration that the function is deployed under. Default: none.",
          type: "string"
        },
        enabled: {
          description: "Whether the function is made. Without it images must be given by digest, and nothing proves the pull. Default: `true`.",
          plain: true,
          type: "boolean"
        },
        minimumCertificateDays: {
          description: "Days of the certificate's validity below which the alarm fires, from 1 to 365. Default: 14.",
          type: "integer"
        },
        reservedConcurrency: {
          description: "Reserved concurrency of the function, at least 1. Default: unreserved.",
          type: "integer"
        },
        scheduled: {
          description: "Whether endpoints may have it called on a schedule: what that takes is made, a role and an alarm on the days for which the\nregistry's certificate is still valid. Default: `true`.",
          plain: true,
          type: "boolean"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:PreflightSettings": {
      description: "What the preflights of an endpoint's images hold to, and how often they are repeated.",
      properties: {
        alarmTopicArns: {
          description: "ARNs of up to 5 SNS topics to notify when preflights on the schedule fail, or are overdue. Default: none.",
          items: {
            type: "string"
          },
          type: "array"
        },
        intervalInMinutes: {
          description: "Minutes from one preflight on the schedule to the next, 5 to 1440. Default: 60.",
          type: "integer"
        },
        severities: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:PreflightSeverity"
          },
          description: "What a problem counts as, by the id of the check that finds it, for example `redirects`. Default: an error for what AWS\ndocuments, a warning for what is only suspected.",
          type: "object"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:PreflightSeverity": {
      description: "What a problem that a check of the preflight finds counts as.",
      enum: [
        {
          description: "The deployment fails, before any model exists.",
          name: "Error",
          value: "error"
        },
        {
          description: "The deployment warns, and goes on.",
          name: "Warning",
          value: "warning"
        },
        {
          description: "The check is left out.",
          name: "Off",
          value: "off"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ProductionVariant": {
      description: "One production variant: instances that serve one model and take a share of the requests.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
      properties: {
        containerStartupHealthCheckTimeoutInSeconds: {
          description: "Timeout in seconds for a container's response to `/ping`, 60 to 3600. Default: that of AWS.",
          type: "integer"
        },
        coreDump: {
          $ref: "#/types/sagemaker-private-registry:index:CoreDump",
          description: "Core dumps of the variant's containers, written to S3. Default: none.",
          plain: true
        },
        enableSsmAccess: {
          description: "Whether AWS Systems Manager may open a session in the variant's containers, which AWS must have allowed your account.\nDefault: it may not.",
          type: "boolean"
        },
        inferenceAmiVersion: {
          description: "Version of the image that AWS starts the instances from, for example `al2-ami-sagemaker-inference-gpu-3-1`. Default: AWS's\nchoice.",
          type: "string"
        },
        initialInstanceCount: {
          description: "Instances that the variant starts with, at least 1. Default: 1, or what `scaling` leaves at least.",
          type: "integer"
        },
        initialVariantWeight: {
          description: "The variant's share of the requests, relative to the sum of all production variants' weights; with 0 it gets none. Of a\nshadow variant it is the share of the requests that are copied to it, relative to the production variant's weight: all\nrequests where the two are equal, as in AWS's guide, half of them with 0.5 and 1. Default: 1.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html",
          type: "number"
        },
        instanceType: {
          description: "The variant's instance type, for example `ml.m5.large`.",
          type: "string"
        },
        mlReservationArn: {
          description: "ARN of the ML capacity reservation that alone the instances are started in. Default: without reservation.",
          type: "string"
        },
        model: {
          description: "Name of the model in `models` that the variant serves. Default: the only model, or the one that has the variant's name.",
          plain: true,
          type: "string"
        },
        modelDataDownloadTimeoutInSeconds: {
          description: "Seconds that the download of the model data may take, 60 to 3600. Default: what AWS gives.",
          type: "integer"
        },
        routingStrategy: {
          $ref: "#/types/sagemaker-private-registry:index:RoutingStrategy",
          description: "How requests are spread over the variant's instances. Default: AWS's choice, `Random`."
        },
        scaling: {
          $ref: "#/types/sagemaker-private-registry:index:VariantScaling",
          description: "How the number of the variant's instances follows its load. Default: no scaling.",
          plain: true
        },
        volumeSizeInGb: {
          description: "Size of each instance's storage volume in GB, 1 to 512, for the image and the model data. Instances with local storage\ntake none. Default: what AWS gives the type.",
          type: "integer"
        }
      },
      required: [
        "instanceType"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:PullUser": {
      description: "The two users that may pull: while one of them is in use, the other's password can be changed.",
      enum: [
        {
          description: "The user `pull-a`.",
          name: "A",
          value: "A"
        },
        {
          description: "The user `pull-b`.",
          name: "B",
          value: "B"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:RegistryCredentials": {
      description: "The user and password that a registry knows.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
      properties: {
        password: {
          description: "The password or token; it is kept as a secret.",
          secret: true,
          type: "string"
        },
        username: {
          description: "The user's name, without a colon.",
          type: "string"
        }
      },
      required: [
        "password",
        "username"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:RegistryPasswordVersions": {
      description: "Versions of the registry's passwords: a password is made anew when its version changes.",
      properties: {
        pullA: {
          description: "Version of the password of the user `pull-a`, any text. Default: `1`.",
          type: "string"
        },
        pullB: {
          description: "Version of the password of the user `pull-b`, any text. Default: `1`.",
          type: "string"
        },
        push: {
          description: "Version of the password of the user `push`, any text. Default: `1`.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:RegistryScaling": {
      description: "How the service that serves images grows and shrinks.\nhttps://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
      properties: {
        maxTasks: {
          description: "The most tasks, at least `minTasks`. Default: 6.",
          type: "integer"
        },
        minTasks: {
          description: "The fewest tasks, at least 2. Default: 2.",
          type: "integer"
        },
        requestsPerTaskPerMinute: {
          description: "The requests a minute for each task that scaling keeps the number of tasks at. Default: 1000.",
          type: "integer"
        },
        targetCpuPercent: {
          description: "The average CPU utilization in percent that scaling keeps the number of tasks at. Default: 60.",
          type: "integer"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:RegistryTaskSize": {
      description: "The size of the tasks of a service.\nhttps://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
      properties: {
        cpu: {
          description: "CPU units; 1024 units are one vCPU. Default: 512.",
          type: "integer"
        },
        memoryInMb: {
          description: "Memory in MB, one of the values that Fargate offers with these CPU units. Default: 1024.",
          type: "integer"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:RollingUpdatePolicy": {
      description: "A deployment that replaces the instances batch by batch, for endpoints with one variant.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html",
      properties: {
        maximumBatchSize: {
          $ref: "#/types/sagemaker-private-registry:index:CapacitySize",
          description: "The instances of one batch, 5 to 50 % of the variant's."
        },
        maximumExecutionTimeoutInSeconds: {
          description: "Seconds after which the deployment has failed, 600 to 14400 and more than all waits together. Default: AWS's own limit.",
          type: "integer"
        },
        rollbackMaximumBatchSize: {
          $ref: "#/types/sagemaker-private-registry:index:CapacitySize",
          description: "The instances of one batch of a rollback, 1 to 100 % of the variant's. Default: all at once."
        },
        waitIntervalInSeconds: {
          description: "Seconds after each batch, 0 to 3600, in which the alarms are watched. Default: 0.",
          type: "integer"
        }
      },
      required: [
        "maximumBatchSize"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:RoutingStrategy": {
      description: "How an endpoint spreads a variant's requests over its instances.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html",
      enum: [
        {
          description: "To the instances that have most capacity left.",
          name: "LeastOutstandingRequests",
          value: "LEAST_OUTSTANDING_REQUESTS"
        },
        {
          description: "To any of them by chance.",
          name: "Random",
          value: "RANDOM"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ScalingAdjustment": {
      description: "One step: what is done while the metric is in an interval.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html",
      properties: {
        metricIntervalLowerBound: {
          description: "Where the interval begins, counted from the alarm's threshold. Default: without end downwards.",
          type: "number"
        },
        metricIntervalUpperBound: {
          description: "Where the interval ends, counted from the alarm's threshold. Default: without end upwards.",
          type: "number"
        },
        scalingAdjustment: {
          description: "Instances or percent to add, or below 0 to remove; with `ExactCapacity` the number of instances.",
          type: "integer"
        }
      },
      required: [
        "scalingAdjustment"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ScalingMetric": {
      description: "What a variant's number of instances can follow.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-policy.html",
      enum: [
        {
          description: "Requests a minute to each instance.",
          name: "InvocationsPerInstance",
          value: "SageMakerVariantInvocationsPerInstance"
        },
        {
          description: "Requests that each instance has at a time, measured every 10 seconds.",
          name: "ConcurrentRequestsPerModel",
          value: "SageMakerVariantConcurrentRequestsPerModelHighResolution"
        },
        {
          description: "Percent of a CPU, up to 100 for each that the instance has.",
          name: "CPUUtilization",
          value: "CPUUtilization"
        },
        {
          description: "Percent of the instance's memory.",
          name: "MemoryUtilization",
          value: "MemoryUtilization"
        },
        {
          description: "Percent of a GPU, up to 100 for each that the instance has.",
          name: "GPUUtilization",
          value: "GPUUtilization"
        },
        {
          description: "Percent of a GPU's memory, up to 100 for each that the instance has.",
          name: "GPUMemoryUtilization",
          value: "GPUMemoryUtilization"
        },
        {
          description: "Requests that wait for each instance, of an asynchronous endpoint.",
          name: "ApproximateBacklogSizePerInstance",
          value: "ApproximateBacklogSizePerInstance"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:ScalingMetricQuery": {
      description: "A metric in an expression. Exactly one of `metricName` and `expression` must be given.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html",
      properties: {
        dimensions: {
          additionalProperties: {
            type: "string"
          },
          description: "The metric's dimensions. Default: none.",
          type: "object"
        },
        expression: {
          description: "An expression over others, for example `queued / instances`, at most 2048 characters; required without `metricName`.",
          type: "string"
        },
        id: {
          description: "The name by which expressions call it: a lower-case letter, and then letters, digits and underscores, 255 in all.",
          type: "string"
        },
        metricName: {
          description: "The metric's name; required without `expression`.",
          type: "string"
        },
        namespace: {
          description: "The metric's CloudWatch namespace; required with `metricName`.",
          type: "string"
        },
        statistic: {
          description: "The statistic, for example `Average`, `Sum` or `p99`. Default: `Average`.",
          type: "string"
        },
        unit: {
          description: "The metric's unit, as CloudWatch names it. Default: any.",
          type: "string"
        }
      },
      required: [
        "id"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:ScheduledScaling": {
      description: "Limits that are set at a time, or again and again. At least one of `minCapacity` and `maxCapacity` must be given.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
      properties: {
        endTime: {
          description: "When the schedule ends, for example `2026-12-31T00:00:00Z`. Default: never.",
          type: "string"
        },
        maxCapacity: {
          description: "The most instances from then on, at least 1, or 0 where the variant's own `minCapacity` is 0. Default: unchanged.",
          type: "integer"
        },
        minCapacity: {
          description: "The fewest instances from then on, at least 1, or 0 where the variant's own `minCapacity` is 0. Default: unchanged.",
          type: "integer"
        },
        schedule: {
          description: "When, for example `at(2026-12-24T18:00:00)`, `rate(12 hours)` or `cron(0 7 ? * MON-FRI *)`.",
          type: "string"
        },
        startTime: {
          description: "When the schedule begins, for example `2026-12-01T00:00:00Z`. Default: at once.",
          type: "string"
        },
        timezone: {
          description: "The IANA time zone of `schedule`, for example `Europe/Rome`. Default: `UTC`.",
          type: "string"
        }
      },
      required: [
        "schedule"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:SourceRegistry": {
      description: "A registry that images are taken from.",
      properties: {
        credentialsKmsKeyArn: {
          description: "ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key.",
          type: "string"
        },
        credentialsSecretArn: {
          description: "ARN of the Secrets Manager secret with the credentials of a user who may pull, as a JSON object; without one the\nregistry is read anonymously, which is the default.",
          type: "string"
        },
        passwordKey: {
          description: "Key of the password in the secret's JSON object. Default: `password`.",
          type: "string"
        },
        usernameKey: {
          description: "Key of the user name in the secret's JSON object. Default: `username`.",
          type: "string"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:StepScaling": {
      description: "A policy that adds or removes instances when an alarm fires, by steps.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html",
      properties: {
        adjustmentType: {
          $ref: "#/types/sagemaker-private-registry:index:AdjustmentType",
          description: "What the steps change. Default: `ChangeInCapacity`."
        },
        alarm: {
          $ref: "#/types/sagemaker-private-registry:index:EndpointAlarmRule",
          description: "The alarm that is made for the policy, on the variant.",
          plain: true
        },
        cooldown: {
          description: "Seconds after a change until the next. Default: 300.",
          type: "integer"
        },
        metricAggregationType: {
          $ref: "#/types/sagemaker-private-registry:index:MetricAggregationType",
          description: "Over which of the alarm's data the interval is found. Default: `Average`."
        },
        minAdjustmentMagnitude: {
          description: "The fewest instances to add or remove, at least 1. Default: with `PercentChangeInCapacity` alone, 1.",
          type: "integer"
        },
        stepAdjustments: {
          description: "The steps, 1 to 20, whose intervals neither overlap nor leave a gap, and go on from the alarm's threshold without end: for\none alone `metricIntervalLowerBound: 0` where the alarm fires above, `metricIntervalUpperBound: 0` where it does below.",
          items: {
            $ref: "#/types/sagemaker-private-registry:index:ScalingAdjustment"
          },
          type: "array"
        }
      },
      required: [
        "alarm",
        "stepAdjustments"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:TargetTracking": {
      description: "A policy that holds a metric at a value. Exactly one of `metric` and `customizedMetric` must be given, and exactly one of\n`targetValue` and `requestsPerSecond`.\nhttps://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html",
      properties: {
        customizedMetric: {
          $ref: "#/types/sagemaker-private-registry:index:CustomizedScalingMetric",
          description: "Another metric; required without `metric`."
        },
        disableScaleIn: {
          description: "Whether the policy only adds instances. Default: `false`.",
          type: "boolean"
        },
        metric: {
          $ref: "#/types/sagemaker-private-registry:index:ScalingMetric",
          description: "The metric of the variant; required without `customizedMetric`.",
          plain: true
        },
        requestsPerSecond: {
          description: "Requests a second that one instance can answer, as a load test finds them, instead of a `targetValue` of\n`SageMakerVariantInvocationsPerInstance`: the target is this times 60 times `safetyFactor`. Required without\n`targetValue`.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html",
          type: "number"
        },
        safetyFactor: {
          description: "The part of `requestsPerSecond` that is aimed at, above 0 and at most 1. Default: 0.5.",
          type: "number"
        },
        scaleInCooldown: {
          description: "Seconds after a removal of instances until the next. Default: 300.",
          type: "integer"
        },
        scaleOutCooldown: {
          description: "Seconds after an addition of instances until the next. Default: 300.",
          type: "integer"
        },
        targetValue: {
          description: "The value to hold the metric at, above 0 and at most 2 to the power of 360; required without `requestsPerSecond`.",
          type: "number"
        }
      },
      type: "object"
    },
    "sagemaker-private-registry:index:TaskArchitecture": {
      description: "The processors that the registry's tasks run on.\nhttps://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html",
      enum: [
        {
          description: "AWS Graviton, which costs less.",
          name: "Arm64",
          value: "ARM64"
        },
        {
          description: "64-bit Intel and AMD.",
          name: "X86_64",
          value: "X86_64"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:TrafficRoutingConfiguration": {
      description: "How traffic is shifted to the new instances.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html",
      properties: {
        canarySize: {
          $ref: "#/types/sagemaker-private-registry:index:CapacitySize",
          description: "The first step of a canary, at most 50 % of the variant's instances; required for `CANARY`, and for it alone."
        },
        linearStepSize: {
          $ref: "#/types/sagemaker-private-registry:index:CapacitySize",
          description: "Every step of a linear shift, 10 to 50 % of the variant's instances; required for `LINEAR`, and for it alone."
        },
        type: {
          $ref: "#/types/sagemaker-private-registry:index:TrafficRoutingType",
          description: "`ALL_AT_ONCE`, `CANARY` or `LINEAR`."
        },
        waitIntervalInSeconds: {
          description: "Seconds between two steps, 0 to 3600, in which the alarms are watched. Default: 0.",
          type: "integer"
        }
      },
      required: [
        "type"
      ],
      type: "object"
    },
    "sagemaker-private-registry:index:TrafficRoutingType": {
      description: "How a blue/green deployment shifts traffic to the new instances.\nhttps://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html",
      enum: [
        {
          description: "All traffic at once, as soon as the new instances are in service.",
          name: "AllAtOnce",
          value: "ALL_AT_ONCE"
        },
        {
          description: "A part of the new instances first, and all others after one wait.",
          name: "Canary",
          value: "CANARY"
        },
        {
          description: "Step by step, with a wait after each.",
          name: "Linear",
          value: "LINEAR"
        }
      ],
      type: "string"
    },
    "sagemaker-private-registry:index:VariantScaling": {
      description: "How a variant's number of instances follows its load: at least one policy or scheduled action. An update of the endpoint\nstarts `initialInstanceCount` instances again, whatever scaling had decided: the AWS provider cannot tell SageMaker to keep\nthem, and a preview warns of it. An update that removes a scaled variant, or gives it another instance type, is refused by\nSageMaker before anything has changed: run `pulumi destroy --target` on its scaling first.\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html\nhttps://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html",
      properties: {
        maxCapacity: {
          description: "The most instances, at least 1 and at least `minCapacity`.",
          type: "integer"
        },
        minCapacity: {
          description: "The fewest instances, at least 1, or 0 with asynchronous inference: then a request that finds none starts one. Default: 1.",
          plain: true,
          type: "integer"
        },
        scheduledActions: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:ScheduledScaling",
            plain: true
          },
          description: "Limits on a schedule, each under a name of its own. Default: none.",
          plain: true,
          type: "object"
        },
        stepScaling: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:StepScaling",
            plain: true
          },
          description: "Policies by steps, each under a name of its own. Default: none.",
          plain: true,
          type: "object"
        },
        targetTracking: {
          additionalProperties: {
            $ref: "#/types/sagemaker-private-registry:index:TargetTracking",
            plain: true
          },
          description: "Policies that hold a metric at a value, each under a name of its own. Default: none.",
          plain: true,
          type: "object"
        }
      },
      required: [
        "maxCapacity"
      ],
      type: "object"
    }
  },
  version: "0.1.0"
};

// plugin/provider.ts
var pulumi75 = __toESM(require("@pulumi/pulumi"));

// plugin/language.ts
var import_node_fs5 = require("node:fs");
var import_node_path5 = require("node:path");
var snakeCase2 = (name2) => name2.replace(/(?<=[a-z0-9])[A-Z]+/g, (letters) => `_${letters}`).toLowerCase();
var pascalCase = (name2) => name2.charAt(0).toUpperCase() + name2.slice(1);
var SPELLINGS = {
  dotnet: pascalCase,
  go: pascalCase,
  python: snakeCase2
};
function runtimeOf(folder) {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name2) => (0, import_node_path5.join)(folder, name2)).find((path) => (0, import_node_fs5.existsSync)(path));
  if (file === void 0) return (0, import_node_path5.dirname)(folder) === folder ? void 0 : runtimeOf((0, import_node_path5.dirname)(folder));
  const text2 = (0, import_node_fs5.readFileSync)(file, "utf8");
  const [, block = ""] = /^[ {]*"?runtime"?:((?:.*)(?:\n[ \t]+.*)*)/m.exec(text2) ?? /"runtime"\s*:([^]*)/.exec(text2) ?? [];
  const [, runtime11] = /name"?\s*:\s*"?(\w+)/.exec(block) ?? /^\s*"?(\w+)/.exec(block) ?? [];
  return runtime11;
}
function spelled(message, runtime11, names) {
  const spell = Object.hasOwn(SPELLINGS, runtime11 ?? "") ? SPELLINGS[runtime11 ?? ""] : void 0;
  if (spell === void 0) return message;
  const lines = message.split("\n").map((line) => {
    const [, indent = "", path = "", reason = line] = /^( *- )([^:]*)(:.*)$/.exec(line) ?? [];
    return indent + eachName(path, (name2) => names.has(name2), spell) + eachName(reason, isCompound(names), spell);
  });
  return lines.join("\n");
}
function isCompound(names) {
  return (word) => /[A-Z]/.test(word) && names.has(word);
}
function eachName(text2, isName, spell) {
  return text2.split(/("(?:[^"\\]|\\.)*"|https:\S+)/).map(
    (part2, index) => index % 2 === 1 ? part2 : part2.replace(/\w+/g, (word) => isName(word) ? spell(word) : word)
  ).join("");
}

// plugin/provider.ts
function createProvider(schema, exported) {
  const names = argumentNames(schema);
  return {
    version: schema.version,
    schema: JSON.stringify(schema),
    construct: (name2, type, inputs, options) => {
      const resource = Object.hasOwn(schema.resources, type) ? schema.resources[type] : void 0;
      if (resource === void 0) return Promise.reject(unknownType(type, Object.keys(schema.resources)));
      const Component = exported[type.split(":").at(-1) ?? ""];
      const component = make(() => new Component(name2, inputs, options), names);
      const fields = component;
      const state = Object.keys(resource.properties ?? {}).map((output38) => [output38, fields[output38]]);
      return Promise.resolve({ urn: component.urn, state: Object.fromEntries(state) });
    }
  };
}
function unknownType(type, known) {
  return new Error(`unknown component type "${type}"; expected one of ${known.join(", ")}`);
}
function make(component, names) {
  try {
    return component();
  } catch (error) {
    if (!pulumi75.InputPropertiesError.isInstance(error)) throw error;
    const message = spelled(error.message, runtimeOf(process.cwd()), names);
    throw new pulumi75.InputPropertiesError({ message, errors: error.errors ?? [] });
  }
}
function argumentNames({ resources, types: types2 = {} }) {
  const inputs = Object.values(resources).map(({ inputProperties = {} }) => inputProperties);
  const nested = Object.values(types2).map(
    ({ properties = {} }) => properties
  );
  return new Set([...inputs, ...nested].flatMap((properties) => Object.keys(properties)));
}

// plugin/index.ts
var provider2 = pulumi76.provider.main(createProvider(schema_default, index_exports), process.argv.slice(2));
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  provider
});
