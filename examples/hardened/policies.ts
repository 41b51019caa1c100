/**
 * The policy of the key: the account decides by IAM, and the services that write logs and notifications may encrypt what is this
 * account's. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function keyPolicy(accountId: string, partition: string, dnsSuffix: string, region: string): string {
  const service = (sid: string, name: string, condition: Readonly<Record<string, unknown>>) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: name },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: condition,
  });
  const ownAccount = { StringEquals: { "aws:SourceAccount": accountId } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DecideByIam",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        ...service("EncryptLogs", `logs.${region}.${dnsSuffix}`, {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${accountId}:*` },
        }),
        Action: ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      },
      service("EncryptAlarms", "cloudwatch.amazonaws.com", ownAccount),
    ],
  });
}

/**
 * The policy of the topic: this account's alarms publish to it, and nobody without TLS.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function topicPolicy(topicArn: string, accountId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Alarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      {
        Sid: "RequireTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
