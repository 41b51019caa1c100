import type { NodeKind } from "../architecture";
import { Markup } from "../markup";

/** The family of a kind of node, which determines its colour. */
export type Family = "model" | "compute" | "network" | "storage" | "security" | "outside";

interface Look {
  readonly family: Family;
  /** Shapes in a square of 24 by 24, drawn with the family's colour. */
  readonly shapes: string;
}

const GLOBE = '<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c5 5 5 11 0 16M12 4c-5 5-5 11 0 16"/>';
const SHIELD = '<path d="M12 3l7 3v5c0 5-3 8-7 10c-4-2-7-5-7-10V6z"/>';
const GATE = '<path d="M5 20V9a7 7 0 0 1 14 0v11M12 8v12M9 16l3 4l3-4"/>';
const STACK = '<path d="M12 4l8 4l-8 4l-8-4zM4 12l8 4l8-4M4 16l8 4l8-4"/>';
const PLUG = '<path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"/>';
const FRAME = '<rect x="4" y="4" width="16" height="16" rx="3"/>';

const LOOKS: Readonly<Record<NodeKind, Look>> = {
  addresses: { family: "outside", shapes: `${FRAME}<path d="M8 9h8M8 12h8M8 15h5"/>` },
  bucket: {
    family: "storage",
    shapes: '<path d="M5 6l2 14h10l2-14"/><ellipse cx="12" cy="6" rx="7" ry="2.5"/>',
  },
  certificate: {
    family: "security",
    shapes:
      '<rect x="4" y="4" width="16" height="11" rx="2"/><path d="M8 8h8M8 11h4"/><circle cx="16" cy="15" r="2.5"/><path d="M14.5 17l-.5 4l2-1l2 1l-.5-4"/>',
  },
  deployment: { family: "outside", shapes: '<path d="M4 20h16M12 16V4M7 9l5-5l5 5"/>' },
  endpoint: {
    family: "model",
    shapes:
      '<circle cx="12" cy="12" r="3"/><circle cx="5" cy="6" r="2"/><circle cx="19" cy="6" r="2"/><circle cx="5" cy="18" r="2"/><circle cx="19" cy="18" r="2"/><path d="M6.5 7.3L9.8 10M17.5 7.3L14.2 10M6.5 16.7L9.8 14M17.5 16.7L14.2 14"/>',
  },
  "endpoint-configuration": {
    family: "model",
    shapes:
      '<path d="M5 7h14M5 12h14M5 17h14"/><circle cx="9" cy="7" r="2"/><circle cx="15" cy="12" r="2"/><circle cx="9" cy="17" r="2"/>',
  },
  function: { family: "compute", shapes: '<path d="M6 4h4l7 16h3M11 11L6 20"/>' },
  "gateway-endpoint": { family: "network", shapes: GATE },
  "interface-endpoint": { family: "network", shapes: PLUG },
  "interface-endpoints": { family: "network", shapes: PLUG },
  internet: { family: "outside", shapes: GLOBE },
  "internet-gateway": { family: "network", shapes: GATE },
  listener: { family: "network", shapes: FRAME },
  "load-balancer": {
    family: "network",
    shapes:
      '<circle cx="5" cy="12" r="2"/><circle cx="19" cy="5" r="2"/><circle cx="19" cy="12" r="2"/><circle cx="19" cy="19" r="2"/><path d="M7 12h10M11 12V5h6M11 12v7h6"/>',
  },
  model: { family: "model", shapes: '<path d="M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5l8-4.5M12 12v9"/>' },
  "nat-gateway": { family: "network", shapes: GATE },
  region: { family: "network", shapes: FRAME },
  registry: { family: "outside", shapes: STACK },
  repository: { family: "storage", shapes: STACK },
  role: { family: "security", shapes: '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>' },
  schedule: { family: "outside", shapes: '<circle cx="12" cy="12" r="8"/><path d="M12 7v5l4 2"/>' },
  secret: {
    family: "security",
    shapes: '<circle cx="8" cy="8" r="4"/><path d="M11 11l9 9M16 16l3-3M18 18l2-2"/>',
  },
  "security-group": { family: "security", shapes: SHIELD },
  service: {
    family: "compute",
    shapes:
      '<rect x="4" y="4" width="7" height="7" rx="1"/><rect x="13" y="4" width="7" height="7" rx="1"/><rect x="4" y="13" width="7" height="7" rx="1"/><rect x="13" y="13" width="7" height="7" rx="1"/>',
  },
  services: { family: "compute", shapes: FRAME },
  subnet: { family: "network", shapes: FRAME },
  subnets: { family: "network", shapes: FRAME },
  vpc: { family: "network", shapes: FRAME },
  zone: { family: "network", shapes: '<path d="M4 5h10l6 7l-6 7H4z"/><circle cx="9" cy="12" r="2"/>' },
};

/** The colour of a kind of node. */
export function familyOf(kind: NodeKind): Family {
  return LOOKS[kind].family;
}

/** The icon of a kind of node. */
export function iconOf(kind: NodeKind): Markup {
  return new Markup(LOOKS[kind].shapes);
}
