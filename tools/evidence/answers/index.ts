import type { Collected } from "../collected";
import { ASKED, type QuestionId } from "../questions";
import { redactCredentials } from "../redact-credentials";
import { byEndpoint, type AnsweredQuestion, type Answering } from "./answer";
import { credentials } from "./credentials";
import { indexImage } from "./index-image";
import { redirects } from "./redirects";
import { requests } from "./requests";
import { tls } from "./tls";

export type { AnsweredQuestion, Verdict } from "./answer";

const ANSWERS: Readonly<Record<QuestionId, Answering>> = {
  tls,
  requests,
  credentials,
  plain: byEndpoint("plain"),
  index: indexImage,
  redirects,
  async: byEndpoint("async"),
  "multi-model": byEndpoint("multi-model"),
  isolation: byEndpoint("isolation"),
  pipeline: byEndpoint("pipeline"),
};

/** Answers the questions, without anything secret that a log may have held against all expectation. */
export function answerAll(
  questions: readonly QuestionId[],
  collected: Collected,
): readonly AnsweredQuestion[] {
  return questions.map((id) => {
    const { verdict, said, lines } = ANSWERS[id](collected);
    return {
      id,
      asked: ASKED[id],
      verdict,
      said: redactCredentials(said),
      lines: lines.map(redactCredentials),
    };
  });
}
