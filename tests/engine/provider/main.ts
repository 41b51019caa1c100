// A provider's plugin: `main.js <package> <version> <version of aws> <address of the engine>`. The engine adds the address, and
// reads the port from the first line.
import { Aws } from "./aws";
import { Awsx } from "./awsx";
import { engineLog } from "./engine-log";
import type { Package } from "./package";
import { Random } from "./random";
import { serve } from "./server";
import { scenarioFolder } from "./settings";

function packageOf(name: string, version: string, awsVersion: string): Package {
  switch (name) {
    case "aws":
      return new Aws(version, scenarioFolder());
    case "awsx":
      return new Awsx(version, awsVersion);
    case "random":
      return new Random(version);
    default:
      // What awsx depends on, of which no program here uses anything.
      return { version, construct: ({ type }) => Promise.reject(new Error(`${type} is not known`)) };
  }
}

const [name = "", version = "", awsVersion = "", engine = ""] = process.argv.slice(2);
serve(packageOf(name, version, awsVersion), engineLog(engine, `${name}@${version}`)).then(
  (port) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
