// The package `aws`: what the engine asks of a provider, answered from the tables in types/ and the fake account.
import { randomBytes } from "node:crypto";
import { readAccount } from "./account-file";
import { findIn } from "./account";
import { createIn, creationEnds, deleteFrom, updateIn } from "./aws-operations";
import { differences, type Differences } from "./differences";
import { accessDenied, AwsError, listed } from "./errors";
import { lookups } from "./lookups";
import { withName, withNameOfPrefix } from "./names";
import { logged } from "./operations";
import type * as requests from "./package";
import type { Attributes, ResourceContext, ResourceType } from "./resource-type";
import { matches, readSettings } from "./settings";
import { functionTypes } from "./types/functions";
import { keyTypes } from "./types/keys";
import { networkTypes } from "./types/network";
import { registryTypes } from "./types/registry";
import { sagemakerTypes } from "./types/sagemaker";
import { isSame, objectOf, parseUrn, textOf, UNKNOWN, type Properties } from "./wire";

const TYPES: Readonly<Record<string, ResourceType>> = {
  ...functionTypes,
  ...keyTypes,
  ...networkTypes,
  ...registryTypes,
  ...sagemakerTypes,
};

export class Aws implements requests.ResourcePackage {
  private region = "";
  private defaultTags: Properties = {};
  private readonly interrupted = new AbortController();

  constructor(
    readonly version: string,
    private readonly folder: string,
  ) {}

  configure(config: Properties): void {
    this.region = textOf(config.region) || (process.env.AWS_REGION ?? "");
    if (this.region === "") throw new AwsError("invalid AWS Region: set aws:region");
    const { defaultTags } = config;
    const parsed: unknown = typeof defaultTags === "string" ? JSON.parse(defaultTags) : defaultTags;
    this.defaultTags = objectOf(objectOf(parsed).tags);
  }

  check({ urn, inputs, oldInputs, seed, autonaming }: requests.CheckRequest): Properties {
    const { type, name } = parseUrn(urn);
    const { autoName, isTagged } = rulesOf(type);
    const tagged =
      isTagged === true && Object.keys(this.defaultTags).length > 0
        ? { ...inputs, tags: { ...this.defaultTags, ...objectOf(inputs.tags) } }
        : inputs;
    if (autoName === undefined) return tagged;
    return withName({ rule: autoName, name, inputs: tagged, oldInputs, seed, autonaming });
  }

  diff({ urn, state, oldInputs, inputs, ignored }: requests.DiffRequest): Differences {
    const rules = rulesOf(parseUrn(urn).type);
    const found = differences(rules, state, oldInputs, inputs, ignored);
    if (rules.isGlobal === true || isSame(state.region, this.regionOf(inputs))) return found;
    return {
      ...found,
      changed: [...new Set([...found.changed, "region"])],
      replaces: [...new Set([...found.replaces, "region"])],
    };
  }

  cancel(): void {
    this.interrupted.abort();
  }

  async create({ urn, inputs: asked, isPreview }: requests.CreateRequest): Promise<requests.Created> {
    const context = this.contextOf(urn, asked);
    const rules = rulesOf(context.type);
    const isNamed = rules.autoName === undefined || isPreview;
    const inputs = isNamed ? asked : withNameOfPrefix(rules.autoName, asked, context.random);
    const { id, ...attributes } = attributesOf(rules, inputs, context);
    const known = this.knownOf(rules, inputs);
    if (isPreview) {
      const unknown = Object.fromEntries(Object.keys(attributes).map((name) => [name, UNKNOWN]));
      return { id: "", state: { ...unknown, ...known } };
    }
    const state = logged(this.folder, { kind: "create", ...context, id, inputs }, () => {
      const resource = { ...context, urn, id, properties: { ...attributes, ...known } };
      return createIn(this.folder, rules, context, resource);
    });
    await creationEnds(this.folder, context, urn, this.interrupted.signal);
    return { id, state };
  }

  update(request: requests.UpdateRequest): Properties {
    const { urn, id, state, oldInputs, inputs, isPreview } = request;
    const context = this.contextOf(urn, inputs);
    const rules = rulesOf(context.type);
    const taken = Object.keys(oldInputs).filter(
      (name) => inputs[name] === undefined && !(rules.keeps ?? []).includes(name),
    );
    const kept = Object.entries(state).filter(([name]) => !taken.includes(name));
    const attributes = attributesOf(rules, inputs, context);
    const { changed } = this.diff(request);
    const renewed = rules.changesWith?.(changed) ?? [];
    const planned = {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(renewed.map((name) => [name, isPreview ? UNKNOWN : attributes[name]])),
      ...this.knownOf(rules, inputs),
    };
    if (isPreview) return planned;
    // A bridged provider asks AWS for nothing where Terraform plans no difference, whatever the engine has it update for.
    if (this.diff(request).changed.length === 0) return state;
    return logged(this.folder, { kind: "update", ...context, id, inputs }, () =>
      updateIn(this.folder, rules, context, { urn, id, state, planned, changed }),
    );
  }

  read({ urn, id, state, inputs }: requests.ReadRequest): requests.ReadResult | undefined {
    const context = this.contextOf(urn, { ...inputs, region: state.region ?? inputs.region });
    const rules = rulesOf(context.type);
    return logged(this.folder, { kind: "read", ...context, id, inputs }, () => {
      const resource = findIn(readAccount(this.folder), { ...context, id });
      if (resource === undefined) return undefined;
      const found = rules.read === undefined ? resource.properties : rules.read(resource);
      if (found === undefined) return undefined;
      // An import takes for inputs all that the program could have given.
      const isImport = Object.keys(inputs).length === 0;
      const made = Object.keys(attributesOf(rules, found, context));
      const given = isImport
        ? Object.keys(found).filter((name) => !made.includes(name))
        : Object.keys(inputs);
      const read = Object.fromEntries(given.map((name) => [name, found[name] ?? inputs[name]]));
      return { id, state: found, inputs: read };
    });
  }

  delete({ urn, id, state, timeoutInSeconds }: requests.DeleteRequest): Promise<void> {
    const context = this.contextOf(urn, state);
    return deleteFrom(this.folder, rulesOf(context.type), context, { urn, id, timeoutInSeconds });
  }

  invoke(token: string, args: Properties): Properties {
    return logged(this.folder, { kind: "invoke", type: token, name: "", id: "", inputs: args }, () => {
      const settings = readSettings(this.folder);
      const lookup = lookups[token];
      if (lookup === undefined) throw new Error(`the fake AWS does not know ${token}: add it to lookups.ts`);
      try {
        if (settings.refused?.some((pattern) => matches(pattern, token)) === true) throw accessDenied(token);
        const failure = settings.lookupFailures?.find(({ on }) => matches(on, token));
        if (failure !== undefined) throw new AwsError(failure.reason);
        const context = { account: readAccount(this.folder), settings, region: this.regionOf(args) };
        const others = settings.lookupAnswers?.filter(({ on }) => matches(on, token)) ?? [];
        return Object.assign(lookup(args, context), ...others.map(({ answer }) => answer)) as Properties;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw new AwsError(`invoking ${token}: ${listed(error.message)}`);
      }
    });
  }

  private regionOf(inputs: Properties): string {
    return textOf(inputs.region) || this.region;
  }

  private contextOf(urn: string, inputs: Properties): ResourceContext {
    return { ...parseUrn(urn), region: this.regionOf(inputs), random: randomBytes(6).toString("hex") };
  }

  /** What a preview knows as well: the inputs, and the region of the provider. */
  private knownOf(rules: ResourceType, inputs: Properties): Properties {
    const own = Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
    const region = rules.isGlobal === true ? {} : { region: this.regionOf(inputs) };
    return { ...own, ...tagsOf(rules, inputs), ...region };
  }
}

const tagsOf = ({ isTagged }: ResourceType, inputs: Properties): Properties =>
  isTagged === true ? { tagsAll: objectOf(inputs.tags) } : {};

const attributesOf = (rules: ResourceType, inputs: Properties, context: ResourceContext): Attributes => ({
  ...tagsOf(rules, inputs),
  ...rules.attributes(inputs, context),
});

function rulesOf(type: string): ResourceType {
  const found = TYPES[type];
  if (found === undefined) throw new Error(`the fake AWS does not know ${type}: add it to types/`);
  return found;
}
