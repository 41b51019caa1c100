/** An availability zone. Its id names the same place in every account, its name does not. */
export interface Zone {
  /** The account's own name of it, such as `us-east-1a`. */
  readonly name: string;
  /** Its id, such as `use1-az3`. */
  readonly id: string;
}

/** What components place in zones, and what some zones do not offer. */
export const Offer = {
  /** Any task on Fargate. */
  Fargate: "Fargate",
  /** A task on Fargate for the architecture ARM64. */
  FargateArm64: "Fargate for ARM64",
  /** An instance of the generation of ml.m5, or of a newer one. */
  CurrentInstances: "ml.m5 and newer instances",
} as const;
export type Offer = (typeof Offer)[keyof typeof Offer];

interface Limit {
  readonly lacks: Offer;
  readonly isIn: (zoneId: string) => boolean;
  readonly page: string;
}

/** The zones of a region, by the prefix of their ids, but for those with these numbers. */
const allBut =
  (prefix: string, ...numbers: readonly number[]) =>
  (zoneId: string): boolean => {
    const [, found, number] = /^(.+)-az(\d+)$/.exec(zoneId) ?? [];
    return found === prefix && !numbers.includes(Number(number));
  };

const only =
  (...zoneIds: readonly string[]) =>
  (zoneId: string): boolean =>
    zoneIds.includes(zoneId);

const FARGATE_PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html";
const ARM64_PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html";
const TYPES_PAGE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-discovery.html";

/** What zones do not offer, as of 30 November 2026. Other regions offer all of this in every zone. */
const LIMITS: readonly Limit[] = [
  { lacks: Offer.Fargate, isIn: allBut("usw1", 1, 3), page: FARGATE_PAGE },
  { lacks: Offer.Fargate, isIn: allBut("apne1", 1, 2, 4), page: FARGATE_PAGE },
  { lacks: Offer.Fargate, isIn: allBut("cnn1", 1, 2), page: FARGATE_PAGE },
  // Earlier editions of the page name cac1-az1 and cac1-az2 alone. The present one names none for the region, and
  // cac1-az3 has not come back: other services still refuse it.
  { lacks: Offer.Fargate, isIn: only("cac1-az3"), page: FARGATE_PAGE },
  { lacks: Offer.FargateArm64, isIn: only("use1-az3"), page: ARM64_PAGE },
  { lacks: Offer.CurrentInstances, isIn: only("use1-az3"), page: TYPES_PAGE },
];

/** Whether a zone offers all that components place in zones, as far as AWS documents it. */
export const offersAll = ({ id }: Zone): boolean => !LIMITS.some(({ isIn }) => isIn(id));

/** What a zone lacks of what is placed in it, with the page that says so; nothing where it has all. */
export function lacking(zone: Zone, placed: readonly Offer[]): string[] {
  return LIMITS.filter(({ lacks, isIn }) => placed.includes(lacks) && isIn(zone.id)).map(
    ({ lacks, page }) => `${zone.name} (${zone.id}) has no ${lacks} (${page})`,
  );
}

/** What tasks of an architecture take of a zone. */
export const placedTasks = (architecture: string): readonly Offer[] =>
  architecture === "ARM64" ? [Offer.Fargate, Offer.FargateArm64] : [Offer.Fargate];

/**
 * What instances of a SageMaker type take of a zone. Older generations are in every zone that the region has had for long.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/pg.html
 */
export const placedInstances = (instanceType: string): readonly Offer[] =>
  /^ml\.(t2|m4|c4|p2|p3)\./.test(instanceType) ? [] : [Offer.CurrentInstances];

/**
 * Chooses zones for subnets, in their order: those that offer everything first, whatever is placed there now, so that
 * another architecture or instance type does not choose other zones, which would replace the subnets.
 */
export function chooseZones(zones: readonly Zone[], count: number): Zone[] {
  const chosen = [...zones.filter(offersAll), ...zones.filter((zone) => !offersAll(zone))].slice(0, count);
  return zones.filter((zone) => chosen.includes(zone));
}

/** What a user should know about zones in which something is not offered. */
export function adviceOnZones(zones: readonly Zone[]): string | undefined {
  const lacks = zones.flatMap((zone) => lacking(zone, Object.values(Offer)));
  return lacks.length === 0
    ? undefined
    : `the VPC's zones do not offer everything: ${lacks.join("; ")}. Where that is placed in them, name other zones in availabilityZoneNames`;
}
