import fc from "fast-check";
import assert from "node:assert/strict";
import { routeTablesOfSubnets } from "./route-tables";

const main = { id: "rtb-main", associations: [{ main: true, subnetId: "" }] };
const own = (id: string, ...subnets: string[]) => ({
  id,
  associations: subnets.map((subnetId) => ({ subnetId })),
});

describe("routeTablesOfSubnets", () => {
  it("takes the tables associated with the subnets", () => {
    const tables = [main, own("rtb-2", "subnet-b"), own("rtb-1", "subnet-a"), own("rtb-3", "subnet-c")];
    assert.deepEqual(routeTablesOfSubnets(tables, ["subnet-a", "subnet-b"]), ["rtb-1", "rtb-2"]);
  });

  it("takes the main table for a subnet without one of its own", () => {
    assert.deepEqual(routeTablesOfSubnets([own("rtb-1", "subnet-a"), main], ["subnet-a", "subnet-x"]), [
      "rtb-1",
      "rtb-main",
    ]);
    assert.deepEqual(routeTablesOfSubnets([], ["subnet-x"]), []);
  });

  it("names each table once, and none that serves no subnet", () => {
    const subnets = ["subnet-a", "subnet-b", "subnet-c", "subnet-d"];
    fc.assert(
      fc.property(fc.array(fc.subarray(subnets), { maxLength: 4 }), fc.subarray(subnets), (owned, asked) => {
        const tables = [main, ...owned.map((each, index) => own(`rtb-${index}`, ...each))];
        const ids = routeTablesOfSubnets(tables, asked);
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) {
          const table = tables.find((each) => each.id === id);
          const serves = asked.some((subnet) =>
            table?.associations.some(({ subnetId }) => subnetId === subnet),
          );
          assert.ok(serves || id === "rtb-main");
        }
      }),
    );
  });
});
