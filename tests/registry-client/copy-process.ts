// A process that copies an archive into a registry, blob by blob, and kills itself in the middle of the third.
import { copyImage, type ImageSource, openLocalArchive, RegistryClient } from "../../registry-client";

const [, , archive = "", registry = "", ca = ""] = process.argv;

function killing(source: ImageSource): ImageSource {
  let blobs = 0;
  return {
    name: source.name,
    root: (signal) => source.root(signal),
    manifest: (descriptor, signal) => source.manifest(descriptor, signal),
    async *blob(descriptor, start, signal) {
      blobs += 1;
      for await (const chunk of source.blob(descriptor, start, signal)) {
        yield chunk;
        if (blobs === 3) process.kill(process.pid, "SIGKILL");
      }
    },
  };
}

async function main(): Promise<void> {
  const { source } = await openLocalArchive(archive);
  const client = new RegistryClient({ registry, ca, environment: {} });
  const destination = { client, repository: "killed", tag: "v1" };
  await copyImage(killing(source), destination, { format: "preserve", concurrency: 1 });
}

void main();
