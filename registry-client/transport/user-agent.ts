/** What every request says of who sends it, as firewalls refuse requests without it. A test holds it to the package's version. */
export const USER_AGENT = "sagemaker-private-registry/0.1.0";
