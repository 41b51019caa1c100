// The package `random`, whose values exist nowhere but in the state.
import { randomBytes } from "node:crypto";
import { differences } from "./differences";
import type * as requests from "./package";
import { parseUrn, UNKNOWN, type Properties } from "./wire";

type Make = (inputs: Properties) => { readonly id: string } & Properties;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const TYPES: Readonly<Record<string, Make>> = {
  "random:index/randomPassword:RandomPassword": ({ length }) => {
    const bytes = [...randomBytes(Number(length))];
    return {
      id: "none",
      result: bytes.map((each) => ALPHABET.charAt(each % ALPHABET.length)).join(""),
      bcryptHash: `$2a$10$${randomBytes(40).toString("hex").slice(0, 53)}`,
    };
  },
  "random:index/randomBytes:RandomBytes": ({ length }) => {
    const bytes = randomBytes(Number(length));
    return { id: bytes.toString("base64"), base64: bytes.toString("base64"), hex: bytes.toString("hex") };
  },
};

export class Random implements requests.ResourcePackage {
  constructor(readonly version: string) {}

  configure(): void {
    // It takes no configuration.
  }

  check({ inputs }: requests.CheckRequest): Properties {
    return inputs;
  }

  diff({ state, oldInputs, inputs, ignored }: requests.DiffRequest): ReturnType<typeof differences> {
    return differences({ replaceOn: "*" }, state, oldInputs, inputs, ignored);
  }

  create({ urn, inputs, isPreview }: requests.CreateRequest): { id: string; state: Properties } {
    const { type } = parseUrn(urn);
    const make = TYPES[type];
    if (make === undefined) throw new Error(`${type} is not known: add it to random.ts`);
    if (isPreview) {
      const names = Object.keys(make({ ...inputs, length: 1 })).filter((name) => name !== "id");
      return { id: "", state: { ...Object.fromEntries(names.map((name) => [name, UNKNOWN])), ...inputs } };
    }
    const { id, ...made } = make(inputs);
    return { id, state: { ...made, ...inputs } };
  }

  update({ urn }: requests.UpdateRequest): Properties {
    throw new Error(`${urn} is replaced by each change`);
  }

  read({ id, state, inputs }: requests.ReadRequest): requests.ReadResult {
    return { id, state, inputs };
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }
}
