// Lists what the bundles contain of other packages, with their licences, as esbuild's metafiles tell.
import { Buffer } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

/**
 * The packages whose files are in bundles, by name and version.
 * @param {string} root the folder of this package
 * @param {readonly import("esbuild").Metafile[]} metafiles
 */
export function bundledPackages(root, metafiles) {
  const folders = new Set(
    metafiles
      .flatMap((metafile) => Object.values(metafile.outputs))
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const packages = [...folders].map((folder) => {
    const path = join(root, folder);
    const { name, version, license, homepage } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    return { name, version, license: license ?? "", homepage, text: licenceText(path) };
  });
  // Some packages name their licence and ship no text of it: another's with the same licence has it.
  const textOf = ({ license, text }) =>
    text !== ""
      ? text
      : (packages.find((other) => other.license === license && other.text !== "")?.text ?? "");
  const byKey = new Map(
    packages.map((each) => [`${each.name} ${each.version}`, { ...each, text: textOf(each) }]),
  );
  return [...byKey.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** The licence and notice files of a package; several packages have the same. */
function licenceText(folder) {
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim())
    .join("\n\n");
}

/** A list of packages with the text of each licence, which stands once for all that have it. */
export function licenceList(packages) {
  const byText = new Map();
  for (const each of packages) byText.set(each.text, [...(byText.get(each.text) ?? []), each]);
  const sections = [...byText].map(([text, which]) => {
    const names = which.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${names.join("\n")}\n\n${text}`;
  });
  const head = "The functions in dist/lambda/ contain these packages. The build writes this list.";
  return `${[head, ...sections].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/**
 * A bill of materials: this package, what is bundled into it, and what npm installs beside it. CycloneDX 1.5,
 * https://cyclonedx.org/docs/1.5/json/
 * @param {{ name: string, version: string, license: string }} manifest
 * @param {ReturnType<typeof bundledPackages>} bundled
 * @param {Record<string, { version?: string, dev?: boolean, peer?: boolean, license?: string, integrity?: string }>} locked the packages of the lockfile, by their folders
 */
export function billOfMaterials(manifest, bundled, locked) {
  const purl = (name, version) => `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
  const component = (name, version, license, bundle, integrity) => ({
    type: "library",
    "bom-ref": `${purl(name, version)}${bundle ? "#bundled" : ""}`,
    name,
    version,
    purl: purl(name, version),
    ...(license ? { licenses: [{ expression: license }] } : {}),
    ...(integrity?.startsWith("sha512-")
      ? { hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.slice(7), "base64").toString("hex") }] }
      : {}),
    properties: [{ name: "sagemaker-private-registry:part", value: bundle ? "bundled" : "installed" }],
  });
  const installed = Object.entries(locked)
    .filter(([folder, { dev, version }]) => folder !== "" && dev !== true && version !== undefined)
    .map(([folder, { version, license, integrity }]) =>
      component(folder.split("node_modules/").pop(), version, license, false, integrity),
    );
  const components = [
    ...bundled.map(({ name, version, license }) => component(name, version, license, true)),
    ...new Map(installed.map((each) => [each["bom-ref"], each])).values(),
  ];
  const digest = createHash("sha256").update(JSON.stringify(components)).digest("hex");
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    // The same components have the same number: builds are reproducible.
    serialNumber: `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`,
    version: 1,
    metadata: {
      component: {
        type: "library",
        "bom-ref": purl(manifest.name, manifest.version),
        name: manifest.name,
        version: manifest.version,
        purl: purl(manifest.name, manifest.version),
        licenses: [{ expression: manifest.license }],
      },
    },
    components,
  };
}
