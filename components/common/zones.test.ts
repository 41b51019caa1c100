import assert from "node:assert/strict";
import {
  adviceOnZones,
  chooseZones,
  lacking,
  Offer,
  offersAll,
  placedInstances,
  placedTasks,
  type Zone,
} from "./zones";

const zone = (id: string): Zone => ({ name: `name-of-${id}`, id });
const lacks = (id: string): string[] =>
  lacking(zone(id), Object.values(Offer)).map((each) => each.split(" (")[1] ?? "");

describe("zones", () => {
  it("offer everything, but for those that AWS names", () => {
    const unfit = {
      usw1: [2],
      apne1: [3],
      cnn1: [3, 4],
      cac1: [3],
      use1: [3],
      use2: [],
      usw2: [],
      euw1: [],
      eun1: [],
      cnnw1: [],
      usgw1: [],
    };
    for (const [prefix, numbers] of Object.entries(unfit)) {
      for (const number of [1, 2, 3, 4, 5, 6]) {
        const listed = ["usw1", "apne1", "cnn1"].includes(prefix) && number > 4;
        const expected =
          !listed && !(numbers as number[]).includes(number) && !(prefix === "usw1" && number === 4);
        assert.equal(offersAll(zone(`${prefix}-az${number}`)), expected, `${prefix}-az${number}`);
      }
    }
    // An id of another form says nothing.
    for (const id of ["", "zone-1", "usw2-lax1-az1"]) assert.ok(offersAll(zone(id)), id);
  });

  it("lack what is placed in them, and nothing else", () => {
    assert.deepEqual(lacking(zone("use1-az3"), placedTasks("X86_64")), []);
    assert.match(
      lacking(zone("use1-az3"), placedTasks("ARM64")).join(),
      /^name-of-use1-az3 \(use1-az3\) has no Fargate for ARM64 \(https:.*ecs-arm64.html\)$/,
    );
    for (const architecture of ["X86_64", "ARM64"])
      assert.match(lacking(zone("usw1-az2"), placedTasks(architecture)).join(), /has no Fargate \(/);
    assert.deepEqual(lacking(zone("usw1-az2"), placedInstances("ml.m5.large")), []);
    for (const type of ["ml.m5.large", "ml.g5.xlarge", "ml.c7g.large", "ml.inf2.xlarge"])
      assert.equal(lacking(zone("use1-az3"), placedInstances(type)).length, 1, type);
    for (const type of ["ml.t2.medium", "ml.m4.xlarge", "ml.c4.large", "ml.p3.2xlarge"])
      assert.deepEqual(lacking(zone("use1-az3"), placedInstances(type)), [], type);
    assert.equal(lacks("use1-az3").length, 2);
  });

  it("are chosen in their order, those that offer everything first", () => {
    const ids = (chosen: readonly Zone[]): string[] => chosen.map(({ id }) => id);
    const account = ["use1-az3", "use1-az6", "use1-az1", "use1-az2"].map(zone);
    assert.deepEqual(ids(chooseZones(account, 2)), ["use1-az6", "use1-az1"]);
    assert.deepEqual(ids(chooseZones(account, 3)), ["use1-az6", "use1-az1", "use1-az2"]);
    assert.deepEqual(ids(chooseZones(account, 4)), ["use1-az3", "use1-az6", "use1-az1", "use1-az2"]);
    const older = ["usw1-az2", "usw1-az1"].map(zone);
    assert.deepEqual(ids(chooseZones(older, 2)), ["usw1-az2", "usw1-az1"]);
  });

  it("are warned of where they lack something", () => {
    assert.equal(adviceOnZones(["euw1-az1", "euw1-az2"].map(zone)), undefined);
    assert.match(
      adviceOnZones(["use1-az1", "use1-az3"].map(zone)) ?? "",
      /name-of-use1-az3 \(use1-az3\) has no Fargate for ARM64 .*; .*no ml.m5 and newer instances.*name other zones in availabilityZoneNames/,
    );
  });
});
