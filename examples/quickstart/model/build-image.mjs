// Builds the image of the Dockerfile as an archive, without Docker:
//
//   node model/build-image.mjs --base docker.io/library/node:22-alpine --output image.tar
//
// The base's layers come from its registry. Without --base the image holds nothing but the model's program, which only a
// rehearsal can start, where there is a Node.js anyway. The same files, and the same base, always give the same bytes.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createWriteStream, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Header } from "tar";
import {
  choosePlatform,
  MediaType,
  parseManifest,
  parsePlatform,
  parseReference,
  RegistryClient,
} from "sagemaker-private-registry/registry-client";

const folder = dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: {
    base: { type: "string" },
    platform: { type: "string", default: "linux/amd64" },
    output: { type: "string", default: process.env.ARCHIVE },
  },
});
const platform = parsePlatform(values.platform);
if (platform === undefined) fail(`--platform takes os/architecture, as linux/arm64, not ${values.platform}`);
if (values.output === undefined) fail("--output <file> says where the archive goes");
if (
  values.base === undefined &&
  basename(values.output) === "image.tar" &&
  process.env.ARCHIVE === undefined
) {
  fail(
    "image.tar is what is deployed, and an image without a base runs nowhere else than in a rehearsal: give --base",
  );
}

const layer = layerOf({ "opt/program/serve": readFileSync(join(folder, "serve")) });
const base = values.base === undefined ? undefined : await openBase(values.base);
try {
  await pipeline(Readable.from(archive(base)), createWriteStream(values.output));
} finally {
  base?.client.close();
}

/** The files of an OCI image layout, with the program's layer on top of those of the base. */
async function* archive(base) {
  const isDocker = base?.manifest.mediaType === MediaType.DockerManifest;
  const inherited = base?.config ?? {};
  const config = Buffer.from(
    JSON.stringify({
      ...platform,
      ...inherited,
      created: "1970-01-01T00:00:00Z",
      config: {
        ...inherited.config,
        Entrypoint: ["/opt/program/serve"],
        Cmd: null,
        WorkingDir: "/opt/program",
      },
      rootfs: { type: "layers", diff_ids: [...(inherited.rootfs?.diff_ids ?? []), digestOf(layer)] },
      history: [...(inherited.history ?? []), { created_by: "build-image.mjs" }],
    }),
  );
  const mediaType = isDocker ? MediaType.DockerManifest : MediaType.OciManifest;
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: descriptor(isDocker ? MediaType.DockerConfig : MediaType.OciConfig, config),
      layers: [
        ...(base?.manifest.layers ?? []),
        descriptor(isDocker ? MediaType.DockerLayerTar : MediaType.OciLayerTar, layer),
      ],
    }),
  );
  const index = { schemaVersion: 2, manifests: [{ ...descriptor(mediaType, manifest), platform }] };
  yield* member("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  yield* member("index.json", Buffer.from(JSON.stringify(index)));
  const written = new Set();
  for (const each of base?.manifest.layers ?? []) {
    if (written.has(each.digest)) continue;
    written.add(each.digest);
    yield header(blobPath(each.digest), each.size);
    yield* base.client.blob(base.repository, each);
    yield padding(each.size);
  }
  for (const blob of [config, layer, manifest]) yield* member(blobPath(digestOf(blob)), blob);
  yield Buffer.alloc(1024);
}

/** The image that the program's layer is put on, in its registry. */
async function openBase(text) {
  const { registry, repository, tag = "latest", digest } = parseReference(text);
  const client = new RegistryClient({ registry });
  const read = async (reference) => {
    const { bytes, mediaType } = await client.manifest(repository, reference);
    return parseManifest(bytes, mediaType, text);
  };
  const root = await read(digest ?? tag);
  const manifest =
    root.kind === "index" ? await read(choosePlatform(root.manifests, platform, text).digest) : root;
  const chunks = [];
  for await (const chunk of client.blob(repository, manifest.config)) chunks.push(chunk);
  return { client, repository, manifest, config: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
}

/** A layer's tar with some programs, and the folders above them. */
function layerOf(files) {
  const folders = new Set(
    Object.keys(files).flatMap((path) =>
      path
        .split("/")
        .slice(0, -1)
        .map((_, i, all) => all.slice(0, i + 1).join("/")),
    ),
  );
  return Buffer.concat([
    ...[...folders].map((path) => header(`${path}/`, 0, "Directory")),
    ...Object.entries(files).flatMap(([path, bytes]) => [...member(path, bytes)]),
    Buffer.alloc(1024),
  ]);
}

function* member(path, bytes) {
  yield header(path, bytes.length);
  yield bytes;
  yield padding(bytes.length);
}

function header(path, size, type = "File") {
  const block = Buffer.alloc(512);
  const isLong = new Header({ path, size, type, mode: 0o755, uid: 0, gid: 0, mtime: new Date(0) }).encode(
    block,
  );
  if (isLong) throw new Error(`${path} or its size does not fit into a tar header`);
  return block;
}

function padding(size) {
  return Buffer.alloc((512 - (size % 512)) % 512);
}

function blobPath(digest) {
  return `blobs/${digest.replace(":", "/")}`;
}

function descriptor(mediaType, bytes) {
  return { mediaType, size: bytes.length, digest: digestOf(bytes) };
}

function digestOf(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(64);
}
