/** What is deployed to be asked about: the endpoints, each of which pulls from a repository of its own. */
export const ENDPOINTS = [
  "plain",
  "index",
  "redirects",
  "async",
  "multi-model",
  "isolation",
  "pipeline",
] as const;
export type EndpointId = (typeof ENDPOINTS)[number];

/** What is asked, each by the name that `--questions` takes. */
export const QUESTIONS = ["tls", "requests", "credentials", ...ENDPOINTS] as const;
export type QuestionId = (typeof QUESTIONS)[number];

/** What each question asks, as a sentence. */
export const ASKED: Readonly<Record<QuestionId, string>> = {
  tls: "Which TLS version and cipher does SageMaker's puller agree on?",
  requests: "What does SageMaker's puller ask a registry for, in which order, and as who?",
  credentials: "When, how often and with which event does SageMaker ask for the credentials?",
  plain: "Does an endpoint serve an image of one platform from a private registry?",
  index: "Does SageMaker take an OCI image index?",
  redirects: "Does SageMaker's puller follow redirects to S3?",
  async: "Does asynchronous inference take images of a private registry?",
  "multi-model": "Does a multi-model endpoint take images of a private registry?",
  isolation: "Does network isolation go together with images of a private registry?",
  pipeline: "Does an inference pipeline take images of a private registry?",
};

/** Endpoints that no question leaves out: without the plain one nothing tells a refusal from a fault of the kit's own. */
const CONTROL: EndpointId = "plain";

/** A list of questions that is not understood. */
export class UnknownQuestionError extends Error {}

/**
 * Reads what `--questions` says, a list with commas; all questions where it says nothing. The plain endpoint's is always
 * among them.
 * @throws UnknownQuestionError naming what there is
 */
export function readQuestions(text: string | undefined): readonly QuestionId[] {
  if (text === undefined) return QUESTIONS;
  const named = text.split(",").map((part) => part.trim());
  for (const name of named) {
    if (!(QUESTIONS as readonly string[]).includes(name)) {
      throw new UnknownQuestionError(
        `--questions takes a list of ${QUESTIONS.join(", ")}, not ${JSON.stringify(name)}`,
      );
    }
  }
  return QUESTIONS.filter((id) => id === CONTROL || named.includes(id));
}

/** The endpoints that some questions take: the others are answered by logs of the plain one. */
export function endpointsOf(questions: readonly QuestionId[]): readonly EndpointId[] {
  return ENDPOINTS.filter((id) => questions.includes(id));
}

/** The repository of an endpoint's image, which identifies its pulls. */
export const repositoryOf = (id: EndpointId): string => `evidence/${id}`;
