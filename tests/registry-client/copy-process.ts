// A process that copies an archive into a registry, blob by blob, and tells its parent of each.
import { copyImage, openLocalArchive, RegistryClient } from "../../registry-client";

const [, , archive = "", registry = "", ca = ""] = process.argv;

async function main(): Promise<void> {
  const { source } = await openLocalArchive(archive);
  const client = new RegistryClient({ registry, ca, environment: {} });
  await copyImage(
    source,
    { client, repository: "killed", tag: "v1" },
    { format: "preserve", concurrency: 1, onBlob: () => process.send?.("blob") },
  );
  process.send?.("done");
  client.close();
  process.disconnect();
}

void main();
