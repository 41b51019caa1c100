// What the language host of Node.js runs. The build bundles it with the components and the schema to plugin/dist/index.js.
import * as pulumi from "@pulumi/pulumi";
import * as exported from "../index";
import schema from "../sdk/schema.json";
import { createProvider } from "./provider";

/** Resolves when the provider listens; its process ends with the engine. */
export const provider = pulumi.provider.main(createProvider(schema, exported), process.argv.slice(2));
