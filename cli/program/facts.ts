import { readFacts, type FactProblem, type Facts } from "../../policies";
import { InputFileError, readInputFile } from "./input-file";

/**
 * Reads files with facts on resources outside the program.
 * @throws InputFileError with all that is wrong in the first file that cannot be used
 */
export function factsIn(files: readonly string[]): Facts {
  const documents = files.map((file) => {
    const document = readInputFile(file);
    const problems: readonly FactProblem[] = readFacts([document]).problems;
    if (problems.length > 0) throw new InputFileError(file, problems);
    return document;
  });
  // Together: one file may refer to resources in another.
  return readFacts(documents).facts;
}
