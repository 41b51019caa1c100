import * as pulumi from "@pulumi/pulumi";
import { derivedName, guarded, type Failure, type Placement } from "../common";
import { ENDPOINT, logicalNames } from "./auto-names";
import { endpointArn } from "./deployment/live-endpoint";
import type { Hosting, NamedHosting } from "./checked-hosting";
import { sageMakerApi } from "./value-checks";

/** The hosting with the name that its endpoint is created under, once no other component of the program has it. */
export function withName(
  name: string,
  hosting: Hosting,
  placement: pulumi.Output<Placement>,
  component: pulumi.Resource,
): NamedHosting {
  const endpointName = hosting.endpointName ?? derivedEndpointName(name, component);
  return {
    ...hosting,
    endpointName: claimedName(endpointName, placement, component, hosting.failure),
    isNameGiven: hosting.endpointName !== undefined,
  };
}

/**
 * The name that an endpoint is created under where the user gives none: of Pulumi's form, but with digits that follow from
 * organization, project, stack and the component's place in it. So the program knows it before the endpoint exists, and an
 * endpoint whose creation failed is found again.
 */
function derivedEndpointName(name: string, component: pulumi.Resource): pulumi.Output<string> {
  return urnOf(component).apply(
    guarded((urn) => derivedName(ENDPOINT, logicalNames.endpoint(name), `${organization()}/${urn}`)),
  );
}

/** The organization, which tests with Pulumi's mocks need not have. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "";
  }
}

/**
 * The name, once it is known that no other component of the program makes an endpoint of that name in the same account and
 * region: SageMaker would refuse the second one when the first is there.
 * @param failure makes the error that the preview or the deployment ends with if another component does
 */
function claimedName(
  endpointName: pulumi.Output<string>,
  placement: pulumi.Output<Placement>,
  component: pulumi.Resource,
  failure: Failure,
): pulumi.Output<string> {
  const claims = claimsOfDeployment();
  return pulumi.all([endpointName, placement, urnOf(component)]).apply(
    guarded(([name, where, urn]) => {
      const arn = endpointArn(name, where);
      const owner = claims.get(arn) ?? urn;
      claims.set(arn, owner);
      if (owner === urn) return name;
      throw failure(
        "endpointName",
        `is ${JSON.stringify(name)}, but so is the name of the endpoint that ${JSON.stringify(owner.split("::").pop())} makes in the same ` +
          `account and region: give each endpoint a name of its own, in which SageMaker does not tell upper from lower case ` +
          `(${sageMakerApi("CreateEndpoint")})`,
      );
    }),
  );
}

/** The URNs of the components that make endpoints, by the endpoints' ARNs. */
type Claims = Map<string, string>;

/** The claims of each deployment that talks to this process. A program in another language talks to it once for each component. */
const claimsByAddress = new Map<string, Claims>();
const claimsByMonitor = new WeakMap<object, Claims>();

function claimsOfDeployment(): Claims {
  // A deployment is known by the address of its engine, or where there is none, as with Pulumi's mocks, by a placeholder.
  const monitor = pulumi.runtime.getMonitor() as Monitor | undefined;
  const address = monitor?.getChannel?.().getTarget();
  const found = address === undefined ? claimsByMonitor.get(monitor ?? {}) : claimsByAddress.get(address);
  const claims = found ?? new Map<string, string>();
  if (address !== undefined) claimsByAddress.set(address, claims);
  else if (monitor !== undefined) claimsByMonitor.set(monitor, claims);
  return claims;
}

interface Monitor {
  readonly getChannel?: () => { getTarget(): string };
}

/** The URN of a component. As its own output it would depend on the component, which is all of its children, the endpoint among them. */
function urnOf(component: pulumi.Resource): pulumi.Output<string> {
  return pulumi.output(
    new Promise<string>((resolve) => {
      component.urn.apply(guarded(resolve));
    }),
  );
}
