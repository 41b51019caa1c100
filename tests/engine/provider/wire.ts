// Values as they travel between the engine and a provider.
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isDeepStrictEqual } from "node:util";

/** Plain values of a resource or a call: text, numbers, booleans, lists, objects, and `UNKNOWN`. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands for a value that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Marks assets and archives, whose content the engine tells apart by its hash. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

export const toProperties = (struct: Struct | undefined): Properties => struct?.toJavaScript() ?? {};

/** Leaves out what has no value: a Struct cannot hold it. */
export const toStruct = (properties: Properties): Struct =>
  Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, string>);

export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/** Whether a value is unknown, or has an unknown part. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(UNKNOWN);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Whether two values are the same to a provider: assets by their content, missing members as null. */
export const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(comparable(one), comparable(other));

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const { [SIGNATURE]: signature, hash, ...others } = value as Record<string, unknown>;
  if (signature !== undefined && typeof hash === "string") return { hash };
  const members = Object.entries(others)
    .map(([name, member]) => [name, comparable(member)] as const)
    .filter(([, member]) => member !== undefined);
  return Object.fromEntries(members);
}

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : []);

export const objectOf = (value: unknown): Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};

export const objectsOf = (value: unknown): Properties[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** Parts of a URN, such as `urn:pulumi:dev::demo::my:index:Component$aws:iam/role:Role::demo-role`. */
export function parseUrn(urn: string): { readonly type: string; readonly name: string } {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
}
