import fc from "fast-check";
import assert from "node:assert/strict";
import { addressFindings } from "./addresses";

const subnets = (...free: number[]) =>
  free.map((availableIpAddressCount, index) => ({ id: `subnet-${index}`, availableIpAddressCount }));
const instances = (atStart: number, atMost = atStart, atATime = atStart) => ({ atStart, atATime, atMost });

describe("addressFindings", () => {
  it("finds a problem exactly where there is not one address for each instance that starts", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 100 }), (first, second, count) => {
        for (const isNew of [true, false]) {
          const { problem, warning } = addressFindings(subnets(first, second), instances(count), isNew);
          assert.equal(problem !== undefined, first + second < count);
          assert.equal(warning !== undefined, first + second >= count && first + second < 2 * count);
        }
      }),
    );
  });

  it("names the subnets, the numbers and the remedy", () => {
    assert.equal(
      addressFindings(subnets(1, 0), instances(20), true).problem,
      "the models' subnets subnet-0, subnet-1 have 1 free IP address, but the endpoint starts 20 instances, each of which takes at least " +
        "one: free some, or give subnets that have them (https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html)",
    );
    assert.match(
      addressFindings(subnets(3), instances(2), false).warning ?? "",
      /have 3 free IP addresses, but AWS's guide asks for 2 for each instance, and the update starts 2 instances while the old ones run/,
    );
  });

  it("counts a rolling update's batch, but all instances of a new endpoint", () => {
    const rolling = instances(10, 10, 2);
    assert.deepEqual(addressFindings(subnets(4), rolling, false), {});
    assert.match(addressFindings(subnets(4), rolling, true).problem ?? "", /starts 10 instances/);
  });

  it("warns of what scaling may start, where the endpoint is new", () => {
    const scaled = instances(1, 30);
    assert.match(addressFindings(subnets(59), scaled, true).warning ?? "", /scaling may start up to 30/);
    assert.deepEqual(addressFindings(subnets(60), scaled, true), {});
    // The instances that run have addresses, which are free again after the update.
    assert.deepEqual(addressFindings(subnets(59), scaled, false), {});
  });
});
