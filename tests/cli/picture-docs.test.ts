import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planProgram } from "../../cli/program/plan-program";
import { architectureOf } from "../../cli/graph/build-architecture";
import { toSvg } from "../../cli/graph/picture/svg";

const root = join(__dirname, "..", "..");

describe("the pictures in docs/", function () {
  this.timeout(60_000);

  for (const example of ["quickstart", "existing-registry"])
    it(`are those of ${example} as it is`, async () => {
      const { project, graph } = await planProgram({
        program: join(root, "examples", example),
        stack: undefined,
        config: {},
        references: [],
        warn: () => undefined,
      });
      const title = `Architecture of ${project.name}, stack ${project.stack}`;
      const svg = await toSvg(architectureOf(graph), title);
      assert(
        readFileSync(join(root, "docs", `${example}.svg`), "utf8") === svg,
        `docs/${example}.svg is out of date: run npm run generate`,
      );
    });
});
