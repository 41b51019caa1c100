#!/usr/bin/env node
import { runProcess } from "./command-line";
import { createCommandLine } from "./commands";

runProcess(createCommandLine);
