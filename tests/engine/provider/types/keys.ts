// Keys of KMS, and topics of SNS.
import { ACCOUNT_ID, find } from "../account";
import { AwsError } from "../errors";
import { objectsOf, textOf } from "../wire";
import { arnOf, nameUpTo, type TypeTable } from "./common";

const KEY = "aws:kms/key:Key";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html: a policy that locks its account out is refused. */
function refuseLockout(policy: unknown): void {
  if (policy === undefined) return;
  const { Statement } = JSON.parse(textOf(policy)) as { readonly Statement?: unknown };
  const isOpen = objectsOf(Statement).some(
    ({ Effect, Principal, Action }) =>
      Effect === "Allow" && JSON.stringify(Principal).includes(`${ACCOUNT_ID}:root`) && Action === "kms:*",
  );
  if (!isOpen) {
    throw new AwsError(
      "creating KMS Key: api error MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.",
    );
  }
}

export const keyTypes: TypeTable = {
  [KEY]: {
    isTagged: true,
    replaceOn: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    keeps: ["policy", "rotationPeriodInDays"],
    created: ({ properties }) => refuseLockout(properties.policy),
    attributes: (_, context) => {
      const keyId = `${context.random.slice(0, 8)}-0000-4000-8000-${context.random}`;
      return { id: keyId, keyId, arn: arnOf("kms", `key/${keyId}`, context) };
    },
  },
  "aws:sns/topic:Topic": {
    autoName: nameUpTo(256),
    isTagged: true,
    replaceOn: ["name", "namePrefix", "fifoTopic"],
    keeps: ["policy", "signatureVersion"],
    attributes: ({ name }, context) => {
      const arn = arnOf("sns", textOf(name), context);
      return { id: arn, arn, owner: ACCOUNT_ID };
    },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    replaceOn: ["arn"],
    created: ({ properties }, { account }) => {
      if (find(account, "aws:sns/topic:Topic", textOf(properties.arn)) === undefined) {
        throw new AwsError("setting SNS Topic Policy: api error NotFound: Topic does not exist");
      }
    },
    attributes: ({ arn }) => ({ id: textOf(arn), owner: ACCOUNT_ID }),
  },
};
