// The file with the fake AWS account, which all providers of a scenario share.
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account";
import { releaseInterfaces } from "./interfaces";
import { finishDeletions } from "./sagemaker";

const accountFile = (folder: string): string => join(folder, "account.json");

/** The account as it is now. */
export function readAccount(folder: string): Account {
  const account = load(folder);
  settle(account);
  return account;
}

/** Changes the account; what `change` throws leaves it changed, as a call that fails halfway does. */
export function changeAccount<T>(folder: string, change: (account: Account) => T): T {
  const release = lock(folder);
  try {
    const account = load(folder);
    settle(account);
    try {
      return change(account);
    } finally {
      const file = accountFile(folder);
      writeFileSync(`${file}.new`, JSON.stringify(account, undefined, 1));
      renameSync(`${file}.new`, file);
    }
  } finally {
    release();
  }
}

function load(folder: string): Account {
  const file = accountFile(folder);
  if (!existsSync(file)) return { resources: [], interfaces: [], violations: [] };
  return JSON.parse(readFileSync(file, "utf8")) as Account;
}

/** Lets happen what AWS has done by now. */
function settle(account: Account): void {
  finishDeletions(account, Date.now());
  releaseInterfaces(account, Date.now());
}

/** Several processes have the file: whoever makes the lock's file may change it. */
function lock(folder: string): () => void {
  const file = join(folder, "account.lock");
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    try {
      closeSync(openSync(file, "wx"));
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_WAIT_IN_MILLISECONDS);
    }
  }
  throw new Error(`${file} is still there: a provider ended while it changed the account`);
}

const LOCK_ATTEMPTS = 2000;
const LOCK_WAIT_IN_MILLISECONDS = 5;
