import { createPolicyPack } from ".";

createPolicyPack();
