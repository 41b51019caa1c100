#!/usr/bin/env node
import { runProcess } from "./command-line";
import { createCommandLine } from "./commands/index";

runProcess(createCommandLine);
