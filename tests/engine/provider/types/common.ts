import { ACCOUNT_ID } from "../account";
import type { AutoName } from "../names";
import type { Attributes, ResourceContext, ResourceType } from "../resource-type";
import { textOf, type Properties } from "../wire";

export const arnOf = (service: string, resource: string, { region }: ResourceContext): string =>
  `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;

export const nameUpTo = (maxLength: number): AutoName => ({ property: "name", maxLength });

export type TypeTable = Readonly<Record<string, ResourceType>>;

/** A resource whose id is its name, and that has an ARN. */
export const named = (
  service: string,
  kind: string,
  maxLength: number,
  others: Partial<ResourceType> = {},
): ResourceType => ({
  autoName: nameUpTo(maxLength),
  isTagged: true,
  replaceOn: ["name"],
  attributes: ({ name }, context): Attributes => ({
    id: textOf(name),
    arn: arnOf(service, `${kind}${textOf(name)}`, context),
  }),
  ...others,
});

/** A resource that has no more than an id, made of an input. */
export const identifiedBy = (property: string, others: Partial<ResourceType> = {}): ResourceType => ({
  replaceOn: [property],
  attributes: (inputs: Properties): Attributes => ({ id: textOf(inputs[property]) }),
  ...others,
});
