// An endpoint with all that can be made around it: for the list of URNs.
import { ModelEndpoint } from "../../components/model-endpoint";

const cpu = { metric: "CPUUtilization", threshold: 80 } as const;

new ModelEndpoint("fraud", {
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-1"],
  endpointName: "fraud",
  image: `registry.example.com/ml/fraud@sha256:${"a".repeat(64)}`,
  asyncInference: { s3OutputPath: "s3://answers/fraud" },
  preflightFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:preflight",
  preflightScheduleRoleArn: "arn:aws:iam::123456789012:role/schedule",
  variants: {
    blue: {
      instanceType: "ml.m5.large",
      scaling: {
        minCapacity: 0,
        maxCapacity: 4,
        targetTracking: { backlog: { metric: "ApproximateBacklogSizePerInstance", targetValue: 5 } },
        stepScaling: {
          busy: { alarm: cpu, stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }] },
        },
        scheduledActions: { night: { schedule: "cron(0 22 * * ? *)", maxCapacity: 1 } },
      },
    },
    green: { instanceType: "ml.m5.large" },
  },
  deploymentConfig: {
    blueGreenUpdatePolicy: { terminationWaitInSeconds: 600 },
    autoRollbackConfiguration: {
      alarms: { errors: { metric: "Invocation5XXErrors", threshold: 0.05, variant: "blue" } },
    },
  },
  monitoring: { alarms: { busy: { ...cpu, variant: "blue" } }, dashboard: {} },
});
