// What docs/registry.md tells of the code.
import assert from "node:assert/strict";
import { OnDelete } from "../../components/registry-host";
import { deregistrationDelay } from "../../components/registry-host/load-balancer";
import { host, LOG_GROUP, SECRET } from "../components/registry-host/host";
import { documentAt, tableBelow } from "./markdown";

const page = documentAt("docs/registry.md");

describe("docs/registry.md", function () {
  this.timeout(60_000);

  it("tells how long the tasks of each service have to finish", () => {
    const [, ...rows] = tableBelow(page, "## How long a change takes");
    assert.deepEqual(
      rows.map(([, time]) => time),
      [
        deregistrationDelay("pull", OnDelete.Retain),
        deregistrationDelay("push", OnDelete.Protect),
        deregistrationDelay("pull", OnDelete.Delete),
      ].map((seconds) => (seconds === 60 ? "1 minute" : `${seconds / 60} minutes`)),
    );
    assert.equal(deregistrationDelay("push", OnDelete.Delete), deregistrationDelay("pull", OnDelete.Delete));
  });

  it("tells what every value of onDelete does", () => {
    const [, ...rows] = tableBelow(page, "## Protect it");
    assert.deepEqual(
      rows.map(([value = ""]) => /`(\w+)`/.exec(value)?.[1]),
      Object.values(OnDelete),
    );
  });

  it("counts the secrets, and names the log groups", async () => {
    const graph = await host({ onDelete: OnDelete.Protect });
    assert.match(page.text, /the six secrets/);
    assert.equal(graph.ofType(SECRET).length, 6);
    const names = graph.ofType(LOG_GROUP).map(({ name }) => name);
    assert.ok(names.includes("demo-pull-logs"), names.join());
    assert.match(page.text, /`demo-registry-pull-logs-1a2b3c4`/);
  });
});
